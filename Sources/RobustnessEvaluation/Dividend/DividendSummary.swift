/// What `summary.json` holds under `dividend`.
public struct DividendSummary: Sendable, Equatable, Encodable {
  var seed: UInt64
  public var episodes: Int
  /// Length of each life [s].
  public var durationS: Double
  public var policies: [PolicyDividend]
}

/// One policy's dividend under all conditions.
public struct PolicyDividend: Sendable, Equatable, Encodable {
  /// An arm under a condition; speeds and retained performance as in the suite.
  public struct Arm: Sendable, Equatable, Encodable {
    public var name: String
    public var speedMps: Estimate
    var retained: Estimate
    public var falls: Int
    var diverged: Int
    /// Speed over time, one entry a second of the life.
    var speedBySecondMps: [Estimate]
    public var cost: CostSummary
  }

  /// The rule less another arm, seed by seed.
  public struct Gap: Sendable, Equatable, Encodable {
    public var against: String
    /// When the two part or the world changes, whichever is later [s].
    var changedAtS: Double
    /// Retained performance, and speed over the whole life [m/s].
    var retained: Estimate
    var speedMps: Estimate
    /// Speed [m/s] in the first second after the change and in both halves of the rest of the life.
    public var atOnceMps: Estimate
    public var earlyMps: Estimate
    public var lateMps: Estimate
    /// Late less at once, each over the rule's nominal speed in its stretch; nil where it does not
    /// walk.
    var growth: Estimate?
    public var verdict: DividendVerdict
  }

  /// Everything under one condition.
  public struct Row: Sendable, Equatable, Encodable {
    public var condition: String
    public var arms: [Arm]
    public var gaps: [Gap]
    /// What the gaps to the rule off and to frozen weights say together.
    public var reading: DividendReading
  }

  /// All conditions but the nominal one together, resampled within each.
  public struct Total: Sendable, Equatable, Encodable {
    public var against: String
    public var retained: Estimate
    public var speedMps: Estimate
  }

  public var name: String
  public var conditions: [Row]
  public var overall: [Total]
}
