import Foundation

extension Statistics {
  /// Student's two-sided interval of a mean, m ± t s/√n, for values that are independent: where
  /// measurements come in clusters, such as the episodes of one training seed, the clusters' means
  /// are the values. Nil for fewer than two values; NaN bounds where a value is NaN.
  ///
  /// Precondition: `confidence` in (0, 1).
  public static func studentInterval(
    _ values: [Double], confidence: Double = 0.95
  ) -> ConfidenceInterval? {
    guard values.count > 1 else { return nil }
    let centre = mean(values)
    let error = standardDeviation(values) / Double(values.count).squareRoot()
    let half = error * studentBound(confidence, degreesOfFreedom: values.count - 1)
    return ConfidenceInterval(estimate: centre, low: centre - half, high: centre + half)
  }

  /// The t that |T| stays below with probability `share`; monotone in `share`.
  ///
  /// Precondition: `share` in (0, 1), `degreesOfFreedom` ≥ 1.
  static func studentBound(_ share: Double, degreesOfFreedom: Int) -> Double {
    precondition(0 < share && share < 1, "a probability lies in (0, 1)")
    var (low, high) = (0.0, Double.pi / 2)
    // Halving the angle's range 60 times leaves less than the spacing of numbers near 1.
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if studentShare(angle: middle, degreesOfFreedom) < share {
        low = middle
      } else {
        high = middle
      }
    }
    return Double(degreesOfFreedom).squareRoot() * tan((low + high) / 2)
  }

  /// P(|T| ≤ √ν tan θ) for ν degrees of freedom (Abramowitz, Stegun 1964, 26.7.3 and 26.7.4): a sum
  /// of ⌊ν/2⌋ positive terms.
  private static func studentShare(angle: Double, _ degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom >= 1, "at least one degree of freedom")
    let (s, c) = (sin(angle), cos(angle))
    let isOdd = !degreesOfFreedom.isMultiple(of: 2)
    var (term, sum) = (isOdd ? c : 1, 0.0)
    for k in stride(from: isOdd ? 3 : 2, through: degreesOfFreedom, by: 2) {
      sum += term
      term *= c * c * Double(k - 1) / Double(k)
    }
    return isOdd ? 2 / .pi * (angle + s * sum) : s * sum
  }
}
