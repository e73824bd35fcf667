public import EvolutionStrategies
public import Locomotion
public import Policies
import SpikingNetworks

/// An evolution strategy: any world, forward passes only.
public final class EvolutionTrainer: Trainer {
  private let experiment: Experiment
  private let world: any World

  public init(_ experiment: Experiment, in world: any World) {
    (self.experiment, self.world) = (experiment, world)
  }

  public static func episodes(of experiment: Experiment) -> TrainingEpisodes {
    let options = experiment.evolution
    return TrainingEpisodes(
      of: experiment, candidates: options.population, compared: options.compared,
      episodes: options.episodes
    ) { generation in
      guard case .locomotion(let task) = experiment.task else { return 0 }
      return experiment.episodeDuration(generation: generation, growingTo: task.duration)
    }
  }

  public func begin(from parameters: [Float]) throws -> SubspaceSearch {
    try experiment.search(from: parameters, of: world.network.layout)
  }

  public func live(
    _ search: SubspaceSearch, normaliser: ObservationNormaliser?
  ) throws -> (fitness: [Double], observed: Observed) {
    try world.live(Candidates(search), normaliser: normaliser)
  }

  public func update(
    _ search: inout SubspaceSearch, from lives: (fitness: [Double], observed: Observed)
  ) -> Update {
    let before = search
    var summary = search.tell(lives.fitness)
    let failure =
      summary.gradientNorm.isFinite
      ? UpdateFailure(.parameters, search.mean)?.failure(world.network.layout)
      : Failure(
        kind: .gradient, item: nil,
        cause: "norm of the search's gradient = \(summary.gradientNorm)")
    if failure != nil {
      search = before
      search.skip()
      summary.updateNorm = 0
    }
    return Update(
      lives.observed, gradientNorm: summary.gradientNorm, updateNorm: summary.updateNorm,
      failures: [failure].compactMap(\.self))
  }

  public static func parameters(
    of item: Int, _ search: SubspaceSearch, _ experiment: Experiment
  ) -> [Float] { search.candidate(item / experiment.evolution.episodes) }
}

extension SubspaceSearch: Optimiser {
  public var parameters: [Float] { mean }

  public var shape: String {
    "\(strategy.kind.rawValue) with \(populationSize) candidates, parameters \(selection) of "
      + "\(dimension)"
  }
}
