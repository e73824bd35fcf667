import Execution
import Locomotion
import NeuralControl
import NumericalMethods
import Policies
import RobotDescription

/// Episodes of one policy on one thread, with their CPU time.
final class EpisodeBenchmark {
  let rig: NetworkRig

  var episode: Episode { rig.episode }

  init(path: String) throws {
    rig = try Policy(path: path).makeRig(path: path)
  }

  /// CPU seconds of the whole episode, world and all, and its control steps.
  func run(
    seed: UInt64, _ physics: PhysicsOptions = PhysicsOptions()
  ) -> (cpu: Double, steps: Int) {
    let start = threadSeconds()
    let result = rig.run(EpisodeSpecification(seed: seed, physics: physics))
    return (threadSeconds() - start, result.controlSteps)
  }

  /// Share of the time of a control step in each phase.
  private func shares(episodes: Int) -> [String: Double] {
    let stopwatch = Stopwatch()
    episode.stopwatch = stopwatch
    for seed in 0..<episodes { _ = run(seed: UInt64(seed)) }
    episode.stopwatch = nil
    let total = stopwatch.seconds.reduce(0, +)
    return Dictionary(
      uniqueKeysWithValues: Stopwatch.Phase.allCases.map {
        ("\($0)", stopwatch.seconds[$0.rawValue] / total)
      })
  }

  /// What episodes cost.
  struct Report: Encodable {
    var controlStepsPerS: Double
    var controlStepsPerSBest: Double
    var simulatedSPerCpuS: Double
    /// Nil without a peer.
    var overheadVsC: Double?
    /// Of the time of a control step, by phase.
    var share: [String: Double]
  }

  /// - Parameter peer: a program that runs the same physics; see ``PeerLoop``.
  func report(episodes: Int, peer: String?) throws -> Report {
    _ = run(seed: 0)
    let perStep = (1...episodes).map { seed in
      let cost = run(seed: UInt64(seed))
      return cost.cpu / Double(cost.steps)
    }
    let median = Statistics.median(perStep)
    return Report(
      controlStepsPerS: 1 / median, controlStepsPerSBest: 1 / perStep.min()!,
      simulatedSPerCpuS: episode.model.profile.controlPeriod / median,
      overheadVsC: try peer.map { try overhead(over: $0, pairs: 10 * episodes) },
      share: shares(episodes: max(1, episodes / 3)))
  }

  /// CPU time of one episode over the peer's: the median over pairs of runs, since a shared
  /// machine's speed changes from second to second.
  private func overhead(over peer: String, pairs: Int) throws -> Double {
    let loop = try PeerLoop(path: peer, self)
    defer { loop.remove() }
    return Statistics.median(
      try (0..<pairs).map { _ in
        run(seed: PeerLoop.seed, PeerLoop.physics).cpu / (try loop.run())
      })
  }

  /// Wall time of the same episodes on one worker, over twice that on two; median of three.
  static func parallelEfficiency(path: String, episodes: Int) throws -> Double {
    func wall(_ workers: Int) throws -> Double {
      let executor = try Executor(workers: workers) { try EpisodeBenchmark(path: path) }
      return try ContinuousClock().measure {
        _ = try executor.map(episodes) { bench, item in bench.run(seed: UInt64(item)).steps }
      } / .seconds(1)
    }
    return Statistics.median(try (0..<3).map { _ in try wall(1) / (2 * wall(2)) })
  }
}
