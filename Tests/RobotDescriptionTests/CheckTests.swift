import Foundation
import RobotDescription
import Testing

private typealias F = Fixture

private let ball = "<collision><geometry><sphere radius=\"0.1\"/></geometry></collision>"

private func rules(_ urdf: String, _ profile: String = "") throws -> [String] {
  try F.model(urdf, profile: profile).check().map { "\($0.level) \($0.rule)" }
}

@Suite("Static verdicts") struct CheckTests {
  private let sound = F.robot(
    F.link("a", F.inertial() + ball), F.link("b", F.inertial() + ball), F.joint("j", "a", "b"))

  @Test func aSoundRobotHasNoFinding() throws {
    #expect(try rules(sound, "feet: [b]") == [])
  }

  @Test func guessedFeetAreSaid() throws {
    #expect(try rules(sound) == ["info feet"])
    #expect(try F.model(sound).feet == [F.model(sound, profile: "feet: [b]").feet[0]])
  }

  @Test func noFootIsAnError() throws {
    #expect(try rules(F.pair) == ["error feet", "error collision-shapes"])
    #expect(try rules(sound, "feet: []") == ["error feet"])
  }

  @Test func massRatio() throws {
    let heavy = F.robot(
      F.link("a", F.inertial(mass: "1001") + ball), F.link("b", F.inertial() + ball),
      F.joint("j", "a", "b"))
    #expect(try rules(heavy, "feet: [b]") == ["warning mass-ratio"])
  }

  @Test func jointRanges() throws {
    let reach = "feet: [b]\njoints: { defaults: { standing: 0.7, range: 0.4 } }"
    #expect(try rules(sound, reach) == ["warning joint-range"])
    let beyond = "feet: [b]\njoints: { defaults: { standing: 1.5 } }"
    #expect(try rules(sound, beyond) == ["error joint-range"])
  }

  @Test func stopsAndPlaceholders() throws {
    let odd = F.robot(
      F.link("a", F.inertial() + ball), F.link("b", F.inertial() + ball),
      F.joint("j", "a", "b", #"<limit lower="-1" upper="6" effort="1e4" velocity="1"/>"#))
    #expect(try rules(odd, "feet: [b]") == ["warning motor-limits", "warning stops"])
  }

  @Test func findingsAreCodable() throws {
    let findings = try F.model(F.pair).check()
    let text = try JSONEncoder().encode(findings)
    #expect(try JSONDecoder().decode([Finding].self, from: text) == findings)
    #expect(String(decoding: text, as: UTF8.self).contains("\"where\":\"robot 'r'\""))
  }
}
