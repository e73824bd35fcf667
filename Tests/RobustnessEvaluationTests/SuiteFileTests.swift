import Execution
import FileFormats
import Locomotion
import TestSupport
import Testing
@testable import RobustnessEvaluation

@Suite struct SuiteFileTests {
  @Test func aSuiteIsRead() throws {
    let suite = try Suite(
      """
      schema: 1
      name: wet-field
      version: 3
      summary: rain
      episodes: 7
      duration: 8.5
      primary: {settling: 0.5}
      conditions:
        - slope:3+friction:2@4s
        - {kind: payload, severities: [1, 5], onset: 4}
        - {kind: ice-patches, severities: [3], onset: 2.5, end: 5}
        - kind: sensor-noise
        - dead-joint:5(fl_knee)@4s
        - {kind: lost-leg, place: fl, severities: [2]}
      """, path: "s.yaml")
    let noise = Condition.severities.map { [Condition(.sensorNoise, severity: $0)] }
    #expect(
      suite
        == Suite(
          name: "wet-field", version: 3, summary: "rain",
          conditions: [
            [Condition(.slope, severity: 3), Condition(.friction, severity: 2, onset: 4)],
            [Condition(.payload, severity: 1, onset: 4)],
            [Condition(.payload, severity: 5, onset: 4)],
            [Condition(.icePatches, severity: 3, onset: 2.5, end: 5)],
          ] + noise + [
            [Condition(.deadJoint, at: "fl_knee", severity: 5, onset: 4)],
            [Condition(.lostLeg, at: "fl", severity: 2)],
          ], episodes: 7, duration: 8.5, primary: PrimaryMeasure(settling: 0.5)))
    #expect(suite.primary.text == "mean speed from 0.5 s after the change to the end [m/s]")
    let short = try Suite("schema: 1\nname: s\nconditions: [slope:1]", path: "s.yaml")
    #expect(short == Suite(name: "s", version: 1, conditions: [[Condition(.slope, severity: 1)]]))
  }

  @Test(arguments: [
    ("name: s\nconditions: [slope:1]", 1, "schema"),
    ("schema: 2\nname: s\nconditions: [slope:1]", 1, "expected 1"),
    ("schema: 1\nconditions: [slope:1]", 1, "'name'"),
    ("schema: 1\nname: s", 1, "'conditions'"),
    ("schema: 1\nname: s\nconditions: []", 3, "at least one condition"),
    ("schema: 1\nname: s\nconditions: slope", 3, "a list"),
    ("schema: 1\nname: s\nepisods: 3\nconditions: [slope:1]", 3, "'episodes'"),
    ("schema: 1\nname: s\nepisodes: 0\nconditions: [slope:1]", 3, "1 to 1000000"),
    ("schema: 1\nname: s\nduration: x\nconditions: [slope:1]", 3, "a finite number"),
    ("schema: 1\nname: s\nversion: 0\nconditions: [slope:1]", 3, "1 to"),
    ("schema: 1\nname: s\nprimary: {setling: 1}\nconditions: [slope:1]", 3, "'settling'"),
    ("schema: 1\nname: s\nprimary: {settling: -1}\nconditions: [slope:1]", 3, "settling"),
    ("schema: 1\nname: s\nprimary: 1\nconditions: [slope:1]", 3, "primary"),
    ("schema: 1\nname: s\nconditions:\n  - slope:1\n  - slope:9", 5, "conditions[1]"),
    ("schema: 1\nname: s\nconditions:\n  - slpe:2", 4, "unknown kind"),
    ("schema: 1\nname: s\nconditions:\n  - nominal", 4, "without being listed"),
    ("schema: 1\nname: s\nconditions:\n  - slope:1\n  - slope:1", 5, "each condition once"),
    ("schema: 1\nname: s\nconditions:\n  - {kind: slpe}", 4, "did you mean 'slope'?"),
    ("schema: 1\nname: s\nconditions:\n  - slope:1(fl)", 4, "strikes no one place"),
    ("schema: 1\nname: s\nconditions:\n  - {kind: slope, place: fl}", 4, "strikes no one place"),
    ("schema: 1\nname: s\nconditions:\n  - {kind: lost-leg, place: ''}", 4, "name of a leg"),
    ("schema: 1\nname: s\nconditions:\n  - {severities: [1]}", 4, "'kind'"),
    ("schema: 1\nname: s\nconditions:\n  - {kind: slope, severity: [1]}", 4, "'severities'"),
    ("schema: 1\nname: s\nconditions:\n  - {kind: slope, severities: [6]}", 4, "from 1 to 5"),
    ("schema: 1\nname: s\nconditions:\n  - {kind: slope, severities: [2, 2]}", 4, "once"),
    ("schema: 1\nname: s\nconditions:\n  - {kind: slope, onset: -1}", 4, "onset"),
    ("schema: 1\nname: s\nconditions:\n  - {kind: slope, onset: 3, end: 3}", 4, "after the onset"),
    ("schema: 1\nname: s\nduration: 4\nconditions: [slope:1@4s]", 4, "within the life of 4.0 s"),
    ("schema: 1\nname: [\n", 3, "YAML"),
  ])
  func errorsNameTheirPlace(text: String, line: Int, part: String) throws {
    do {
      _ = try Suite(text, path: "s.yaml")
      Issue.record("read \(text)")
    } catch let error as ConfigurationError {
      #expect(error.file == "s.yaml")
      #expect(error.line == line, "\(error)")
      #expect("\(error)".contains(part), "no \(part) in: \(error)")
    }
  }

  @Test func conditionsAreCounted() throws {
    func suite(_ rows: Int) throws -> Suite {
      let list = (0..<rows).map { "  - slope:3@\(1 + Double($0) / 1e6)s\n" }.joined()
      return try Suite("schema: 1\nname: s\nconditions:\n" + list, path: "s.yaml")
    }
    #expect(try suite(1000).conditions.count == 1000)
    let error = #expect(throws: ConfigurationError.self) { try suite(1001) }
    #expect(error?.description.contains("found 1001 conditions, expected at most 1000") == true)
    let together = repeatElement("slope:1", count: 33).joined(separator: "+")
    let many = #expect(throws: ConditionError.self) { try Condition.list(parsing: together) }
    #expect(many?.reason.contains("33 conditions together, expected at most 32") == true)
    let late = #expect(throws: ConditionError.self) { try Condition.list(parsing: "slope:1@1e300") }
    #expect(late?.reason.contains("at most a day") == true)
  }

  /// What a study takes is told before it begins.
  @Test func workIsBounded() throws {
    let policy = try TestSupport.Fixture.policy()
    func refusal(_ episodes: Int, duration: Double? = nil) -> String {
      var suite = Suite.standard
      suite.duration = duration
      let setting = EvaluationSetting(episodes: episodes, seed: 1, crew: Crew(workers: 1))
      do {
        try SuiteRunner(suite, setting).checkWork([Arm(("p", policy))])
        return ""
      } catch { return "\(error)" }
    }
    #expect(refusal(20) == "")
    let many = refusal(1_000_000)
    #expect(many.contains("p: found 1000000 episodes of 0.6 s under each of"), "\(many)")
    #expect(many.contains("control steps, expected at most 1000000 episodes"), "\(many)")
    #expect(refusal(5000, duration: 86_400).contains("expected at most 1000000 episodes and"))
    #expect(refusal(1, duration: 0.001).contains("1 to 100000000 control steps"))
  }
}
