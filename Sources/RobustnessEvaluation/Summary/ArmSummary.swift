public import NumericalMethods

/// One arm: policies that were trained alike, each from a training seed of its own.
public struct ArmSummary: Sendable, Equatable, Encodable {
  /// An arm under one entry of the suite, or in the nominal world.
  public struct Row: Sendable, Equatable, Encodable {
    /// The condition as `ganglion replay --condition` reads it; `nominal`.
    public var name: String
    /// The primary measure [m/s]: its mean …
    public var primaryMps: ClusteredEstimate
    /// … and its interquartile mean.
    public var primaryIqmMps: ClusteredEstimate
    /// Share of trials that fell or diverged.
    public var failed: Double
    /// Interquartile mean of retained speed, more than 1 as 1; nil in the nominal world.
    public var retained: ClusteredEstimate?
  }

  public var name: String
  public var policies: [String]
  public var trainingSeeds: [UInt64]
  public var nominal: Row
  /// All conditions together, each with the same weight.
  public var overall: Row
  public var conditions: [Row]
}

/// How one arm does against another in the same episodes.
public struct Comparison: Sendable, Equatable, Encodable {
  /// By how much faster an episode has to be to count as a gain [m/s].
  static let margin = 0.2

  /// Under one entry of the suite.
  public struct Row: Sendable, Equatable, Encodable {
    public var condition: String
    /// Primary measure of a less that of b [m/s].
    public var differenceMps: ClusteredEstimate
    /// P value of the difference, adjusted for the number of conditions (Holm 1979); nil without
    /// intervals.
    public var adjustedP: Double?
    /// Shares of paired episodes in which a is faster, or slower, by more than the margin.
    public var gains: Double
    public var losses: Double
    /// Whether knowing the truth is shown to be worth anything here; nil where that was not tried.
    public var hasHeadroom: Bool?
  }

  public var a: String
  public var b: String
  /// Primary measure of a less that of b over all conditions [m/s].
  public var differenceMps: ClusteredEstimate
  /// That a's trial is better than b's in the same episode under a condition drawn at random: by
  /// the primary measure, where what diverged is worse than anything. Ties count half.
  public var probabilityOfImprovement: ClusteredEstimate
  /// Shares of paired episodes in which a is faster, or slower, by more than the margin: what a
  /// mean hides where few gain much.
  public var gains: ClusteredEstimate
  public var losses: ClusteredEstimate
  public var conditions: [Row]
}

/// What a controller that is given the truth gains over the same one given nominal values: nothing
/// can adapt where that is nothing.
public struct Headroom: Sendable, Equatable, Encodable {
  public struct Row: Sendable, Equatable, Encodable {
    public var condition: String
    /// Primary measures [m/s].
    public var oracleMps: Double
    public var nominalMps: Double
    /// Oracle less nominal [m/s].
    public var gainMps: ClusteredEstimate

    /// Whether the gain's interval lies above 0.
    public var isOpen: Bool { gainMps.sign > 0 }
  }

  public var oracle: String
  public var nominal: String
  public var conditions: [Row]
}

/// The two arms that headroom is read from.
public struct HeadroomArms: Sendable, Equatable {
  /// Controllers that are given the truth, and the same given nominal values.
  public let oracle, nominal: String

  public init(oracle: String, nominal: String) { (self.oracle, self.nominal) = (oracle, nominal) }
}
