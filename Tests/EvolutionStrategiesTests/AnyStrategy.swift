import EvolutionStrategies
import Foundation
import NumericalMethods

/// Makes each kind of strategy for the tests that all of them have to pass.
func strategy(
  _ kind: Strategy.Kind, initial: [Float], population: Int = 16, sigma: Double = 0.3,
  seed: UInt64 = 1, scales: ParameterScales? = nil
) -> Strategy {
  switch kind {
  case .openAIES:
    var settings = OpenAIES.Configuration()
    (settings.populationSize, settings.sigma) = (population, sigma)
    return .openAIES(
      OpenAIES(initial: initial, configuration: settings, seed: seed, scales: scales))
  case .pgpe:
    var settings = PGPE.Configuration()
    (settings.populationSize, settings.sigma) = (population, sigma)
    settings.learningRateDecay = 0.998
    return .pgpe(PGPE(initial: initial, configuration: settings, seed: seed, scales: scales))
  case .ars:
    var settings = ARS.Configuration()
    (settings.populationSize, settings.sigma) = (population, sigma)
    (settings.learningRateDecay, settings.sigmaDecay) = (0.998, 0.997)
    return .ars(ARS(initial: initial, configuration: settings, seed: seed, scales: scales))
  case .cmaES:
    return .cmaES(
      CMAES(
        initial: initial, configuration: covariance(population, sigma), seed: seed,
        scales: scales))
  case .sepCMAES:
    return .sepCMAES(
      SepCMAES(
        initial: initial, configuration: covariance(population, sigma), seed: seed,
        scales: scales))
  }
}

private func covariance(_ population: Int, _ sigma: Double) -> CMAConfiguration {
  var settings = CMAConfiguration()
  (settings.populationSize, settings.sigma) = (population, sigma)
  return settings
}

/// Numbers near 1 to start from.
func start(_ dimension: Int, seed: UInt64 = 1) -> [Float] {
  var stream = RandomStream(seed: seed, purpose: .initialParameters)
  return (0..<dimension).map { _ in 1 + Float(stream.gaussian()) / 4 }
}

func evaluate(_ strategy: some EvolutionStrategy, _ f: ([Float]) -> Double) -> [Double] {
  (0..<strategy.populationSize).map { f(strategy.candidate($0)) }
}

func sphere(_ x: [Float]) -> Double { x.reduce(0) { $0 + Double($1) * Double($1) } }

/// Σ 10^(6 i/(d − 1)) xᵢ²: condition 1e6, along the axes.
func ellipsoid(_ x: [Float]) -> Double {
  x.enumerated().reduce(0) { sum, term in
    let exponent = 6 * Double(term.offset) / Double(x.count - 1)
    return sum + pow(10, exponent) * Double(term.element) * Double(term.element)
  }
}

func bits(_ x: [Float]) -> [UInt32] { x.map(\.bitPattern) }
