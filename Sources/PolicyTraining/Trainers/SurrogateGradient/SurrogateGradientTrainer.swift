public import Locomotion
public import Policies
import SpikingNetworks

/// Adam down the gradient of a loss, which backpropagation through time with surrogate spikes
/// finds.
public final class SurrogateGradientTrainer: Trainer {
  private let experiment: Experiment
  private let world: any DifferentiableWorld

  public init(_ experiment: Experiment, in world: any World) throws {
    guard let world = world as? any DifferentiableWorld else {
      throw ExperimentError(
        place: "experiment", key: "trainer", found: experiment.trainer.rawValue,
        expected: "a trainer that needs no gradient of a loss")
    }
    (self.experiment, self.world) = (experiment, world)
  }

  public static func episodes(of experiment: Experiment) -> TrainingEpisodes {
    TrainingEpisodes(of: experiment, episodes: experiment.gradient.batch) { _ in 0 }
  }

  public func begin(from parameters: [Float]) throws -> GradientDescent {
    GradientDescent(
      initial: parameters,
      scales: try TrainedParameters(experiment, world.network.layout)
        .multipliers(plasticity: experiment.gradient.plasticityScale))
  }

  public func live(
    _ descent: GradientDescent, normaliser _: ObservationNormaliser?
  ) throws -> (gradient: [Float], observed: Observed) {
    try world.descent(descent.parameters, generation: descent.generation)
  }

  public func update(
    _ descent: inout GradientDescent, from lives: (gradient: [Float], observed: Observed)
  ) -> Update {
    let norms = descent.step(
      lives.gradient, experiment.gradient, of: experiment.budget.generations)
    return Update(
      lives.observed, gradientNorm: norms.gradient, updateNorm: norms.update,
      failures: [norms.failure?.failure(world.network.layout)].compactMap(\.self))
  }
}
