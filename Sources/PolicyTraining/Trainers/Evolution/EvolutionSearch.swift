import EvolutionStrategies
import NumericalMethods
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
      evolution.makeStrategy(from: $0, scales: scales, seed: seed)
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

extension EvolutionOptions {
  fileprivate func makeStrategy(
    from initial: [Float], scales: ParameterScales, seed: UInt64
  ) -> Strategy {
    switch strategy {
    case .openAIES:
      .openAIES(
        OpenAIES(initial: initial, configuration: openAIESConfiguration, seed: seed, scales: scales)
      )
    case .pgpe:
      .pgpe(
        PGPE(
          initial: initial, configuration: pgpeConfiguration(dimension: initial.count), seed: seed,
          scales: scales))
    case .ars:
      .ars(ARS(initial: initial, configuration: arsConfiguration, seed: seed, scales: scales))
    case .cmaES:
      .cmaES(CMAES(initial: initial, configuration: cmaConfiguration, seed: seed, scales: scales))
    case .sepCMAES:
      .sepCMAES(
        SepCMAES(initial: initial, configuration: cmaConfiguration, seed: seed, scales: scales))
    }
  }

  private var openAIESConfiguration: OpenAIES.Configuration {
    var configuration = OpenAIES.Configuration()
    configuration.populationSize = population
    configuration.sigma = sigma
    configuration.learningRate = learningRate
    configuration.sigmaDecay = sigmaDecay
    configuration.learningRateDecay = learningRateDecay
    configuration.weightDecay = openAIES.weightDecay
    return configuration
  }

  private func pgpeConfiguration(dimension: Int) -> PGPE.Configuration {
    var configuration = PGPE.Configuration()
    configuration.populationSize = population
    configuration.sigma = sigma
    configuration.learningRate = learningRate * Double(dimension).squareRoot()
    configuration.maxSpeed = pgpe.maxSpeed
    configuration.momentum = pgpe.momentum
    configuration.sigmaLearningRate = pgpe.sigmaLearningRate
    configuration.learningRateDecay = learningRateDecay
    return configuration
  }

  private var arsConfiguration: ARS.Configuration {
    var configuration = ARS.Configuration()
    configuration.populationSize = population
    configuration.sigma = sigma
    configuration.learningRate = learningRate
    configuration.topShare = ars.topShare
    configuration.sigmaDecay = sigmaDecay
    configuration.learningRateDecay = learningRateDecay
    return configuration
  }

  private var cmaConfiguration: CMAConfiguration {
    var configuration = CMAConfiguration()
    configuration.populationSize = population
    configuration.sigma = sigma
    return configuration
  }
}
