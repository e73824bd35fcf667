public import Locomotion
import NeuralControl
public import Policies
public import SpikingNetworks

/// Noise in every neuron and the reward alone, no gradient of anything.
public final class PerturbationTrainer: Trainer {
  private let experiment: Experiment
  private let layout: ParameterLayout
  private let trials: any PerturbedTrials

  public init(_ experiment: Experiment, in world: any World) throws {
    guard let world = world as? any PerturbableWorld else {
      throw ExperimentError(
        place: "experiment", key: "trainer", found: experiment.trainer.rawValue,
        expected: "a trainer that needs no noise in neurons")
    }
    (self.experiment, layout) = (experiment, world.network.layout)
    trials = try world.perturbedTrials(experiment.perturbation)
  }

  public static func episodes(of experiment: Experiment) -> TrainingEpisodes {
    let options = experiment.perturbation
    return TrainingEpisodes(of: experiment, episodes: options.trials) { _ in options.duration }
  }

  public static var isDeployed: Bool { true }

  public func begin(from parameters: [Float]) throws -> GradientDescent {
    GradientDescent(
      initial: parameters,
      scales: try TrainedParameters(experiment, layout).multipliers(plasticity: 1))
  }

  public func live(
    _ descent: GradientDescent, normaliser: ObservationNormaliser?
  ) throws -> PerturbedGeneration {
    try trials.live(
      descent.parameters, generation: descent.generation,
      rate: experiment.perturbationRate(descent.generation), normaliser: normaliser)
  }

  public func update(
    _ descent: inout GradientDescent, from lives: PerturbedGeneration
  ) -> Update {
    let norms: (gradient: Double, update: Double, failure: UpdateFailure?)
    switch lives.change {
    case .gradient(let gradient):
      norms = descent.step(
        gradient, experiment.perturbation.descent, of: experiment.budget.generations)
    case .displacement(let displacement):
      let rate = experiment.perturbationRate(descent.generation)
      let (norm, failure) = descent.move(by: displacement)
      norms = (norm / rate, norm, failure)
    }
    return Update(
      lives.observed, gradientNorm: norms.gradient, updateNorm: norms.update,
      failures: [norms.failure?.failure(layout)].compactMap(\.self))
  }

  /// An episode and its twin, with the noise of the episode.
  public static func replay(_ policy: Policy, _ place: EpisodePlace) throws -> GaitReplay {
    let (controller, options) = (try policy.makeController(), policy.experiment.perturbation)
    try controller.network.perturb(options.specification).isActive = false
    let trained = try TrainedParameters(policy.experiment, policy.network.layout)
    let trial = GaitTrial(controller.network, options, frozen: trained.frozen)
    let rate = policy.experiment.perturbationRate(place.generation)
    return GaitReplay(controller) { episode, specification, observer in
      trial.live(
        policy.parameters, episode, controller, specification, learningRate: rate,
        observer: observer
      ).result
    }
  }

  public static func prepare(
    _ network: Network, for index: Int, of set: EpisodeSet, _ experiment: Experiment
  ) throws {
    let noise = try network.perturb(experiment.perturbation.specification)
    noise.isActive = true
    noise.seed = EpisodeSeeds.empiricSynapses(set.seed, episode: index)
  }
}

/// What perturbed trials ask for, and what was seen. The numbers may be not finite.
public struct PerturbedGeneration {
  enum Change {
    /// A step against this gradient of the loss.
    case gradient([Float])
    /// The mean of what weights changed by within episodes.
    case displacement([Float])
  }

  var change: Change
  var observed: Observed

  init(_ observed: Observed, _ change: Change) { (self.observed, self.change) = (observed, change) }

  /// - Parameter parameters: their number.
  init(_ observed: Observed, gradientOf trials: [TrialEstimate], parameters: Int) {
    self.init(
      observed, .gradient(TrialEstimate.lossGradient(trials, parameters: parameters)))
  }
}

/// A world that runs episodes under noise in the neurons.
protocol PerturbableWorld: World {
  func perturbedTrials(_ options: PerturbationOptions) throws -> any PerturbedTrials
}

/// The perturbed trials of a generation.
protocol PerturbedTrials {
  /// - Parameter rate: η of weights that change within an episode.
  func live(
    _ parameters: [Float], generation: Int, rate: Double, normaliser: ObservationNormaliser?
  ) throws -> PerturbedGeneration
}
