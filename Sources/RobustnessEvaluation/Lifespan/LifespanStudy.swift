public import Execution
public import Locomotion
import NeuralControl
import Policies

/// Lives a policy longer than it was trained for: does it walk on, and do its fast weights stay
/// bounded?
///
/// Schmidgall, Hays 2021, *Stable lifelong learning: spiking neurons as a solution to instability
/// in plastic neural networks* (arXiv 2111.04113).
public struct LifespanStudy: Sendable {
  /// Lengths of life that are looked at, in training horizons.
  public static let multiples = [1, 2, 5, 20]

  /// Each is tried for the whole span; the nominal world unless others are given.
  public var conditions: [[Condition]]
  public var episodes: Int
  public var seed: UInt64
  public var workers: Int
  /// The processes that live the trials together; nil is this one alone.
  public var ranks: Ranks?
  public var physics: PhysicsOptions

  public init(
    conditions: [[Condition]] = [[]], episodes: Int, seed: UInt64, workers: Int,
    physics: PhysicsOptions = PhysicsOptions()
  ) {
    self.conditions = conditions
    self.episodes = episodes
    self.seed = seed
    self.workers = workers
    self.physics = physics
  }

  /// Every life of one policy, whatever the number of workers. A life of 20 horizons holds those of
  /// 1, 2 and 5, since nothing in it depends on its planned end.
  public func run(_ policy: NamedPolicy) throws -> LifespanLives {
    let horizon = try policy.policy.requireLocomotion(path: policy.name).task.duration
    let span = horizon * Double(Self.multiples.max() ?? 1)
    let executor = try Executor(workers: workers) {
      try LifeRig(policy.policy, name: policy.name, duration: span)
    }
    let (physics, conditions, episodes, seed) = (physics, conditions, episodes, seed)
    let lives = try executor.map(conditions.count * episodes, over: ranks) { rig, item in
      rig.live(
        EpisodeSpecification(
          seed: EpisodeSeeds.evaluation(seed, episode: item % episodes),
          conditions: conditions[item / episodes], physics: physics),
        .none)
    }
    return LifespanLives(policy: policy.name, study: self, horizon: horizon, lives: lives)
  }
}

/// The lives of one policy's study: condition by condition, seed by seed.
public struct LifespanLives: Sendable {
  public let policy: String
  public let study: LifespanStudy
  /// Length of an episode in training [s].
  public let horizon: Double
  let lives: [LifeRecord]

  func lives(_ condition: Int) -> [LifeRecord] {
    Array(lives[condition * study.episodes..<(condition + 1) * study.episodes])
  }

  /// The last stretch of a life of `multiple` horizons: half a horizon.
  func stretch(_ multiple: Int) -> Range<Double> {
    (Double(multiple) - 0.5) * horizon..<Double(multiple) * horizon
  }
}
