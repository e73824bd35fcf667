import Execution
import Locomotion
package import Policies
package import SpikingNetworks
import TemporalTasks

extension TaskWorld: PerturbableWorld where Runner == DeployedNetwork {
  func perturbedTrials(_ options: PerturbationOptions) throws -> any PerturbedTrials {
    let network = network
    return TaskTrials(
      world: self, options: options,
      executor: try Executor(workers: crew.workers) {
        let own = try Network(spec: network)
        try own.perturb(options.specification)
        return own
      })
  }
}

/// The perturbed trials of a temporal task.
private struct TaskTrials: PerturbedTrials {
  let world: TaskWorld<DeployedNetwork>
  let options: PerturbationOptions
  let executor: Executor<Network>

  func live(
    _ parameters: [Float], generation: Int, rate _: Double, normaliser _: ObservationNormaliser?
  ) throws -> PerturbedGeneration {
    let (set, options) = (world.trainingSet(generation), options)
    let trials = try executor.map(options.trials) { network, item in
      network.load(parameters.span)
      return set.perturbed(item, network: network, options)
    }
    // What happened without noise is reported; what failed with it is reported too.
    var sum = TaskBatch.Result()
    for trial in trials {
      var result = trial.results[0]
      if trial.results.contains(where: { $0.diverged > 0 }) { result.failed = [0] }
      sum.add(result)
    }
    var observed = world.observed(
      trials.map { $0.results[0] }, sum.failures(firstItem: 0, of: parameters))
    observed.steps *= options.baseline == .twin ? 2 : 1
    return PerturbedGeneration(
      observed, gradientOf: trials.map(\.estimate), parameters: parameters.count)
  }
}

extension EpisodeSet {
  /// Episode `index` under noise: what it says of the gradient, and what came of it with and
  /// without.
  package func perturbed(
    _ index: Int, network: Network, _ options: PerturbationOptions
  ) -> (estimate: TrialEstimate, results: [TaskBatch.Result]) {
    guard let perturbation = network.perturbation else {
      preconditionFailure("a network with noise")
    }
    let twin = options.baseline == .twin ? unperturbed(index, network: network) : nil
    perturbation.isActive = true
    perturbation.seed = EpisodeSeeds.empiricSynapses(seed, episode: index)
    var trial = TaskTrial(run(index, network: network))
    var estimate = TrialEstimate(parameters: network.layout.count, isComplete: twin != nil)
    while !trial.isOver {
      let t = trial.losses.count
      trial.tick()
      guard options.form == .continuing, trial.isDue(at: t) else { continue }
      estimate.add((twin?.losses[t] ?? 0) - trial.losses[t], perturbation)
    }
    if options.form == .episodic {
      let losses = [twin?.losses ?? [], trial.losses].map { $0.reduce(0, +) }
      estimate.add(losses[0] - losses[1], perturbation)
    }
    perturbation.isActive = false
    return (estimate, [twin?.result ?? trial.result] + (twin == nil ? [] : [trial.result]))
  }
}
