import EvolutionStrategies
import Foundation
import Testing

private func configuration(_ json: String) throws -> OpenAIES.Configuration {
  try JSONDecoder().decode(OpenAIES.Configuration.self, from: Data(json.utf8))
}

@Test func defaultsAreValid() throws {
  try OpenAIES.Configuration().validate()
  #expect(try configuration("{}") == OpenAIES.Configuration())
}

@Test func presentKeysReplaceDefaults() throws {
  var expected = OpenAIES.Configuration()
  expected.sigma = 0.02
  expected.populationSize = 128
  #expect(try configuration(#"{"sigma": 0.02, "populationSize": 128}"#) == expected)
}

@Test(arguments: [
  ("populationSize", "7"), ("populationSize", "0"), ("sigma", "0"), ("learningRate", "-1"),
  ("weightDecay", "-0.1"), ("beta1", "1"), ("beta2", "-0.5"), ("sigmaDecay", "1.1"),
  ("learningRateDecay", "0"),
])
func fieldsOutOfBoundsAreNamed(field: String, value: String) throws {
  let bad = try configuration("{\"\(field)\": \(value)}")
  let error = try #require(throws: InvalidSetting.self) { try bad.validate() }
  #expect(error.field == field)
  #expect(error.found == Double(value))
  #expect(error.description.contains("expected"))
}

@Test func nonfiniteSettingsAreRefused() {
  var bad = OpenAIES.Configuration()
  bad.sigma = .infinity
  #expect(throws: InvalidSetting.self) { try bad.validate() }
  bad.sigma = .nan
  #expect(throws: InvalidSetting.self) { try bad.validate() }
}
