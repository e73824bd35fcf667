/// What `summary.json` holds under `dividend`.
public struct DividendSummary: Sendable, Equatable, Codable {
  public var seed: UInt64
  public var episodes: Int
  /// Length of each life [s].
  public var duration: Double
  public var policies: [PolicyDividend]

  enum CodingKeys: String, CodingKey {
    case seed, episodes, policies
    case duration = "duration_s"
  }
}

/// One policy's dividend under all conditions.
public struct PolicyDividend: Sendable, Equatable, Codable {
  /// An arm under a condition; speeds and retained performance as in the suite.
  public struct Arm: Sendable, Equatable, Codable {
    public var name: String
    public var speed: Estimate
    public var retained: Estimate
    public var falls: Int
    public var diverged: Int
    /// Speed over time, one entry a second of life.
    public var curve: [Estimate]
    public var cost: CostSummary

    enum CodingKeys: String, CodingKey {
      case name, retained, falls, diverged, cost
      case speed = "speed_mps"
      case curve = "speed_by_second_mps"
    }
  }

  /// The rule less another arm, seed by seed.
  public struct Gap: Sendable, Equatable, Codable {
    public var against: String
    /// When the two part or the world changes, whichever is later [s].
    public var changed: Double
    /// Retained performance, and speed over the whole life [m/s].
    public var retained: Estimate
    public var speed: Estimate
    /// Speed [m/s] in the first second after the change and in both halves of the rest of the life.
    public var atOnce: Estimate
    public var early: Estimate
    public var late: Estimate
    /// Late less at once, each over the rule's nominal speed in its stretch; nil where it does not
    /// walk.
    public var growth: Estimate?
    public var verdict: DividendVerdict

    enum CodingKeys: String, CodingKey {
      case against, retained, growth, verdict
      case changed = "changed_at_s"
      case speed = "speed_mps"
      case atOnce = "at_once_mps"
      case early = "early_mps"
      case late = "late_mps"
    }
  }

  /// Everything under one condition.
  public struct Row: Sendable, Equatable, Codable {
    public var condition: String
    public var arms: [Arm]
    public var gaps: [Gap]
    /// What the gaps to the rule off and to frozen weights say together.
    public var reading: DividendReading
  }

  /// All conditions but the nominal one together, resampled within each.
  public struct Total: Sendable, Equatable, Codable {
    public var against: String
    public var retained: Estimate
    public var speed: Estimate

    enum CodingKeys: String, CodingKey {
      case against, retained
      case speed = "speed_mps"
    }
  }

  public var name: String
  public var conditions: [Row]
  public var overall: [Total]
}
