/// An interquartile mean with its 95 % bootstrap interval (Agarwal et al. 2021).
public struct Estimate: Sendable, Equatable, Codable {
  public var iqm: Double
  public var low: Double
  public var high: Double
}

/// One policy's table: retained performance is the speed of a trial over the speed of its nominal
/// twin (same policy, same seed), at least 0; its interquartile mean is reported.
public struct PolicySummary: Sendable, Equatable, Codable {
  public struct Nominal: Sendable, Equatable, Codable {
    public var speed: Double
    public var falls: Int
    public var episodes: Int

    enum CodingKeys: String, CodingKey {
      case speed = "speed_mps"
      case falls, episodes
    }
  }

  public struct Row: Sendable, Equatable, Codable {
    /// The condition as `ganglion replay --condition` reads it.
    public var name: String
    /// Largest severity among the conditions.
    public var severity: Int
    public var speed: Double
    public var retained: Estimate
    public var falls: Int
    public var diverged: Int
    public var seenInTraining: Bool

    enum CodingKeys: String, CodingKey {
      case name, severity, retained, falls, diverged
      case speed = "speed_mps"
      case seenInTraining = "seen_in_training"
    }
  }

  public var name: String
  public var nominal: Nominal
  /// Over all trials but the nominal ones; resampled within each condition.
  public var retained: Estimate
  public var conditions: [Row]
}

/// How likely policy a does better than policy b in a trial drawn at random.
public struct Comparison: Sendable, Equatable, Codable {
  public struct Probability: Sendable, Equatable, Codable {
    public var estimate: Double
    public var low: Double
    public var high: Double
  }

  public var a: String
  public var b: String
  public var probabilityOfImprovement: Probability

  enum CodingKeys: String, CodingKey {
    case a, b
    case probabilityOfImprovement = "probability_of_improvement"
  }
}

/// What `summary.json` holds.
public struct SuiteSummary: Sendable, Equatable, Codable {
  public var suite: String
  public var suiteVersion: Int
  public var seed: UInt64
  public var policies: [PolicySummary]
  public var comparisons: [Comparison]

  enum CodingKeys: String, CodingKey {
    case suite, seed, policies, comparisons
    case suiteVersion = "suite_version"
  }
}
