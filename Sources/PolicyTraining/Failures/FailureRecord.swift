import Policies
import SpikingNetworks

/// What the file of a failure tells beside the policy that it holds: which episode or generation
/// failed, and how.
public struct FailureRecord: Sendable, Codable, Equatable {
  public var kind: Failure.Kind
  public var cause: String
  /// The run's seed, and the generation, counted from 0.
  public var seed: UInt64
  public var generation: Int
  /// Which episode of the generation, counted candidate by candidate; nil for an update.
  public var item: Int?
  /// Seed, conditions and length [s] of a robot's episode, or of the set of a task's episodes; the
  /// policy's experiment, the generation and the item have them too, and have to agree.
  public var episodeSeed: UInt64
  public var condition: String
  public var duration: Double?
  /// When the first number was not finite, or the simulation was given up: [s] of the episode, or
  /// ticks of a task; nil for an update.
  public var time: Double?
  /// Of the robot's episode, or of the generation.
  public var digest: String?
  /// Whether the episode, run again, failed in the same way when the file was written; nil for an
  /// update, which is then not made again.
  public var isReproduced: Bool?
  /// ln σ of each action of a policy that explored.
  public var logDeviations: [Float]?

  enum CodingKeys: String, CodingKey {
    case kind, cause, seed, generation, item
    case episodeSeed = "episode_seed"
    case condition
    case duration = "duration_s"
    case time, digest
    case isReproduced = "reproduced"
    case logDeviations = "log_deviations"
  }

  init(_ failure: Failure, in generation: Int, of policy: Policy) {
    let experiment = policy.experiment
    (kind, cause, item) = (failure.kind, failure.cause, failure.item)
    (time, digest) = (failure.time, failure.digest)
    (seed, self.generation) = (experiment.seed, generation)
    let life = experiment.episodes(on: policy.robot).name(
      generation: generation, item: failure.item ?? 0)
    (episodeSeed, condition, duration) = (life.seed, life.condition, life.duration)
  }

  /// The first field that the policy's experiment cannot have; nil where all fit.
  func problem(in policy: Policy) -> (field: String, found: String)? {
    let experiment = policy.experiment
    let episodes = experiment.episodes(on: policy.robot)
    guard seed == experiment.seed else { return ("seed", "\(seed)") }
    guard (0..<experiment.budget.generations).contains(generation) else {
      return ("generation", "\(generation)")
    }
    guard (0..<episodes.count).contains(item ?? 0) else {
      return ("item", "\(item ?? 0)")
    }
    let life = episodes.name(generation: generation, item: item ?? 0)
    guard life.seed == episodeSeed else { return ("episode_seed", "\(episodeSeed)") }
    guard life.condition == condition else { return ("condition", condition) }
    guard life.duration == duration else { return ("duration_s", "\(duration ?? 0)") }
    let count = experiment.trainer.implementation.drawsActions ? policy.network.outputs : 0
    let deviations = logDeviations ?? []
    guard deviations.count == count, deviations.allSatisfy(\.isFinite) else {
      return ("log_deviations", "\(deviations.count) numbers")
    }
    return nil
  }
}

/// The result of running the episode or generation of a failure again.
public struct Reproduction: Sendable, Equatable {
  /// Nil where nothing fails.
  public var kind: Failure.Kind?
  public var cause: String
  /// As in ``FailureRecord/time``.
  public var time: Double?
  public var digest: String?

  /// Whether it is the failure that was recorded: same kind, same time and, where there is one, the
  /// same digest.
  public func matches(_ record: FailureRecord) -> Bool {
    kind == record.kind && time == record.time && digest == record.digest
  }
}
