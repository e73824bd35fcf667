public import Execution
public import Locomotion
public import Policies

/// Runs policies through a suite. All policies and all conditions share the seeds of their
/// episodes, so that each trial has a nominal twin and each policy a paired rival.
public struct SuiteRunner: Sendable {
  public var suite: Suite
  public var episodes: Int
  public var seed: UInt64
  public var workers: Int
  /// The processes that live the trials together; nil is this one alone.
  public var ranks: Ranks?
  public var physics: PhysicsOptions

  /// - Parameter episodes: of each condition; nil is the suite's own number.
  public init(
    suite: Suite, episodes: Int? = nil, seed: UInt64, workers: Int,
    physics: PhysicsOptions = PhysicsOptions()
  ) {
    self.suite = suite
    self.episodes = episodes ?? suite.episodes
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

  /// Results of one policy in the order of `trials(of:)`, whatever the number of workers.
  public func run(_ policy: Policy, name: String) throws -> [TrialResult] {
    let session = SuiteSession(self, [(name, policy)])
    try session.run()
    return session.results[0].trials
  }
}
