import Policies
import SpikingNetworks
public import TemporalTasks

/// The episode of a temporal task in which training failed, to be run again tick by tick in a
/// network as it would be deployed. Training by gradient runs many episodes in step, whose last
/// bits may differ.
public struct FailedRun {
  public private(set) var run: TaskRun
  /// The first tick after which a number was not finite.
  public private(set) var failedTick: Int?

  /// - Throws: `SafeTensorsError` for a failure of a robot; `path` is named in it.
  public init(_ file: FailureFile, path: String) throws {
    let (policy, record) = (file.policy, file.record)
    let options = try policy.requireTemporal(path: path).loaded()
    let set = EpisodeSet(options.task, seed: record.episodeSeed, noise: options.noise)
    let index = policy.experiment.episodes(on: nil).index(record.item ?? 0)
    let network = try policy.makeNetwork()
    try policy.experiment.trainer.implementation.prepare(
      network, for: index, of: set, policy.experiment)
    run = set.run(index, network: network)
  }

  public var isOver: Bool { run.isOver }

  public mutating func tick() {
    run.tick()
    if failedTick == nil, !run.network.isFinite { failedTick = run.ticks }
  }

  /// The result of a run that is over, with the first variable that is not finite at its end.
  public var finding: Reproduction {
    guard let failedTick else { return Reproduction(cause: "completed") }
    return Reproduction(
      kind: .network, cause: run.network.firstNonFinite.map { "\($0)" } ?? "an output",
      time: Double(failedTick))
  }
}
