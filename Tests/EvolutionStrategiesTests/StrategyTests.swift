import Foundation
import NumericalMethods
import Testing

@testable import EvolutionStrategies

/// What every strategy promises.
@Suite struct StrategyTests {
  private static let kinds = Strategy.Kind.allCases

  @Test(arguments: kinds) func candidatesDependOnNeitherOrderNorHistory(kind: Strategy.Kind) {
    let one = strategy(kind, initial: start(11))
    let forward = (0..<16).map { bits(one.candidate($0)) }
    #expect((0..<16).reversed().map { bits(one.candidate($0)) } == forward.reversed())
    #expect(Set(forward).count == 16)
    var (a, b) = (one, one)
    a.tell(evaluate(a, sphere))
    _ = b.candidate(3)
    b.tell(evaluate(b, sphere))
    #expect(bits(a.candidate(5)) == bits(b.candidate(5)))
    #expect(a.generation == 1 && a.dimension == 11 && a.populationSize == 16 && a.kind == kind)
    #expect(bits(a.candidate(5)) != forward[5])
    #expect(bits(strategy(kind, initial: start(11), seed: 2).candidate(0)) != forward[0])
  }

  @Test(arguments: kinds) func candidatesHaveTheStatedSpread(kind: Strategy.Kind) {
    let dimension = 400
    let scales = ParameterScales(
      sigma: (0..<dimension).map { $0 < 200 ? 1 : 3 },
      learningRate: [Float](repeating: 1, count: dimension))
    let one = strategy(
      kind, initial: start(dimension), population: 100, sigma: 0.2, scales: scales)
    let offsets = stride(from: 0, to: 100, by: 2).map { index in
      zip(one.candidate(index), one.mean).map { Double($0 - $1) }
    }
    let near = Statistics.standardDeviation(offsets.flatMap { $0[..<200] })
    let far = Statistics.standardDeviation(offsets.flatMap { $0[200...] })
    #expect(abs(near / 0.2 - 1) < 0.036 && abs(far / 0.6 - 1) < 0.036, "\(near) \(far)")
  }

