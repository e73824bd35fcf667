public import Locomotion
public import PolicyTraining

/// Runs policies through a suite. All policies and all conditions share the seeds of their episodes,
/// so that each trial has a nominal twin and each policy a paired rival.
public struct SuiteRunner: Sendable {
  public var suite: Suite
  public var episodes: Int
  public var seed: UInt64
  public var workers: Int
  public var physics: PhysicsOptions

  public init(
    suite: Suite, episodes: Int, seed: UInt64, workers: Int,
    physics: PhysicsOptions = PhysicsOptions()
  ) {
    self.suite = suite
    self.episodes = episodes
    self.seed = seed
    self.workers = workers
    self.physics = physics
  }

  /// Every trial of one policy, nominal world first.
  public func trials(of name: String) -> [Trial] {
    ([[]] + suite.conditions).flatMap { conditions in
      (0..<episodes).map { episode in
        Trial(
          policy: name, conditions: conditions, episode: episode,
          seed: EpisodeSeeds.evaluation(seed, episode: episode))
      }
    }
  }

  private final class Worker {
    let episode: Episode
    let controller: NetworkController

    init(_ policy: Policy, name: String) throws {
      var (robot, task) = try policy.requireLocomotion(path: name)
      task.duration = policy.experiment.evaluation.duration
      episode = Episode(model: robot, task: task)
      controller = try policy.makeController()
    }
  }

  /// Results in the order of `trials(of:)`, whatever the number of workers.
  public func run(_ policy: Policy, name: String) throws -> [TrialResult] {
    let executor = try Executor(workers: workers) { try Worker(policy, name: name) }
    let trials = trials(of: name)
    let physics = physics
    return try executor.map(trials.count) { worker, item in
      let trial = trials[item]
      let gait = GaitAnalyser()
      let result = worker.episode.run(
        worker.controller,
        EpisodeSpecification(seed: trial.seed, conditions: trial.conditions, physics: physics),
        observer: gait)
      return TrialResult(
        trial: trial, result: result, gait: gait.metrics, duration: worker.episode.task.duration)
    }
  }
}
