public import Execution
public import Policies
public import TemporalTasks

/// Runs a policy of a temporal task at several noises, in the same episodes but for the noise.
/// Their content is held out of training.
public struct TaskTrials: Sendable {
  public var episodes: Int
  public var seed: UInt64
  public var workers: Int
  /// The processes that live the trials together; nil is this one alone.
  public var ranks: Ranks?

  public init(episodes: Int, seed: UInt64, workers: Int) {
    self.episodes = episodes
    self.seed = seed
    self.workers = workers
  }

  /// Multiples of the training noise that are tried unless others are asked for.
  public static let multiples = [0, 0.5, 1, 1.5, 2, 3]

  /// Noises around that of training, which is among them; fixed ones where it is 0.
  public static func noises(around training: Double) -> [Double] {
    multiples.map { $0 * (training > 0 ? training : 0.2) }
  }

  /// Responses at each noise, in the order of episodes.
  /// - Throws: `ExperimentError` for a task whose files cannot be used.
  public func run(
    _ policy: Policy, _ options: TemporalOptions, noises: [Double]
  ) throws -> [[EpisodeResponses]] {
    let options = try options.loaded()
    return try noises.map { noise in
      try EpisodeSet.heldOut(options.task, seed: seed, noise: noise).responses(
        policy.network, policy.parameters, episodes: episodes,
        crew: Crew(workers: workers, ranks: ranks))
    }
  }
}
