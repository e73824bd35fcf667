public import NumericalMethods

/// What `summary.json` holds.
public struct SuiteSummary: Sendable, Equatable, Codable {
  public var suite: String
  public var suiteVersion: Int
  public var seed: UInt64
  /// What survival and recovery mean in the tables.
  public var definitions = Definitions()
  public var policies: [PolicySummary]
  public var comparisons: [Comparison]

  enum CodingKeys: String, CodingKey {
    case suite, seed, definitions, policies, comparisons
    case suiteVersion = "suite_version"
  }
}

/// The thresholds behind the tables' words.
public struct Definitions: Sendable, Equatable, Codable {
  /// A severity is survived where the interquartile mean of retained speed is at least this …
  public var survivedRetained = Survival.retained
  /// … and no larger share of its trials fell or diverged.
  public var survivedFailures = Survival.failures
  /// A robot has recovered at this share of its speed before the condition …
  public var recoveredShare = Course.recoveredShare
  /// … averaged over this time [s].
  public var recoverySmoothing = Course.smoothing
  /// Largest score of which more counts for no more in the optimality gap.
  public var optimalityTarget = 1.0

  enum CodingKeys: String, CodingKey {
    case survivedRetained = "survived_retained_iqm"
    case survivedFailures = "survived_failures_share"
    case recoveredShare = "recovered_speed_share"
    case recoverySmoothing = "recovery_smoothing_s"
    case optimalityTarget = "optimality_target"
  }
}

/// An interquartile mean with its 95 % bootstrap interval (Agarwal et al. 2021).
public typealias Estimate = StatisticInterval<InterquartileMeanEstimate>

/// Another statistic with its 95 % bootstrap interval.
public typealias Interval = ConfidenceInterval

/// The share of trials that retained more than each threshold, with a pointwise 95 % band: a
/// performance profile (Agarwal et al. 2021, § 4.2).
public struct Profile: Sendable, Equatable, Codable {
  /// Thresholds of retained speed τ, ascending.
  public var thresholds: [Double]
  /// Share of trials above each threshold.
  public var shares: [Double]
  public var low: [Double]
  public var high: [Double]
}

/// One policy's tables: retained performance is the speed of a trial over the speed of its nominal
/// twin (same policy, same seed), at least 0, and 0 for a diverged trial; its interquartile mean is
/// reported.
public struct PolicySummary: Sendable, Equatable, Codable {
  /// The unperturbed trials.
  public struct Nominal: Sendable, Equatable, Codable {
    public var speed: Double
    /// Mean of |speed − command| [m/s].
    public var speedError: Double
    public var falls: Int
    public var diverged: Int
    public var episodes: Int
    /// Mean share of the ground's tangential impulse beyond Coulomb's bound, over the trials that
    /// have one; nil where none has.
    public var coneViolation: Double?

    enum CodingKeys: String, CodingKey {
      case speed = "speed_mps"
      case speedError = "speed_error_mps"
      case falls, diverged, episodes
      case coneViolation = "cone_violation"
    }
  }

  public var name: String
  public var nominal: Nominal
  /// Over all trials but the nominal ones, as are the next four; resampled within each condition.
  public var retained: Estimate
  public var mean: Interval
  /// Of the conditions' means.
  public var median: Interval
  /// By how much trials miss the speed of their twins on average.
  public var optimalityGap: Interval
  public var profile: Profile
  public var conditions: [ConditionSummary]
  /// One entry for every kind of condition, or composition of them, and its timing.
  public var survived: [SeveritySurvived]

  enum CodingKeys: String, CodingKey {
    case name, nominal, retained, mean, median, profile, conditions, survived
    case optimalityGap = "optimality_gap"
  }
}

/// One policy under one entry of the suite.
public struct ConditionSummary: Sendable, Equatable, Codable {
  /// The condition as `ganglion replay --condition` reads it.
  public var name: String
  /// The kind, joined by `+` where there are several.
  public var kind: String
  /// Largest severity among the conditions.
  public var severity: Int
  /// When the first condition begins that does not begin with the life [s]; 0 where none does.
  public var onset: Double
  /// When the last condition ends that does [s]; nil where none ends.
  public var end: Double?
  public var speed: Double
  /// Mean of |speed − command| [m/s].
  public var speedError: Double
  public var retained: Estimate
  public var falls: Int
  public var diverged: Int
  /// Mean time of the falls [s]; nil where there was none.
  public var timeToFall: Double?
  /// Trials with a recovery time.
  public var recovered: Int
  /// Their median recovery time [s].
  public var recoveryTime: Double?
  public var seenInTraining: Bool

  enum CodingKeys: String, CodingKey {
    case name, kind, severity, retained, falls, diverged, recovered
    case onset = "onset_s"
    case end = "end_s"
    case speed = "speed_mps"
    case speedError = "speed_error_mps"
    case timeToFall = "time_to_fall_s"
    case recoveryTime = "recovery_s"
    case seenInTraining = "seen_in_training"
  }
}

/// How hard a condition a policy survives.
public struct SeveritySurvived: Sendable, Equatable, Codable {
  /// The condition without its severity, such as `dead-joint@4s`.
  public var name: String
  /// The highest severity such that it and all lower ones that were tried are survived; 0 where the
  /// lowest is not.
  public var severity: Int
  /// Severities that the suite tries, ascending.
  public var tried: [Int]

  public init(name: String, severity: Int, tried: [Int]) {
    self.name = name
    self.severity = severity
    self.tried = tried
  }
}

/// How likely policy a does better than policy b in a trial drawn at random.
public struct Comparison: Sendable, Equatable, Codable {
  public typealias Probability = Interval

  public var a: String
  public var b: String
  /// That a's trial is the faster one, the nominal world among the conditions.
  public var probabilityOfImprovement: Probability
  /// That a's trial keeps more of its twin's speed; without the nominal world.
  public var probabilityOfRetainingMore: Probability

  enum CodingKeys: String, CodingKey {
    case a, b
    case probabilityOfImprovement = "probability_of_improvement"
    case probabilityOfRetainingMore = "probability_of_retaining_more"
  }
}
