import EvolutionStrategies
import Foundation
import NumericalMethods
import Testing

private typealias Objective = @Sendable ([Float]) -> Double

private let sphere: Objective = { x in x.reduce(0) { $0 + Double($1) * Double($1) } }

/// Σ 10^(3 i/(d − 1)) xᵢ²: condition 1e3, along the axes.
private let ellipsoid: Objective = { x in
  x.enumerated().reduce(0) {
    $0 + pow(1e3, Double($1.0) / Double(x.count - 1)) * Double($1.1) * Double($1.1)
  }
}

private let rosenbrock: Objective = { x in
  zip(x, x.dropFirst()).reduce(0) { sum, pair in
    let (a, b) = (Double(pair.0), Double(pair.1))
    return sum + 100 * (b - a * a) * (b - a * a) + (1 - a) * (1 - a)
  }
}

/// The objective at the mean after each generation of 40 candidates.
private func descend(
  _ f: Objective, from initial: [Float], generations: Int, seed: UInt64,
  _ set: (inout OpenAIES.Configuration) -> Void
) -> [Double] {
  var configuration = OpenAIES.Configuration()
  configuration.populationSize = 40
  set(&configuration)
  var es = OpenAIES(initial: initial, configuration: configuration, seed: seed)
  return (0..<generations).map { _ in
    es.tell((0..<40).map { -f(es.candidate($0)) })
    return f(es.mean)
  }
}

private func repeated(_ x: Float, _ count: Int) -> [Float] { [Float](repeating: x, count: count) }

/// 20 dimensions, from f = 20: below 0.01 in 4000 evaluations, and it stays there.
@Test(arguments: UInt64(1)...5)
func sphereConverges(seed: UInt64) {
  let values = descend(sphere, from: repeated(1, 20), generations: 200, seed: seed) { _ in }
  let late = values[100...].max() ?? .nan
  #expect(late < 0.02, "seed \(seed): \(late)")
}

/// Ranks do not shrink with the gradient, so Adam's steps keep their length and the mean hovers
/// about the optimum at a distance that grows with the learning rate: four times the rate gives
/// near four times the distance.
@Test func theNoiseFloorFollowsTheLearningRate() {
  func distance(_ rate: Double, _ generations: Int) -> Double {
    let squares = (UInt64(1)...4).flatMap { seed in
      descend(sphere, from: repeated(0.2, 20), generations: generations, seed: seed) {
        $0.learningRate = rate
      }.suffix(generations / 2)
    }
    return Statistics.mean(squares).squareRoot()
  }
  let ratio = distance(0.05, 400) / distance(0.0125, 1600)
  #expect((3...7).contains(ratio), "ratio \(ratio)")
}

/// 20 dimensions, from f = 3278: below 0.02 in 32 000 evaluations with decaying step sizes.
@Test(arguments: UInt64(1)...5)
func ellipsoidConverges(seed: UInt64) {
  let values = descend(ellipsoid, from: repeated(1, 20), generations: 800, seed: seed) {
    $0.sigma = 0.05
    $0.sigmaDecay = 0.995
    $0.learningRateDecay = 0.995
  }
  #expect((values.last ?? .nan) < 0.02, "seed \(seed): \(values.last ?? .nan)")
}

/// 10 dimensions, from 0 (f = 9) along the bent valley: below 0.02 in 64 000 evaluations.
@Test(arguments: UInt64(1)...5)
func rosenbrockConverges(seed: UInt64) {
  let values = descend(rosenbrock, from: repeated(0, 10), generations: 1600, seed: seed) {
    $0.sigma = 0.05
    $0.sigmaDecay = 0.998
    $0.learningRateDecay = 0.997
  }
  #expect((values.last ?? .nan) < 0.02, "seed \(seed): \(values.last ?? .nan)")
}
