import Execution
public import Locomotion
import NeuralControl
import Policies

/// Runs a policy for longer than it was trained for: does it walk on, and do its fast weights stay
/// bounded?
///
/// Schmidgall, Hays 2021, *Stable lifelong learning: spiking neurons as a solution to instability
/// in plastic neural networks* (arXiv 2111.04113).
public struct LifespanStudy: Sendable {
  /// Lengths of life that are looked at, in training horizons.
  static let multiples = [1, 2, 5, 20]

  /// Each is tried for the whole span.
  public let conditions: [[Condition]]
  let setting: EvaluationSetting

  public init(conditions: [[Condition]] = [[]], _ setting: EvaluationSetting) {
    (self.conditions, self.setting) = (conditions, setting)
  }

  /// Every life of one policy, whatever the number of workers. A life of 20 horizons holds those of
  /// 1, 2 and 5, since nothing in it depends on its planned end.
  public func run(_ policy: NamedPolicy) throws -> LifespanLives {
    let (robot, task) = try policy.policy.requireLocomotion(path: policy.name)
    try Condition.check(Array(conditions.joined()), of: robot)
    let horizon = task.duration
    let span = horizon * Double(Self.multiples.max() ?? 1)
    try Workload.check(
      policy, conditions: conditions.count, episodes: setting.episodes, duration: span)
    let executor = try Executor(workers: setting.crew.workers) {
      try policy.policy.makeRig(path: policy.name, duration: span)
    }
    let specifications = setting.specifications(under: conditions)
    let lives = try executor.map(specifications.count, over: setting.crew.ranks) { rig, item in
      rig.record(specifications[item])
    }
    return LifespanLives(policy: policy.name, study: self, horizon: horizon, lives: lives)
  }
}

/// The lives of one policy's study: condition by condition, seed by seed.
public struct LifespanLives: Sendable {
  let policy: String
  let study: LifespanStudy
  /// Length of an episode in training [s].
  let horizon: Double
  let lives: [LifeRecord]

  func lives(_ condition: Int) -> [LifeRecord] {
    lives.chunked(study.setting.episodes)[condition]
  }

  /// The last stretch of a life of `multiple` horizons: half a horizon.
  func stretch(_ multiple: Int) -> Range<Double> {
    (Double(multiple) - 0.5) * horizon..<Double(multiple) * horizon
  }
}
