import FileFormats
import Foundation
import RobotDescription
import Testing

private typealias F = Fixture

private func message(_ profile: String) -> String {
  (F.error(F.pair, profile: profile) as? ConfigurationError).map { "\($0)" } ?? "no error"
}

@Suite("Control profiles") struct ProfileTests {
  @Test func absentProfileHasDefaults() throws {
    let model = try F.model(F.pair)
    #expect(model.profile == ControlProfile())
    #expect(model.joints[0].standing == 0 && model.joints[0].actionRange == 0.4)
    let bent = F.robot(
      F.link("a"), F.link("b"),
      F.joint("j", "a", "b", #"<limit lower="-2" upper="-1" effort="1" velocity="1"/>"#))
    #expect(try F.model(bent).joints[0].standing == -1)
  }

  @Test func everyKeyIsRead() throws {
    let model = try F.model(
      F.pair,
      profile: """
        schema: 1
        physics:
          { step: 0.01, armature: 0.002, friction: 0.7, joint_erp: 0.5, self_collision: false,
            contact_stiffness: 30000, contact_damping: 0 }
        control: { period: 0.04 }
        joints:
          defaults: { standing: 0.1, kp: 10, kd: 1, range: 0.2 }
          groups:
            - { match: "*j*", kp: 20, range: 0.3 }
            - { match: j, kp: 30 }
        """)
    #expect(model.profile.physicsStep == 0.01 && model.profile.armature == 0.002)
    #expect(model.profile.jointERP == 0.5)
    #expect(model.profile.contactStiffness == 30_000 && model.profile.contactDamping == 0)
    #expect(model.contactStiffness == 30_000 && model.contactDamping == 0)
    #expect(model.profile.friction == 0.7 && !model.profile.selfCollision)
    #expect(model.profile.controlPeriod == 0.04)
    let joint = model.joints[0]
    #expect(joint.standing == 0.1 && joint.kp == 30 && joint.kd == 1 && joint.actionRange == 0.3)
  }

  @Test(arguments: [
    ("physics:\n  stepp: 0.01", "r.yaml:2:3: physics: found unknown key 'stepp', expected 'step'"),
    ("joint: {}", "r.yaml:1:1: found unknown key 'joint', expected 'joints'"),
    (
      "physics:\n  step: fast",
      "r.yaml:2:9: physics.step: found 'fast', expected a finite number"
    ),
    ("physics: { step: '0.01' }", "found text '0.01', expected a finite number"),
    ("physics: { step: -1 }", "found '-1', expected a number from 1e-06 to 1.0"),
    ("physics: { armature: .nan }", "found '.nan', expected a finite number"),
    ("physics: { joint_erp: 1.5 }", "physics.joint_erp: found '1.5'"),
    (
      "physics:\n  contact_stiffness: 0.5",
      "r.yaml:2:22: physics.contact_stiffness: found '0.5', expected a number from 1.0 to "
    ),
    (
      "physics: { contact_stiffness: 2e9 }",
      "contact_stiffness: found '2e9', expected a number from"
    ),
    ("physics: { contact_stiffness: soft }", "found 'soft', expected a finite number"),
    (
      "physics: { contact_damping: -1 }",
      "r.yaml:1:29: physics.contact_damping: found '-1', expected a number from 0.0 to "
    ),
    ("physics: { contact_damping: 2e9 }", "contact_damping: found '2e9', expected a number from"),
    ("physics: { contact_stifness: 1 }", "'contact_stifness', expected 'contact_stiffness'"),
    ("physics: { friction: -0.1 }", "expected a number from 0.0 to 1000.0"),
    ("physics: { self_collision: maybe }", "found 'maybe', expected true or false"),
    ("physics: 3", "r.yaml:1:10: physics: found '3', expected a mapping"),
    ("schema: 2", "r.yaml:1:9: schema: found '2', expected 1"),
    ("schema: 1.5", "schema: found '1.5', expected a whole number"),
    ("control: { period: 0.025 }\nphysics: { step: 0.01 }", "r.yaml:1:20: control.period"),
    ("physics: { step: 0.05 }", "whole multiple of the physics step"),
    ("feet: a", "feet: found 'a', expected a list"),
    ("feet: [bb]", "r.yaml:1:8: feet[0]: found 'bb', expected a link; did you mean"),
    ("feet: [a]", "feet[0]: found link 'a' without a shape"),
    ("feet: [a, a]", "feet[1]: found 'a', expected each foot once"),
    ("joints:\n  groups:\n    - { kp: 3 }", "r.yaml:3:7: joints.groups[0]: found no key 'match'"),
    (
      "joints:\n  groups:\n    - { match: k }",
      "r.yaml:3:16: joints.groups[0].match: found 'k', expected the name of a movable joint"
    ),
    ("physics: {}\nphysics: {}", "key given twice: physics"),
    ("physics: [", "r.yaml:"),
    ("a: 1\n---\nb: 2", "one YAML document"),
  ])
  func errorsAreLocated(_ profile: String, _ expected: String) {
    #expect(message(profile).contains(expected), "\(message(profile))")
  }

  @Test func deepNestingIsAnErrorNotACrash() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(F.error(F.pair, profile: "feet: " + deep) is ConfigurationError)
  }

  @Test(arguments: [
    ("*_hip", "fl_hip", true), ("*_hip", "fl_hip2", false), ("f*", "fl", true), ("*", "", true),
    ("f*_k*e", "fl_knee", true), ("a*b*a", "abab", false), ("a*b*a", "abba", true),
  ])
  func globs(_ pattern: String, _ name: String, _ expected: Bool) throws {
    let urdf = F.robot(F.link("a"), F.link("b"), F.joint(name.isEmpty ? "x" : name, "a", "b"))
    let profile = "joints: { groups: [ { match: \"\(pattern)\", kp: 7 } ] }"
    #expect((F.error(urdf, profile: profile) == nil) == expected)
  }

  @Test func nearestNames() {
    #expect(nearestName(to: "frictoin", among: ["step", "friction"]) == "friction")
    #expect(nearestName(to: "step", among: ["friction"]) == nil)
    #expect(nearestName(to: "", among: []) == nil)
    #expect(nearestName(to: "kitten", among: ["sitting"]) == "sitting")
  }

  @Test func digestIsFNV1aOverBothTexts() throws {
    #expect(RobotSource(urdf: "", profile: "").digest == "af63bd4c8601b7df")
    #expect(
      RobotSource(urdf: "a", profile: "").digest != RobotSource(urdf: "", profile: "a").digest)
    #expect(try F.model(F.pair).digest == RobotSource(urdf: F.pair, profile: "").digest)
  }
}
