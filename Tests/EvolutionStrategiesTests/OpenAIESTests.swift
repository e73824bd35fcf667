import Foundation
import NumericalMethods
import Testing

@testable import EvolutionStrategies

private func strategy(
  dimension: Int = 11, seed: UInt64 = 1, scales: ParameterScales? = nil,
  _ set: (inout OpenAIES.Configuration) -> Void = { _ in }
) -> OpenAIES {
  var configuration = OpenAIES.Configuration()
  configuration.populationSize = 16
  set(&configuration)
  var stream = RandomStream(seed: seed, purpose: .initialParameters)
  let initial = (0..<dimension).map { _ in Float(stream.gaussian()) }
  return OpenAIES(initial: initial, configuration: configuration, seed: seed, scales: scales)
}

private func evaluate(
  _ es: OpenAIES, _ f: ([Float]) -> Double = { -sphere($0) }
) -> [Double] {
  (0..<es.populationSize).map { f(es.candidate($0)) }
}

private func dot(_ a: [Float], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + Double($1.0) * $1.1 }
}

@Test(arguments: UInt64(1)...5)
func pairsAreAntithetic(seed: UInt64) {
  let es = strategy(seed: seed)
  for pair in 0..<8 {
    let (a, b) = (es.candidate(2 * pair), es.candidate(2 * pair + 1))
    for i in 0..<es.dimension {
      #expect(abs((a[i] + b[i]) / 2 - es.mean[i]) < 1e-6, "seed \(seed)")
      #expect(a[i] != b[i], "seed \(seed)")
    }
  }
}

@Test(arguments: UInt64(1)...3)
func candidatesHaveTheStatedSpread(seed: UInt64) {
  let dimension = 20_000
  let scales = ParameterScales(
    sigma: (0..<dimension).map { $0 < 10_000 ? 1 : 3 },
    learningRate: [Float](repeating: 1, count: dimension))
  let es = strategy(dimension: dimension, seed: seed, scales: scales) { $0.sigma = 0.2 }
  let offsets = zip(es.candidate(0), es.mean).map { Double($0 - $1) }
  let near = Statistics.standardDeviation(Array(offsets[..<10_000]))
  let far = Statistics.standardDeviation(Array(offsets[10_000...]))
  #expect(abs(near / 0.2 - 1) < 0.036 && abs(far / 0.6 - 1) < 0.036, "seed \(seed)")
}

@Test func candidatesDependOnNeitherOrderNorHistory() {
  let es = strategy()
  let forward = (0..<16).map { bits(es.candidate($0)) }
  let backward = (0..<16).reversed().map { bits(es.candidate($0)) }
  #expect(forward == backward.reversed())
  #expect(Set(forward).count == 16)
  var (a, b) = (es, es)
  a.tell(evaluate(a))
  _ = b.candidate(3)
  b.tell(evaluate(b))
  #expect(bits(a.candidate(5)) == bits(b.candidate(5)))
}

@Test func generationsAndSeedsDiffer() {
  var es = strategy { $0.learningRate = 1e-30 }
  let first = es.candidate(0)
  es.tell(evaluate(es))
  #expect(es.generation == 1)
  #expect(bits(es.candidate(0)) != bits(first))
  let start = es.mean
  let others = [UInt64(1), 2].map {
    OpenAIES(initial: start, configuration: .init(), seed: $0).candidate(0)
  }
  #expect(bits(others[0]) != bits(others[1]))
}

/// Independent reference: recover the noise from the candidates and sum over all of them, unfolded.
@Test(arguments: UInt64(1)...5)
func gradientEqualsTheUnfoldedSum(seed: UInt64) {
  let es = strategy(seed: seed) { $0.sigma = 0.5 }
  let shaped = centredRanks(evaluate(es))
  var expected = [Double](repeating: 0, count: es.dimension)
  for index in 0..<16 {
    for (i, x) in es.candidate(index).enumerated() {
      expected[i] += shaped[index] * Double(x - es.mean[i]) / (0.5 * 0.5 * 16)
    }
  }
  for (x, y) in zip(es.gradient(shaped: shaped), expected) {
    #expect(abs(Double(x) - y) < 1e-5, "seed \(seed)")
  }
}

