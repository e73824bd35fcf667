import Foundation

/// Student's t distribution (Student 1908, *The probable error of a mean*).
enum StudentDistribution {
  /// P(T ≤ t) with ν degrees of freedom, within 1e-12: ½ I_x(ν/2, ½) with x = ν / (ν + t²) for
  /// t ≤ 0, and one less that of −t above.
  ///
  /// Precondition: ν > 0.
  static func cumulative(_ t: Double, degreesOfFreedom freedom: Double) -> Double {
    precondition(freedom > 0, "degrees of freedom above 0")
    guard !t.isNaN else { return .nan }
    let total = freedom + t * t
    let tail =
      t.isInfinite ? 0 : 0.5 * incompleteBeta(freedom / total, t * t / total, freedom / 2, 0.5)
    return t <= 0 ? tail : 1 - tail
  }

  /// The t below which a share `p` in (0, 1) lies: bisection of ``cumulative(_:degreesOfFreedom:)``
  /// until neighbouring numbers are reached.
  static func quantile(_ p: Double, degreesOfFreedom freedom: Double) -> Double {
    precondition(p > 0 && p < 1, "a share in (0, 1)")
    if p > 0.5 { return -quantile(1 - p, degreesOfFreedom: freedom) }
    var (low, high) = (-1.0, 0.0)
    while cumulative(low, degreesOfFreedom: freedom) > p { low *= 2 }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if cumulative(middle, degreesOfFreedom: freedom) < p { low = middle } else { high = middle }
    }
  }

  /// I_x(a, b), the regularised incomplete beta function, with y = 1 − x given so that it is exact
  /// where x is near 1: the continued fraction 8.17.22 of the
  /// *NIST Digital Library of Mathematical Functions* by Lentz' method, from the end at which it
  /// converges fast.
  private static func incompleteBeta(
    _ x: Double, _ y: Double, _ a: Double, _ b: Double
  ) -> Double {
    if x <= 0 { return 0 }
    if y <= 0 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(y, x, b, a) }
    let logarithm = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(y)
    return exp(logarithm) / a * fraction(x, a, b)
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var value = d
    for m in 1...10_000 {
      let k = Double(m)
      let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
      let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
      var change = 1.0
      for term in [even, odd] {
        d = 1 / kept(1 + term * d)
        c = kept(1 + term / c)
        change = c * d
        value *= change
      }
      if abs(change - 1) < 1e-15 { break }
    }
    return value
  }
}

/// The standard normal distribution function.
func normalCumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

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
    let t = StudentDistribution.quantile(
      (1 + confidence) / 2, degreesOfFreedom: Double(values.count - 1))
    return ConfidenceInterval(estimate: centre, low: centre - t * error, high: centre + t * error)
  }
}
