/// Descriptive statistics, resampling and ranks.
///
/// Throughout: a NaN among the values makes the result NaN (in `tiedRanks`, every rank), and so
/// does an empty sample. Nothing is dropped in silence: filter before, and report how many.
public enum Statistics {
  /// Arithmetic mean.
  public static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// Σ(x − mean)² / (n − removed): the unbiased sample variance by default, the population's with
  /// 0. NaN where n ≤ removed.
  public static func variance(_ values: [Double], degreesOfFreedomRemoved removed: Int = 1)
    -> Double
  {
    guard values.count > removed else { return .nan }
    let centre = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    return squares / Double(values.count - removed)
  }

  /// Square root of `variance`.
  public static func standardDeviation(
    _ values: [Double], degreesOfFreedomRemoved removed: Int = 1
  ) -> Double {
    variance(values, degreesOfFreedomRemoved: removed).squareRoot()
  }
}
