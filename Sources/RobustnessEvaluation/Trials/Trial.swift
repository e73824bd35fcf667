public import Locomotion

/// One episode of a suite: a policy under conditions, from a seed.
public struct Trial: Sendable, Equatable {
  public var policy: String
  /// Empty for the nominal world.
  public var conditions: [Condition]
  public var episode: Int
  public var seed: UInt64

  public init(policy: String, conditions: [Condition], episode: Int, seed: UInt64) {
    self.policy = policy
    self.conditions = conditions
    self.episode = episode
    self.seed = seed
  }

  /// `nominal`, or the conditions as `ganglion replay --condition` reads them.
  public var condition: String { Condition.text(conditions) }
}

/// What a trial came to.
public struct TrialResult: Sendable, Equatable {
  public var trial: Trial
  public var result: EpisodeResult
  public var gait: GaitMetrics?
  /// Length of an episode that is lived to the end [s].
  public var duration: Double

  public init(trial: Trial, result: EpisodeResult, gait: GaitMetrics?, duration: Double) {
    self.trial = trial
    self.result = result
    self.gait = gait
    self.duration = duration
  }

  /// Distance over the planned duration [m/s]; a fall costs speed. 0 where the simulation diverged
  /// into a state without a distance.
  public var speed: Double { result.distance.isFinite ? result.distance / duration : 0 }
}

extension TrialResult {
  public static let header = [
    "policy", "condition", "seed", "outcome", "duration_s", "distance_m", "speed_mps", "reward",
    "work_j", "cost_of_transport", "frequency_hz", "duty_factor", "slip_m_per_m", "peak_power_w",
    "contact_cap_hits", "digest",
  ]

  /// One row of `suite.csv`, in the order of `header`; gait columns are empty where the episode
  /// ended too early to have a gait.
  public var row: [String] {
    let columns: [String] = [
      trial.policy, trial.condition, "\(trial.seed)", result.outcome.description,
      "\(result.duration)", "\(result.distance)", "\(speed)", "\(result.reward)",
      "\(result.work)",
    ]
    let gaitColumns = gait.map {
      [$0.costOfTransport, $0.frequency, $0.dutyFactor, $0.slip, $0.peakPower].map { "\($0)" }
    }
    return columns + (gaitColumns ?? Array(repeating: "", count: 5))
      + ["\(result.contactCapHits)", result.digest]
  }
}
