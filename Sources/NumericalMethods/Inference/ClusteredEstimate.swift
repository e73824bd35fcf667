/// What the intervals of an estimate allow for: the differences between these are in them.
public enum IntervalCoverage: String, Sendable, Equatable, Encodable {
  /// Other training seeds and other episodes: of several policies in each arm.
  case trainingSeeds = "training seeds and episodes"
  /// Other episodes of the very policies that were tried.
  case episodes
  /// Nothing: there are too few training seeds, or episodes, for an interval.
  case none
}

/// A statistic of scores in which training seeds and episodes cross, with its intervals.
///
/// Nominal level: 95 %. `tools/peers/statistics` has what they cover in simulations.
public struct ClusteredEstimate: Sendable, Equatable, Encodable {
  public struct Bounds: Sendable, Equatable, Encodable {
    public var low: Double
    public var high: Double

    public init(low: Double, high: Double) { (self.low, self.high) = (low, high) }
  }

  /// The statistic of the scores themselves.
  public var estimate: Double
  public var covers: IntervalCoverage
  /// Of the mean, by variance components, and its degrees of freedom (Satterthwaite 1946); nil
  /// without an interval, and for other statistics than means.
  public var standardError: Double?
  public var degreesOfFreedom: Double?
  /// Student's interval.
  public var t: Bounds?
  /// The bootstrap's.
  public var bootstrap: Bounds?

  private enum CodingKeys: String, CodingKey {
    case estimate, covers, low, high, t, bootstrap, standardError, degreesOfFreedom
  }

  public init(_ estimate: Double, covers: IntervalCoverage) {
    (self.estimate, self.covers) = (estimate, covers)
  }

  /// The interval that is shown where there is room for one: Student's; the bootstrap's for
  /// statistics that have no other.
  public var bounds: Bounds? { t ?? bootstrap }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(estimate, forKey: .estimate)
    try values.encode(covers, forKey: .covers)
    try values.encode(bounds?.low, forKey: .low)
    try values.encode(bounds?.high, forKey: .high)
    try values.encodeIfPresent(t, forKey: .t)
    try values.encodeIfPresent(bootstrap, forKey: .bootstrap)
    try values.encodeIfPresent(standardError, forKey: .standardError)
    try values.encodeIfPresent(degreesOfFreedom, forKey: .degreesOfFreedom)
  }

  /// Two-sided p value of the mean being 0: nil without a standard error, 1 where all scores are 0
  /// and 0 where they are all the same and not 0.
  public var p: Double? {
    guard let standardError, let degreesOfFreedom else { return nil }
    guard standardError > 0 else { return estimate == 0 ? 1 : 0 }
    return 2
      * StudentDistribution.cumulative(
        -abs(estimate / standardError), degreesOfFreedom: degreesOfFreedom)
  }

  /// Which side of 0 Student's interval, or without one the bootstrap's, lies on: 1, −1, or 0 where
  /// it holds 0 or there is none.
  public var sign: Int {
    guard let bounds else { return 0 }
    return bounds.low > 0 ? 1 : bounds.high < 0 ? -1 : 0
  }

  /// Both intervals brought within `range`.
  func clamped(to range: ClosedRange<Double>) -> ClusteredEstimate {
    func clamped(_ bounds: Bounds?) -> Bounds? {
      bounds.map {
        Bounds(
          low: min(max($0.low, range.lowerBound), range.upperBound),
          high: min(max($0.high, range.lowerBound), range.upperBound))
      }
    }
    var result = self
    (result.t, result.bootstrap) = (clamped(t), clamped(bootstrap))
    return result
  }
}

extension StatisticInterval {
  /// The bounds of a statistic over clusters; none where it has no interval.
  public init(_ other: ClusteredEstimate) {
    self.init(
      estimate: other.estimate, low: other.bounds?.low ?? .nan, high: other.bounds?.high ?? .nan)
  }
}

extension Statistics {
  /// P values adjusted for as many tests, in their own order (Holm 1979): each test is decided at
  /// the family's level as by Bonferroni among those that are not yet decided.
  public static func holm(_ p: [Double]) -> [Double] {
    var adjusted = p
    var largest = 0.0
    for (rank, index) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
      largest = max(largest, min(Double(p.count - rank) * p[index], 1))
      adjusted[index] = largest
    }
    return adjusted
  }
}
