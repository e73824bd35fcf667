import EvolutionStrategies
import Foundation
import NumericalMethods
import Testing

private func fitness(_ es: OpenAIES) -> [Double] {
  (0..<es.populationSize).map { index in
    es.candidate(index).enumerated().reduce(0) { $0 - Double($1.0 + 1) * pow(Double($1.1), 2) }
  }
}

private func run(_ seed: UInt64, scaled: Bool, generations: Int) -> OpenAIES {
  var stream = RandomStream(seed: seed, purpose: .test)
  let initial = (0..<23).map { _ in Float(stream.gaussian()) }
  let scales = ParameterScales(
    sigma: initial.map { abs($0) + 0.1 }, learningRate: initial.map { 1 / (1 + abs($0)) })
  var configuration = OpenAIES.Configuration()
  configuration.populationSize = 8
  configuration.weightDecay = 0.003
  configuration.sigmaDecay = 0.997
  configuration.learningRateDecay = 0.991
  var es = OpenAIES(
    initial: initial, configuration: configuration, seed: seed, scales: scaled ? scales : nil)
  for _ in 0..<generations { es.tell(fitness(es)) }
  return es
}

@Test(arguments: [UInt64(1), 2, .max], [false, true])
func checkpointContinuesBitForBit(seed: UInt64, scaled: Bool) throws {
  var original = run(seed, scaled: scaled, generations: 17)
  let data = try JSONEncoder().encode(original)
  var restored = try JSONDecoder().decode(OpenAIES.self, from: data)
  #expect(restored.generation == 17)
  for _ in 0..<20 {
    let (a, b) = (original.tell(fitness(original)), restored.tell(fitness(restored)))
    #expect(a == b, "seed \(seed)")
    #expect(
      original.mean.map(\.bitPattern) == restored.mean.map(\.bitPattern), "seed \(seed)")
  }
  #expect(original.sigma == restored.sigma && original.learningRate == restored.learningRate)
}

private func edited(_ edit: (inout [String: Any]) -> Void) throws -> Data {
  let data = try JSONEncoder().encode(run(1, scaled: true, generations: 1))
  var object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  edit(&object)
  return try JSONSerialization.data(withJSONObject: object)
}

@Test func damagedCheckpointsAreRefused() throws {
  let short = try edited { $0["mean"] = Data(count: 8).base64EncodedString() }
  let odd = try edited { $0["configuration"] = ["populationSize": 7] }
  let unequal = try edited {
    $0["scales"] = ["sigma": "", "learningRate": Data(count: 4).base64EncodedString()]
  }
  for data in [short, odd, unequal] {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(OpenAIES.self, from: data) }
  }
  _ = try JSONDecoder().decode(OpenAIES.self, from: edited { _ in })
}
