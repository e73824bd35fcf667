import EvolutionStrategies
import Foundation
import NumericalMethods

/// Settings of the tests that all strategies have to pass; of ClipUp the length of a step is that
/// of its own defaults, whatever the dimension.
struct TestSettings: StrategySettings {
  var population = 16
  var sigma = 0.3
  var learningRate = 0.05
  var sigmaDecay = 1.0
  var learningRateDecay = 1.0
  var weightDecay = 0.0
  var maxSpeed = 2.0
  var momentum = 0.9
  var sigmaLearningRate = 0.1
  var topShare = 0.5
}

func strategy(
  _ kind: Strategy.Kind, initial: [Float], population: Int = 16, sigma: Double = 0.3,
  seed: UInt64 = 1, scales: ParameterScales? = nil
) -> Strategy {
  var settings = TestSettings(population: population, sigma: sigma)
  if kind == .pgpe {
    settings.learningRate = 0.1 / Double(initial.count).squareRoot()
    settings.learningRateDecay = 0.998
  }
  if kind == .ars { (settings.learningRateDecay, settings.sigmaDecay) = (0.998, 0.997) }
  return Strategy(kind, initial: initial, settings: settings, seed: seed, scales: scales)
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
