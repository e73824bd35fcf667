import EvolutionStrategies
import Policies
import SpikingNetworks

extension Experiment {
  /// The search where it starts.
  /// - Throws: ``ExperimentError`` where the strategy cannot search for so many parameters.
  func search(from initial: [Float], of layout: ParameterLayout) throws -> SubspaceSearch {
    let selected = layout.slices.filter { evolution.search.includes($0.kind) }.map(\.range)
    let dimension = selected.reduce(0) { $0 + $1.count }
    guard evolution.strategy != .cmaES || dimension <= CMAES.largestDimension else {
      throw ExperimentError(
        place: "experiment", key: "evolution.strategy",
        found: "\(evolution.strategy.rawValue) for \(dimension) parameters",
        expected: "at most \(CMAES.largestDimension); \(Strategy.Kind.sepCMAES.rawValue) takes any "
          + "number, and evolution.search: rules has few")
    }
    let all = layout.multipliers(plasticity: evolution.plasticityScale)
    let multipliers = selected.flatMap { all[$0] }
    let scales = ParameterScales(sigma: multipliers, learningRate: multipliers)
    return SubspaceSearch(start: initial, selection: merged(selected)) {
      Strategy(evolution.strategy, initial: $0, settings: evolution, seed: seed, scales: scales)
    }
  }
}

/// The same numbers in the fewest ranges.
private func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
  ranges.reduce(into: []) { result, range in
    if let last = result.last, last.upperBound == range.lowerBound {
      result[result.count - 1] = last.lowerBound..<range.upperBound
    } else {
      result.append(range)
    }
  }
}

extension EvolutionOptions.Search {
  fileprivate func includes(_ kind: ParameterLayout.Kind) -> Bool {
    switch self {
    case .all: true
    case .weights: !kind.isPlastic
    case .rules: kind.isPlastic
    }
  }
}
