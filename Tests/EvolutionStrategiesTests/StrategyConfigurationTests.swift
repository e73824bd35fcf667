import EvolutionStrategies
import Foundation
import Testing

@Suite struct StrategyConfigurationTests {
  private func decoded<Settings: Decodable>(_ json: String) throws -> Settings {
    try JSONDecoder().decode(Settings.self, from: Data(json.utf8))
  }

  private func problem<Settings: Decodable>(
    _ json: String, _ validate: (Settings) throws -> Void
  ) throws -> InvalidSetting? {
    do {
      try validate(decoded(json))
      return nil
    } catch let error as InvalidSetting {
      return error
    }
  }

  @Test(arguments: [
    ("populationSize", "7"), ("sigma", "0"), ("learningRate", "-1"), ("maxSpeed", "0"),
    ("momentum", "1"), ("sigmaLearningRate", "-1"), ("sigmaChange", "1"),
    ("learningRateDecay", "0"),
  ])
  func pgpe(field: String, value: String) throws {
    let found = try problem("{\"\(field)\": \(value)}") { (s: PGPE.Configuration) in
      try s.validate()
    }
    #expect(found?.field == field && found?.found == Double(value))
  }

  @Test(arguments: [
    ("populationSize", "0"), ("sigma", "-1"), ("learningRate", "0"), ("topShare", "0"),
    ("topShare", "1.5"), ("sigmaDecay", "2"), ("learningRateDecay", "0"),
  ])
  func ars(field: String, value: String) throws {
    let found = try problem("{\"\(field)\": \(value)}") { (s: ARS.Configuration) in
      try s.validate()
    }
    #expect(found?.field == field && found?.found == Double(value))
  }

  @Test(arguments: [("populationSize", "3"), ("sigma", "0")])
  func cma(field: String, value: String) throws {
    let found = try problem("{\"\(field)\": \(value)}") { (s: CMAConfiguration) in
      try s.validate()
    }
    #expect(found?.field == field && found?.found == Double(value))
  }

  @Test func defaultsAreValidAndAbsentKeysKeepThem() throws {
    #expect(try decoded("{}") == PGPE.Configuration())
    #expect(try decoded("{}") == ARS.Configuration())
    #expect(try decoded("{}") == CMAConfiguration())
    try PGPE.Configuration().validate()
    try ARS.Configuration().validate()
    try CMAConfiguration().validate()
    let odd = try problem(#"{"populationSize": 7}"#) { (s: CMAConfiguration) in try s.validate() }
    #expect(odd == nil, "CMA-ES has no pairs")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        Strategy.self, from: Data(#"{"kind": "nes", "state": {}}"#.utf8))
    }
  }
}
