public import Execution
import NeuralControl
public import SpikingNetworks
public import TemporalTasks

/// The episodes of a task that a seed names, at one noise.
public struct EpisodeSet: Sendable {
  public var task: any TemporalTask
  public var seed: UInt64
  public var noise: Double

  public init(_ task: any TemporalTask, seed: UInt64, noise: Double) {
    (self.task, self.seed, self.noise) = (task, seed, noise)
  }

  /// The episodes of the final test: of held-out content that no training episode shares, and the
  /// same but for the noise at every noise.
  /// - Parameter seed: that of the test, as in `ganglion evaluate`.
  public static func heldOut(_ task: any TemporalTask, seed: UInt64, noise: Double) -> EpisodeSet {
    EpisodeSet(task.heldOut, seed: EpisodeSeeds.evaluation(seed, episode: 0), noise: noise)
  }

  /// - Parameter index: in [0, 2³²).
  public func episode(_ index: Int) -> TaskEpisode {
    task.episode(seed: seed, index: index, noise: noise)
  }

  /// Seed of the spikes of a stochastic population code in an episode.
  public func encodingSeed(_ index: Int) -> UInt64 {
    EpisodeSeeds.encoding(seed, episode: index)
  }

  /// Episode `index` at its start.
  public func run(_ index: Int, network: Network) -> TaskRun {
    TaskRun(episode(index), network: network, encodingSeed: encodingSeed(index))
  }

  /// Answers in the first `episodes` of the set, by the network as it would be deployed.
  /// - Throws: ``NetworkSpecError`` for a specification out of range.
  public func responses(
    _ spec: NetworkSpec, _ parameters: [Float], episodes: Int, crew: Crew
  ) throws -> [EpisodeResponses] {
    let executor = try Executor(workers: crew.workers) { try Network(spec: spec, parameters) }
    return try executor.map(episodes, over: crew.ranks) { network, index in
      var run = run(index, network: network)
      while !run.isOver { run.tick() }
      return run.record
    }
  }
}
