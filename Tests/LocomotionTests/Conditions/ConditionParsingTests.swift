import Foundation
import Locomotion
import Testing

@Suite("Condition text") struct ConditionParsingTests {
  @Test func roundTrips() throws {
    for kind in Condition.Kind.allCases {
      for severity in Condition.severities {
        for onset in [0, 2, 0.25, 1e-3, 1e-7, 123.456, 80_000] {
          for length in [nil, 1.5, 1e-5 * (1 + onset)] as [Double?] {
            let condition = Condition(
              kind, severity: severity, onset: onset, end: length.map { onset + $0 })
            #expect(try Condition(parsing: condition.description) == condition, "\(condition)")
            let data = try JSONEncoder().encode(condition)
            #expect(try JSONDecoder().decode(Condition.self, from: data) == condition)
          }
        }
      }
    }
  }

  @Test func readsWhatUsersWrite() throws {
    #expect(try Condition(parsing: "slope") == Condition(.slope, severity: 3))
    #expect(try Condition(parsing: "slope:5") == Condition(.slope, severity: 5))
    #expect(try Condition(parsing: "payload:2@4s") == Condition(.payload, severity: 2, onset: 4))
    #expect(try Condition(parsing: "payload:2@4") == Condition(.payload, severity: 2, onset: 4))
    #expect(
      try Condition(parsing: "dead-joint@0.5s") == Condition(.deadJoint, severity: 3, onset: 0.5))
    let brief = Condition(.deadJoint, severity: 5, onset: 4, end: 7.5)
    #expect(try Condition(parsing: "dead-joint:5@4s-7.5s") == brief)
    #expect(try Condition(parsing: "dead-joint:5@4-7.5") == brief)
    #expect(brief.description == "dead-joint:5@4s-7.5s")
    #expect(Condition(.push, severity: 1, end: 3).description == "push:1@0s-3s")
    #expect(Condition(.roughGround, severity: 1, onset: 4).description == "rough-ground:1@4s")
    #expect(Condition(.friction, severity: 1, onset: 2.5).description == "friction:1@2.5s")
  }

  @Test func lists() throws {
    #expect(try Condition.list(parsing: "") == [])
    #expect(try Condition.list(parsing: "nominal") == [])
    #expect(Condition.text([]) == "nominal")
    let several = [Condition(.slope, severity: 2), Condition(.sensorNoise, severity: 4, onset: 3)]
    #expect(Condition.text(several) == "slope:2+sensor-noise:4@3s")
    #expect(try Condition.list(parsing: Condition.text(several)) == several)
  }

  /// Whatever stands in the parentheses is a name, be it of letters that separate elsewhere.
  @Test func places() throws {
    let brief = Condition(.deadJoint, at: "fl_knee", severity: 5, onset: 4, end: 7)
    #expect(try Condition(parsing: "dead-joint:5(fl_knee)@4s-7s") == brief)
    #expect(brief.description == "dead-joint:5(fl_knee)@4s-7s")
    #expect(try Condition(parsing: "lost-leg(fl)") == Condition(.lostLeg, at: "fl", severity: 3))
    for name in ["a", "a b", "a+b", "a:2", "a@3s", "a(b)c", "ü", "a,b"] {
      for kind in Condition.Kind.allCases where kind.part != nil {
        let several = [
          Condition(kind, at: name, severity: 4), Condition(.slope, severity: 2),
          Condition(kind, at: name, severity: 1, onset: 0.5),
        ]
        #expect(try Condition.list(parsing: Condition.text(several)) == several, "\(name)")
        let cause = Condition.PlacedKind(kind, at: name)
        #expect(try Condition.PlacedKind(parsing: cause.description) == cause)
        let data = try JSONEncoder().encode([several[0]])
        #expect(try JSONDecoder().decode([Condition].self, from: data) == [several[0]])
      }
    }
  }

  private func refusal(_ text: String) -> ConditionError? {
    do {
      _ = try Condition.list(parsing: text)
      return nil
    } catch {
      return error as? ConditionError
    }
  }

  @Test(arguments: [
    ("a:b:c", "kind:severity@onset"), ("slope:3@1@2", "kind:severity@onset"),
    ("slop", "unknown kind \"slop\""), ("Slope:3", "unknown kind"), (" slope:3", "unknown kind"),
    ("slope:3+", "unknown kind \"\""), ("+", "unknown kind"), (":3", "unknown kind \"\""),
    ("slope:0", "severity \"0\""), ("slope:6", "severity \"6\""), ("slope:", "severity \"\""),
    ("slope:2.5", "severity \"2.5\""), ("slope:three", "severity \"three\""),
    ("slope:99999999999999999999", "severity"), ("slope:-1", "severity \"-1\""),
    ("slope:3@", "onset \"\""), ("slope:3@-1s", "onset \"-1s\""), ("slope:3@nan", "onset \"nan\""),
    ("slope:3@4s-4s", "end \"4s\""), ("slope:3@4s-3", "end \"3\""), ("slope:3@4s-", "end \"\""),
    ("slope:3@4s-x", "end \"x\""), ("slope:3@4s-inf", "end \"inf\""), ("slope:3@-", "onset \"-\""),
    ("slope:3(fl)", "slope strikes no one place, as dead-joint, reversed-actuator, locked-joint"),
    ("reversed-pair:5(fl_knee)", "strikes no one place"), ("dead-joint:3()", "name of a joint"),
    ("dead-joint:3(fl", "name of a joint"), ("dead-joint:3(fl)x", "kind:severity@onset"),
    ("dead-joint:6(fl)", "severity \"6\""), ("dead(fl)", "unknown kind \"dead\""),
    ("slope:3@inf", "onset \"inf\""), ("slope:3@4m", "onset \"4m\""), ("slope:3@s", "onset \"s\""),
  ]) func refusesWithAReason(_ text: String, _ part: String) throws {
    let error = try #require(refusal(text), "\(text) was read")
    #expect(error.reason.contains(part), "\(error)")
  }

  @Test func errorsNameTextAndAlternatives() throws {
    let error = try #require(refusal("slope:2+ice:3"))
    #expect(error.text == "ice:3")
    #expect(error.description == "condition \"ice:3\": \(error.reason)")
    for kind in Condition.Kind.allCases { #expect(error.reason.contains(kind.rawValue)) }
  }

  /// Each kind's levels run from mild to hard.
  @Test(arguments: Condition.Kind.allCases) func levelsAreOrdered(_ kind: Condition.Kind) {
    #expect(kind.levels.count == Condition.severities.count)
    let rising = kind.levels.sorted()
    #expect(kind.levels == rising || kind.levels == rising.reversed())
    #expect(Set(kind.levels).count == 5 && !kind.summary.isEmpty)
  }
}