  /// The mean of the candidates' law: so it is whatever the parameters, and moves with them.
  @Test(arguments: kinds, UInt64(1)...3)
  func aShiftOfTheProblemShiftsTheSearch(kind: Strategy.Kind, seed: UInt64) {
    let (near, far) = (start(9), start(9).map { $0 + 2 })
    var a = strategy(kind, initial: near, seed: seed)
    var b = strategy(kind, initial: far, seed: seed)
    for _ in 0..<15 {
      a.tell(evaluate(a) { -sphere($0) })
      b.tell(evaluate(b) { -sphere($0.map { $0 - 2 }) })
    }
    for (x, y) in zip(a.mean, b.mean) { #expect(abs(x + 2 - y) < 1e-4, "seed \(seed)") }
  }

  /// All but ARS, which weighs fitness itself.
  @Test(arguments: kinds.filter { $0 != .ars }, UInt64(1)...3)
  func updatesIgnoreMonotoneTransforms(kind: Strategy.Kind, seed: UInt64) {
    var a = strategy(kind, initial: start(9), seed: seed)
    var b = a
    for _ in 0..<10 {
      let fitness = evaluate(a) { -sphere($0) }
      a.tell(fitness)
      b.tell(fitness.map { exp($0 / 10) * 1e6 - 3 })
      #expect(bits(a.mean) == bits(b.mean), "seed \(seed)")
    }
  }

  /// ARS ignores what its deviation divides out: offsets and positive factors.
  @Test func arsIgnoresUnitsOfFitness() {
    var a = strategy(.ars, initial: start(9))
    var b = a
    for _ in 0..<10 {
      let fitness = evaluate(a) { -sphere($0) }
      a.tell(fitness)
      b.tell(fitness.map { 8 * $0 + 16 })
      for (x, y) in zip(a.mean, b.mean) { #expect(abs(x - y) < 1e-5) }
    }
  }

  @Test(arguments: kinds) func nonfiniteFitnessCountsAsTheWorst(kind: Strategy.Kind) {
    var a = strategy(kind, initial: start(11))
    var b = a
    var fitness = evaluate(a) { -sphere($0) }
    // For ARS the worst finite one, for ranks any value below that.
    let worst = kind == .ars ? (fitness[..<3] + fitness[4..<8] + fitness[9...]).min() ?? 0 : -1e9
    fitness[3] = .nan
    fitness[8] = .infinity
    let summary = a.tell(fitness)
    #expect(summary.nonfiniteCount == 2)
    fitness[3] = worst
    fitness[8] = worst
    b.tell(fitness)
    #expect(bits(a.mean) == bits(b.mean))
    #expect(bits(a.candidate(0)) == bits(b.candidate(0)))
  }

  /// Where nothing is known nothing moves, and the next generation goes on.
  @Test(arguments: kinds) func equalFitnessMovesNothing(kind: Strategy.Kind) {
    for value in [Double.nan, 3] {
      var one = strategy(kind, initial: start(11))
      let summary = one.tell([Double](repeating: value, count: 16))
      #expect(bits(one.mean) == bits(start(11)) && summary.gradientNorm == 0)
      #expect(one.generation == 1)
      one.tell(evaluate(one) { -sphere($0) })
      #expect(bits(one.mean) != bits(start(11)))
    }
  }

  /// A generation without learning changes nothing but its number.
  @Test(arguments: kinds) func aSkippedGenerationChangesOnlyItsNumber(kind: Strategy.Kind) throws {
    var one = kind == .openAIES ? decaying : strategy(kind, initial: start(11))
    for _ in 0..<3 { one.tell(evaluate(one) { -sphere($0) }) }
    func state() throws -> NSDictionary {
      let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(one))
      var state = try #require((object as? [String: Any])?["state"] as? [String: Any])
      #expect(state["generation"] as? Int == one.generation)
      state["generation"] = nil
      return state as NSDictionary
    }
    let (before, candidate) = (try state(), one.candidate(0))
    one.skip()
    #expect(one.generation == 4)
    #expect(try state() == before)
    #expect(bits(one.candidate(0)) != bits(candidate), "other perturbations")
  }

  private var decaying: Strategy {
    var settings = OpenAIES.Configuration()
    (settings.populationSize, settings.sigmaDecay, settings.learningRateDecay) = (16, 0.9, 0.9)
    return Strategy(OpenAIES(initial: start(11), configuration: settings, seed: 1))
  }

  @Test(arguments: kinds) func summaryMeasuresTheUpdate(kind: Strategy.Kind) {
    var one = strategy(kind, initial: start(11))
    for _ in 0..<3 {
      let before = one.mean
      let fitness = evaluate(one) { -sphere($0) }
      let summary = one.tell(fitness)
      let moved = euclideanNorm(zip(one.mean, before).map { $0 - $1 })
      #expect(abs(summary.updateNorm - moved) < 1e-5 && moved > 0)
      #expect(summary.gradientNorm > 0 && summary.best == fitness.max())
    }
  }

  @Test(arguments: kinds) func aScaleOfZeroFreezes(kind: Strategy.Kind) {
    let scales = ParameterScales(sigma: [1, 0, 1, 2, 0], learningRate: [1, 0, 1, 2, 0])
    var one = strategy(kind, initial: start(5), scales: scales)
    for _ in 0..<30 {
      #expect(one.candidate(2)[1] == start(5)[1] && one.candidate(7)[4] == start(5)[4])
      one.tell(evaluate(one) { -sphere($0) })
    }
    #expect(one.mean[1] == start(5)[1] && one.mean[4] == start(5)[4])
    #expect(abs(one.mean[0]) < 0.5 * abs(start(5)[0]))
  }

  @Test(arguments: kinds, [false, true])
  func checkpointContinuesBitForBit(kind: Strategy.Kind, scaled: Bool) throws {
    let scales = ParameterScales(
      sigma: start(13, seed: 2), learningRate: start(13, seed: 3).map { $0 * $0 })
    var original = strategy(kind, initial: start(13), scales: scaled ? scales : nil)
    for _ in 0..<17 { original.tell(evaluate(original) { -ellipsoid($0) }) }
    let data = try JSONEncoder().encode(original)
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    #expect(object?["kind"] as? String == kind.rawValue)
    var restored = try JSONDecoder().decode(Strategy.self, from: data)
    #expect(restored.generation == 17)
    for _ in 0..<20 {
      let a = original.tell(evaluate(original) { -ellipsoid($0) })
      let b = restored.tell(evaluate(restored) { -ellipsoid($0) })
      #expect(a == b && bits(original.mean) == bits(restored.mean))
      #expect(bits(original.candidate(4)) == bits(restored.candidate(4)))
    }
  }

  /// Every part of another length, and settings out of bounds.
  @Test(arguments: kinds) func damagedCheckpointsAreRefused(kind: Strategy.Kind) throws {
    let scales = ParameterScales(
      sigma: [Float](repeating: 1, count: 5), learningRate: [Float](repeating: 1, count: 5))
    let whole = try JSONEncoder().encode(strategy(kind, initial: start(5), scales: scales))
    func decode(_ edit: (inout [String: Any]) -> Void) throws -> Strategy {
      var object = try #require(JSONSerialization.jsonObject(with: whole) as? [String: Any])
      var state = try #require(object["state"] as? [String: Any])
      edit(&state)
      object["state"] = state
      return try JSONDecoder().decode(
        Strategy.self, from: JSONSerialization.data(withJSONObject: object))
    }
    _ = try decode { _ in }
    let short = Data(count: 8).base64EncodedString()
    let object = try JSONSerialization.jsonObject(with: whole) as? [String: Any]
    let state = try #require(object?["state"] as? [String: Any])
    for key in ["mean", "deviations", "covariance", "variances", "path"] where state[key] != nil {
      #expect(throws: DecodingError.self, "\(key)") { try decode { $0[key] = short } }
    }
    for (part, key) in [("adam", "firstMoment"), ("clipUp", "velocity"), ("stepSize", "path")] {
      guard var inner = state[part] as? [String: Any] else { continue }
      inner[key] = short
      inner["secondMoment"] = short
      #expect(throws: DecodingError.self, "\(part)") { try decode { $0[part] = inner } }
    }
    #expect(throws: DecodingError.self) {
      try decode { $0["configuration"] = ["populationSize": 1] }
    }
    #expect(throws: DecodingError.self) {
      try decode { $0["scales"] = ["sigma": "", "learningRate": ""] }
    }
  }
}
