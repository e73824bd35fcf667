import Execution
import Locomotion
import NeuralControl
import Policies
import SpikingNetworks

extension GaitWorld: PerturbableWorld {
  func perturbedTrials(_ options: PerturbationOptions) throws -> any PerturbedTrials {
    try GaitTrials(self, options)
  }
}

/// The perturbed trials of a robot.
private struct GaitTrials: PerturbedTrials {
  /// What one thread needs.
  final class Worker {
    let rig: NetworkRig
    let trial: GaitTrial

    init(_ rig: NetworkRig, _ options: PerturbationOptions, frozen: [Range<Int>]) throws {
      self.rig = rig
      try rig.network.perturb(options.specification).isActive = false
      trial = GaitTrial(rig.network, options, frozen: frozen)
    }
  }

  let world: GaitWorld
  let options: PerturbationOptions
  let executor: Executor<Worker>

  init(_ world: GaitWorld, _ options: PerturbationOptions) throws {
    (self.world, self.options) = (world, options)
    let frozen = try TrainedParameters(world.experiment, world.network.layout).frozen
    executor = try Executor(workers: world.crew.workers) {
      try Worker(world.makeRig(), options, frozen: frozen)
    }
  }

  func live(
    _ parameters: [Float], generation: Int, rate: Double, normaliser: ObservationNormaliser?
  ) throws -> PerturbedGeneration {
    let episodes = world.episodes
    let trials = try executor.map(options.trials) { worker, item in
      worker.rig.controller.normaliser = normaliser
      return worker.trial.live(
        parameters, worker.rig.episode, worker.rig.controller,
        episodes.specification(generation: generation, item: item), learningRate: rate)
    }
    let lives = trials.enumerated().map { item, trial in
      GaitWorld.Life(
        result: trial.result, fitness: trial.result.fitness, firingRate: trial.firingRate,
        observed: trial.observed,
        failure: Failure(trial.result, item: item, parameters: parameters))
    }
    var observed = world.observed(lives, fitness: lives.map(\.result.fitness))
    observed.steps = trials.reduce(0) { $0 + $1.steps }
    guard options.online else {
      return PerturbedGeneration(
        observed, gradientOf: trials.map(\.estimate), parameters: parameters.count)
    }
    var mean = [Float](repeating: 0, count: parameters.count)
    for trial in trials {
      for index in mean.indices { mean[index] += trial.displacement[index] / Float(trials.count) }
    }
    return PerturbedGeneration(observed, .displacement(mean))
  }
}
