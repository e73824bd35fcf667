extension Statistics {
  /// The quantile at `level` in [0, 1], linear between order statistics: definition 7 of Hyndman
  /// and Fan 1996, NumPy's default.
  static func quantile(_ values: [Double], _ level: Double) -> Double {
    quantile(sorted: sorted(values), level)
  }

  /// The middle order statistic, or the mean of the middle two.
  public static func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

  /// The mean of the middle half: ⌊n/4⌋ values are dropped at either end and the others weigh the
  /// same, as `scipy.stats.trim_mean(x, 0.25)` and rliable have it (Agarwal et al. 2021).
  public static func interquartileMean(_ values: [Double]) -> Double {
    let ordered = sorted(values)
    let cut = ordered.count / 4
    return mean(Array(ordered[cut..<(ordered.count - cut)]))
  }

  /// The same of a resample of ascending values, in which each counts as often as `count` says of
  /// its place; together as often as there are values.
  static func interquartileMean(sorted values: [Double], count: (Int) -> Int) -> Double {
    let cut = values.count / 4
    let kept = values.count - 2 * cut
    var (skipped, left, sum) = (0, kept, 0.0)
    for place in values.indices {
      let skip = min(count(place), cut - skipped)
      skipped += skip
      let taken = min(count(place) - skip, left)
      // A count of 0 times an infinite score is no number.
      if taken > 0 { sum += Double(taken) * values[place] }
      left -= taken
      if left == 0 { break }
    }
    return sum / Double(kept)
  }

  /// Ascending values; only NaN, once, where there is a NaN.
  static func sorted(_ values: [Double]) -> [Double] {
    values.contains { $0.isNaN } ? [.nan] : values.sorted()
  }

  /// `quantile` of values already ascending.
  static func quantile(sorted values: [Double], _ level: Double) -> Double {
    precondition(0 <= level && level <= 1, "a quantile's level lies in [0, 1]")
    guard !values.isEmpty else { return .nan }
    let position = level * Double(values.count - 1)
    let index = Int(position)
    let low = values[index]
    let high = values[min(index + 1, values.count - 1)]
    // Equal neighbours need no interpolation, which would make NaN of two infinities.
    return low == high ? low : interpolate(low, high, position - Double(index))
  }

  /// From the nearer end, so that the result is monotone in `t` and exact at both ends.
  private static func interpolate(_ low: Double, _ high: Double, _ t: Double) -> Double {
    if t == 0 { return low }
    return t < 0.5 ? low + (high - low) * t : high - (high - low) * (1 - t)
  }
}
