import EvolutionStrategies
import Policies
import SpikingNetworks

extension Experiment {
  /// The search where it starts, among the parameters that are trained.
  /// - Throws: ``ExperimentError`` where the strategy cannot search for so many parameters.
  func search(from initial: [Float], of layout: ParameterLayout) throws -> SubspaceSearch {
    let trained = try TrainedParameters(self, layout)
    let selected = trained.ranges
    let dimension = selected.reduce(0) { $0 + $1.count }
    guard evolution.strategy != .cmaES || dimension <= CMAES.largestDimension else {
      throw ExperimentError(
        place: "experiment", key: "evolution.strategy",
        found: "\(evolution.strategy.rawValue) for \(dimension) parameters",
        expected: "at most \(CMAES.largestDimension); \(Strategy.Kind.sepCMAES.rawValue) takes any "
          + "number, and evolution.search: rules has few")
    }
    let all = trained.multipliers(plasticity: evolution.plasticityScale)
    let multipliers = selected.flatMap { all[$0] }
    let scales = ParameterScales(sigma: multipliers, learningRate: multipliers)
    return SubspaceSearch(start: initial, selection: selected) {
      Strategy(evolution.strategy, initial: $0, settings: evolution, seed: seed, scales: scales)
    }
  }
}