/// On a linear function with raw fitness E g = a, and with K antithetic pairs in d dimensions
/// |g|²/|a|² is near 1 + (d + 1)/K, so the cosine is near √(K/(K + d + 1)). Ranks lose little.
@Test(arguments: [4, 32, 256, 2048], UInt64(1)...3)
func gradientOfALinearFunction(pairs: Int, seed: UInt64) {
  let dimension = 50
  var stream = RandomStream(seed: seed, purpose: .test)
  let slope = (0..<dimension).map { _ in stream.gaussian() }
  let es = strategy(dimension: dimension, seed: seed) { $0.populationSize = 2 * pairs }
  let fitness = evaluate(es) { dot($0, slope) }
  let length = slope.reduce(0) { $0 + $1 * $1 }.squareRoot()
  let expected = (Double(pairs) / Double(pairs + dimension + 1)).squareRoot()
  for shaped in [fitness, centredRanks(fitness)] {
    let gradient = es.gradient(shaped: shaped)
    let cosine = dot(gradient, slope) / (length * sphere(gradient).squareRoot())
    #expect(abs(cosine - expected) < 0.8 * (1 - expected), "seed \(seed): \(cosine)")
  }
  let ratio = dot(es.gradient(shaped: fitness), slope) / (length * length)
  #expect(abs(ratio - 1) < 4 * (2 / Double(pairs)).squareRoot(), "seed \(seed): \(ratio)")
}

@Test(arguments: UInt64(1)...5)
func updatesIgnoreMonotoneTransforms(seed: UInt64) {
  var (a, b) = (strategy(seed: seed), strategy(seed: seed))
  for _ in 0..<10 {
    let fitness = evaluate(a)
    a.tell(fitness)
    b.tell(fitness.map { exp($0 / 10) * 1e6 - 3 })
    #expect(bits(a.mean) == bits(b.mean), "seed \(seed)")
  }
}

@Test func nonfiniteFitnessRanksLastAndIsCounted() {
  var (a, b) = (strategy(), strategy())
  var fitness = evaluate(a)
  fitness[3] = .nan
  fitness[8] = .infinity
  let summary = a.tell(fitness)
  fitness[3] = -1e9
  fitness[8] = -1e9
  b.tell(fitness)
  #expect(bits(a.mean) == bits(b.mean))
  let finite = fitness.filter { $0 > -1e9 }
  #expect(summary.nonfiniteCount == 2 && summary.best == finite.max())
  #expect(abs(summary.mean - Statistics.mean(finite)) < 1e-12)
  let nothing = a.tell([Double](repeating: .nan, count: 16))
  #expect(nothing.best.isNaN && nothing.mean.isNaN && nothing.gradientNorm == 0)
}

@Test func summaryMeasuresTheUpdate() {
  var es = strategy()
  let before = es.mean
  let gradient = es.gradient(shaped: centredRanks(evaluate(es)))
  let summary = es.tell(evaluate(es))
  let moved = zip(es.mean, before).reduce(0) { $0 + pow(Double($1.0 - $1.1), 2) }.squareRoot()
  #expect(abs(summary.updateNorm - moved) < 1e-5)
  #expect(abs(summary.gradientNorm - sphere(gradient).squareRoot()) < 1e-6)
}

@Test(arguments: UInt64(1)...3)
func weightDecayShrinksTheMean(seed: UInt64) {
  var with = strategy(seed: seed) {
    $0.weightDecay = 0.1
    $0.learningRate = 0.01
  }
  var without = strategy(seed: seed)
  let start = without.mean
  for _ in 0..<50 {
    with.tell([Double](repeating: 1, count: 16))
    without.tell([Double](repeating: 1, count: 16))
  }
  #expect(sphere(with.mean) < 0.8 * sphere(start), "seed \(seed)")
  #expect(bits(without.mean) == bits(start), "seed \(seed)")
}

@Test func learningRateScalesFreezeAndSpeedUp() {
  let scales = ParameterScales(
    sigma: [1, 1, 0, 2] + [Float](repeating: 1, count: 7),
    learningRate: [1, 0, 0, 3] + [Float](repeating: 1, count: 7))
  var es = strategy(scales: scales) { $0.learningRate = 0.01 }
  let start = es.mean
  #expect(es.candidate(0)[2] == start[2])
  es.tell(evaluate(es))
  let moves = zip(es.mean, start).map { abs($0 - $1) }
  // Adam's first step has the length of the learning rate.
  #expect(abs(moves[0] - 0.01) < 1e-5 && abs(moves[3] - 0.03) < 1e-5)
  #expect(moves[1] == 0 && moves[2] == 0)
}

@Test func decaysApplyPerGeneration() {
  var es = strategy {
    $0.sigmaDecay = 0.9
    $0.learningRateDecay = 0.5
  }
  for _ in 0..<3 { es.tell(evaluate(es)) }
  #expect(abs(es.sigma - 0.1 * 0.729) < 1e-15 && abs(es.learningRate - 0.05 / 8) < 1e-15)
}
