import SpikingNetworks
public import TemporalTasks

/// The episode of a temporal task in which training failed, to be run again tick by tick in a network as it
/// would be deployed. Training by gradient runs many episodes in step, whose last bits may differ.
public struct FailedRun {
  public private(set) var run: TaskRun
  /// The first tick after which a number was not finite.
  public private(set) var failedTick: Int?

  /// - Throws: `SafeTensorsError` for a policy that is no failed task's; `path` is named in it.
  public init(_ policy: Policy, path: String) throws {
    let options = try policy.requireTemporal(path: path).loaded()
    let (record, item) = try policy.requireFailure(path: path)
    let set = EpisodeSet(options.task, seed: record.episodeSeed, noise: options.noise)
    let index = policy.experiment.sharedEpisode(item: item)
    let network = try policy.makeNetwork()
    if policy.experiment.trainer == .perturbation {
      let noise = try network.perturb(policy.experiment.perturbation.specification)
      noise.isActive = true
      noise.seed = EpisodeSeeds.empiricSynapses(set.seed, episode: index)
    }
    run = set.run(index, network: network)
  }

  public var isOver: Bool { run.isOver }

  public mutating func tick() {
    run.tick()
    if failedTick == nil, !run.network.isFinite { failedTick = run.ticks }
  }

  /// What a run that is over came to, with the first variable that is not finite at its end.
  public var finding: Reproduction {
    guard let failedTick else { return Reproduction(cause: "completed") }
    return Reproduction(
      kind: .network, cause: run.network.firstNonFinite.map { "\($0)" } ?? "an output",
      time: Double(failedTick))
  }
}
