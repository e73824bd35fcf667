import NumericalMethods
import Testing

@testable import EvolutionStrategies

@Suite struct ARSTests {
  private func ars(
    scales: ParameterScales? = nil, _ set: (inout ARS.Configuration) -> Void = { _ in }
  ) -> ARS {
    var settings = ARS.Configuration()
    settings.populationSize = 12
    settings.sigma = 0.5
    set(&settings)
    return ARS(initial: start(7), configuration: settings, seed: 1, scales: scales)
  }

  /// The paper's update from the candidates alone.
  @Test(arguments: [(0.01, 1), (0.5, 3), (1.0, 6)]) func oneStep(share: Double, count: Int) {
    var one = ars { $0.topShare = share }
    #expect(one.configuration.topPairs == count)
    let fitness = evaluate(one) { -sphere($0) }
    let pairs = (0..<6).sorted {
      max(fitness[2 * $0], fitness[2 * $0 + 1]) > max(fitness[2 * $1], fitness[2 * $1 + 1])
    }.prefix(count)
    let used = pairs.flatMap { [fitness[2 * $0], fitness[2 * $0 + 1]] }
    let mean = Statistics.mean(used)
    let deviation = Statistics.mean(used.map { ($0 - mean) * ($0 - mean) }).squareRoot()
    var expected = one.mean.map(Double.init)
    for k in pairs {
      let candidate = one.candidate(2 * k)
      for i in 0..<7 {
        let noise = Double(candidate[i] - one.mean[i]) / 0.5
        expected[i] +=
          0.05 * (fitness[2 * k] - fitness[2 * k + 1]) * noise / (Double(count) * deviation)
      }
    }
    one.tell(fitness)
    for i in 0..<7 { #expect(abs(Double(one.mean[i]) - expected[i]) < 1e-5) }
  }

  @Test func decaysApplyPerGeneration() {
    var one = ars {
      $0.sigmaDecay = 0.9
      $0.learningRateDecay = 0.5
    }
    for _ in 0..<3 { one.tell(evaluate(one) { -sphere($0) }) }
    #expect(abs(one.sigma - 0.5 * 0.729) < 1e-15 && abs(one.learningRate - 0.05 / 8) < 1e-15)
  }

  @Test func scalesAreAChangeOfUnits() {
    let s: [Float] = [1, 2, 4, 0.5, 1, 8, 0.25]
    var a = ars(scales: ParameterScales(sigma: s, learningRate: s))
    var b = ARS(
      initial: zip(start(7), s).map { $0 / $1 }, configuration: a.configuration, seed: 1)
    for _ in 0..<10 {
      a.tell(evaluate(a) { -sphere($0) })
      b.tell(evaluate(b) { -sphere(zip($0, s).map { $0 * $1 }) })
    }
    for i in 0..<7 { #expect(abs(a.mean[i] - s[i] * b.mean[i]) < 1e-4) }
  }

  /// Fitness near the end of what is finite neither overflows nor moves by what is not a number.
  @Test func hugeFitnessIsHarmless() {
    var one = ars()
    one.tell((0..<12).map { $0.isMultiple(of: 3) ? -1e308 : 1e308 })
    #expect(one.mean.allSatisfy { $0.isFinite })
  }
}
