public import NumericalMethods

/// What `summary.json` holds. As in every summary, its keys are the properties in snake case, with
/// their units.
public struct SuiteSummary: Sendable, Equatable, Encodable {
  public var suite: String
  var suiteVersion: Int
  var seed: UInt64
  /// What survival and recovery mean in the tables.
  public var definitions = Definitions()
  /// What arms are compared by first.
  public var primary: PrimaryMeasure
  public var policies: [PolicySummary]
  public var arms: [ArmSummary]
  public var comparisons: [Comparison]
  /// What knowing the truth is worth, where arms that tell are given.
  public var headroom: Headroom?
}

/// The thresholds behind the tables' words.
public struct Definitions: Sendable, Equatable, Encodable {
  /// A severity is survived where the interquartile mean of retained speed is at least this …
  public var survivedRetainedIqm = Survival.retained
  /// … and no larger share of its trials fell or diverged.
  public var survivedFailuresShare = Survival.failures
  /// A robot has recovered at this share of its speed before the condition …
  var recoveredSpeedShare = Course.recoveredShare
  /// … averaged over this time [s].
  var recoverySmoothingS = Course.smoothing
  /// Largest score of which more counts for no more: in the optimality gap, and in `retained`.
  var optimalityTarget = 1.0
  /// By how much faster an episode has to be to count as a gain [m/s].
  var gainMps = Comparison.margin
}

/// An interquartile mean (Agarwal et al. 2021) with its 95 % bootstrap interval.
public typealias Estimate = StatisticInterval<InterquartileMeanEstimate>

/// The share of trials that retained more than each threshold, with a pointwise 95 % band: a
/// performance profile (Agarwal et al. 2021, § 4.2).
struct Profile: Sendable, Equatable, Encodable {
  /// Thresholds of retained speed τ, ascending.
  var thresholds: [Double]
  /// Share of trials above each threshold.
  var shares: [Double]
  var low: [Double]
  var high: [Double]
}

/// One policy's tables: retained performance is the speed of a trial over the speed of its nominal
/// twin (same policy, same seed), at least 0, and 0 for a diverged trial; its interquartile mean is
/// reported, in which more than 1 counts as 1. Intervals are over episodes, whose seeds all
/// conditions share: they say nothing of other training seeds.
public struct PolicySummary: Sendable, Equatable, Encodable {
  /// The unperturbed trials.
  public struct Nominal: Sendable, Equatable, Encodable {
    public var speedMps: Double
    /// Mean of |speed − command| [m/s].
    var speedErrorMps: Double
    public var falls: Int
    public var diverged: Int
    public var episodes: Int
    /// Mean share of the ground's tangential impulse beyond Coulomb's bound, over the trials that
    /// have one; nil where none has.
    public var coneViolation: Double?
    /// Mean share of fast weights that stand at their bound at the end, and of levels of
    /// neuromodulators beyond 0.95; nil where there are none.
    public var boundShare: Double?
    public var modulatorSaturation: Double?
  }

  public var name: String
  public var nominal: Nominal
  /// Over all trials but the nominal ones, as are the next four.
  public var retained: Estimate
  var mean: ConfidenceInterval
  /// Of the conditions' means.
  var median: ConfidenceInterval
  /// By how much trials miss the speed of their twins on average.
  public var optimalityGap: ConfidenceInterval
  var profile: Profile
  public var conditions: [ConditionSummary]
  /// One entry for every kind of condition, or composition of them, and its timing.
  public var survived: [SeveritySurvived]
}

/// One policy under one entry of the suite.
public struct ConditionSummary: Sendable, Equatable, Encodable {
  /// The condition as `ganglion replay --condition` reads it.
  public var name: String
  /// The kind, joined by `+` where there are several.
  public var kind: String
  /// Largest severity among the conditions.
  public var severity: Int
  /// When the first condition begins that does not begin with the life [s]; 0 where none does.
  var onsetS: Double
  /// When the last condition ends that does [s]; nil where none ends.
  var endS: Double?
  public var speedMps: Double
  /// Mean of |speed − command| [m/s].
  var speedErrorMps: Double
  public var retained: Estimate
  public var falls: Int
  public var diverged: Int
  /// Mean time of the falls [s]; nil where there was none.
  var timeToFallS: Double?
  /// Trials with a recovery time.
  public var recovered: Int
  /// Their median recovery time [s].
  public var recoveryS: Double?
  var seenInTraining: Bool
}

/// How hard a condition a policy survives.
public struct SeveritySurvived: Sendable, Equatable, Encodable {
  /// The condition without its severity, such as `dead-joint@4s`.
  public var name: String
  /// The highest severity such that it and all lower ones that were tried are survived; 0 where the
  /// lowest is not.
  public var severity: Int
  /// Severities that the suite tries, ascending.
  public var tried: [Int]
}
