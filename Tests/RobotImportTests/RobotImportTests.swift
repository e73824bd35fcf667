import Foundation
import Locomotion
import NumericalMethods
import RobotDescription
import Testing

@testable import RobotImport

private let robots = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("robots").path

/// A robot of robots/ of which only the URDF is known.
private func bare(_ name: String) throws -> RobotModel {
  try RobotModel.load(urdfPath: "\(robots)/\(name)/\(name).urdf", profile: "")
}

/// A table on two-link legs in vertical planes: thigh and shank of `a` and `b` [m].
private func table(_ a: Double, _ b: Double, mass: Double = 8) throws -> RobotModel {
  let places = [("fl", 0.2, 0.1), ("fr", 0.2, -0.1), ("rl", -0.2, 0.1), ("rr", -0.2, -0.1)]
  func inertial(_ mass: Double) -> String {
    """
    <inertial><mass value="\(mass)"/><inertia ixx="\(mass * 0.01)" iyy="\(mass * 0.01)"
      izz="\(mass * 0.01)"/></inertial>
    """
  }
  let legs = places.map { name, x, y in
    """
    <link name="\(name)_thigh">\(inertial(0.1))</link><link name="\(name)_shank">\(inertial(0.1))
      <collision><origin xyz="0 0 -\(b)"/><geometry><sphere radius="0.02"/></geometry></collision>
    </link>
    <joint name="\(name)_hip" type="revolute"><parent link="base"/><child link="\(name)_thigh"/>
      <origin xyz="\(x) \(y) 0"/><axis xyz="0 1 0"/>
      <limit lower="-2" upper="2" effort="40" velocity="20"/></joint>
    <joint name="\(name)_knee" type="revolute"><parent link="\(name)_thigh"/>
      <child link="\(name)_shank"/><origin xyz="0 0 -\(a)"/><axis xyz="0 1 0"/>
      <limit lower="-2.5" upper="2.5" effort="40" velocity="20"/></joint>
    """
  }
  return try RobotModel(
    urdf: "<robot name=\"table\"><link name=\"base\">\(inertial(mass))<collision><geometry>"
      + "<box size=\"0.5 0.3 0.1\"/></geometry></collision></link>\(legs.joined())</robot>",
    urdfName: "table.urdf", profile: "", profileName: "table.yaml")
}

@Suite("Standing poses") struct StandingPoseTests {
  @Test func legsAreChainsFromTheBase() throws {
    let model = try bare("quadruped")
    let leg = Leg(model.feet[2], in: model)
    #expect(leg.joints.map { model.joints[$0].name } == ["rl_abduction", "rl_hip", "rl_knee"])
    #expect(leg.bearing.map { model.joints[$0].name } == ["rl_hip", "rl_knee"])
    let ant = try bare("ant")
    #expect(Leg(ant.feet[0], in: ant).bearing.map { ant.joints[$0].name } == ["fl_hip", "fl_knee"])
  }

  /// Straight, a leg is as long as its parts; the foot's ball adds its radius.
  @Test(arguments: [(0.2, 0.2), (0.3, 0.15)]) func lengthIsReach(_ a: Double, _ b: Double) throws {
    let search = StandingPose(try table(a, b))
    for length in search.lengths { #expect(abs(length - (a + b + 0.02)) < 1e-3, "\(length)") }
  }

  @Test(arguments: [0.7, 0.8, 0.9]) func feetAreLevelAndBeneathTheLoad(_ share: Double) throws {
    let model = try table(0.2, 0.25)
    let search = StandingPose(model)
    let stance = Stance(model, search.positions(extension: share))
    let feet = model.feet.map { stance.contact($0) }
    for foot in feet { #expect(abs(foot.z + share * 0.47) < 0.02 * 0.47, "\(foot)") }
    #expect((feet.map(\.z).max() ?? 0) - (feet.map(\.z).min() ?? 0) < 2e-3)
    let middle = feet.reduce(Vector3.zero, +) / 4 - stance.centerOfMass
    #expect(abs(middle.x) < 0.01 && abs(middle.y) < 1e-9)
    for j in stride(from: 1, to: 8, by: 2) {
      let (hip, knee) = (stance.axis(j - 1).anchor, stance.axis(j).anchor)
      #expect(knee.x < hip.x, "knees point backward")
    }
  }

  /// τ = J ᵀ f by finite differences: what a lifted foot gains in height for a turn of the joint.
  @Test func leversAreSlopesOfHeight() throws {
    let model = try bare("quadruped")
    let positions = model.joints.map { $0.standing + 0.2 }
    let h = 1e-6
    for leg in model.feet.map({ Leg($0, in: model) }) {
      let shape = model.links[leg.foot.link].shapes[leg.foot.shape]
      func center(_ q: [Double]) -> Vector3 {
        Stance(model, q).links[leg.foot.link].apply(shape.pose.position)
      }
      for j in leg.joints {
        var (up, down) = (positions, positions)
        (up[j], down[j]) = (up[j] + h, down[j] - h)
        let slope = (center(up).z - center(down).z) / (2 * h)
        let lever = Stance(model, positions).lever(j, to: center(positions))
        #expect(abs(lever - slope) < 1e-7, "\(model.joints[j].name)")
      }
    }
  }

  @Test func theSameRobotStandsTheSame() throws {
    let model = try bare("hexapod")
    let first = StandingPose(model).positions(extension: 0.8)
    #expect(StandingPose(model).positions(extension: 0.8) == first)
  }
}

@Suite("Imported robots") struct RobotImporterTests {
  @Test(arguments: ["ant", "quadruped", "hexapod"])
  func ourOwnStandWithoutTheirProfiles(_ name: String) throws {
    let found = try #require(
      try RobotImporter.prepare(bare(name), estimatesInertias: false), "\(name)")
    #expect(found.trial.isGood, "\(found.trial)")
    let verdict = RobotVerdict(found.model)
    #expect(verdict.isUsable, "\(verdict.findings)")
    #expect(verdict.rules.last.map { $0.name == "standing" && $0.level == .passed } == true)
    #expect(found.model.joints.allSatisfy { $0.standing - $0.actionRange >= $0.lower - 1e-9 })
    #expect(found.model.joints.allSatisfy { $0.standing + $0.actionRange <= $0.upper + 1e-9 })
  }

  /// Torques of weight grow with mass, and so do the gains.
  @Test func gainsGrowWithWeight() throws {
    let (light, heavy) = (try table(0.2, 0.2), try table(0.2, 0.2, mass: 80))
    let gains = [light, heavy].map {
      ServoGains(
        Stance($0, $0.joints.map(\.standing)), legs: StandingPose($0).legs, legLength: 0.42,
        stiffness: 5)
    }
    // κ m g ℓ / n = 5 · 8.8 kg · 9.81 m/s² · 0.42 m / 4 = 45 N m/rad
    #expect(gains[0].kp.allSatisfy { $0 == 45 } && gains[0].kd.allSatisfy { $0 == 1.1 })
    #expect(gains[1].kp.allSatisfy { $0 == 420 })
  }

  @Test func aRobotThatCannotStandIsNotImported() throws {
    let weak = try table(0.2, 0.2).source.urdf.replacingOccurrences(
      of: "effort=\"40\"", with: "effort=\"0.01\"")
    let model = try RobotModel(
      urdf: weak, urdfName: "w.urdf", profile: "", profileName: "w.yaml")
    #expect(try RobotImporter.prepare(model, estimatesInertias: false) == nil)
    let stone = try RobotModel(
      urdf: """
        <robot name="s"><link name="a"><inertial><mass value="1"/><inertia ixx="1" iyy="1" izz="1"/>
        </inertial><collision><geometry><sphere radius="1"/></geometry></collision></link></robot>
        """, urdfName: "s.urdf", profile: "", profileName: "s.yaml")
    #expect(try RobotImporter.prepare(stone, estimatesInertias: false) == nil)
  }
}

@Suite("Verdicts") struct RobotVerdictTests {
  private func verdict(_ name: String) throws -> RobotVerdict {
    RobotVerdict(try RobotLibrary.model(named: name, in: robots))
  }

  @Test(arguments: ["ant", "quadruped", "hexapod"]) func oursPassEveryRule(_ name: String) throws {
    let verdict = try verdict(name)
    #expect(verdict.isUsable)
    for rule in verdict.rules { #expect(rule.level == .passed, "\(rule)") }
    #expect(
      verdict.rules.map(\.name) == [
        "inertia", "mass-ratio", "motor-limits", "joint-range", "stops", "collision-shapes", "mesh",
        "feet", "self-collision", "drop", "standing",
      ])
  }

  @Test func aRobotOfNoFeetIsNotTried() throws {
    let model = try RobotLibrary.model(named: "ant", in: robots)
    let blind = try RobotModel(
      urdf: model.source.urdf, urdfName: "a.urdf", profile: "feet: []", profileName: "a.yaml")
    let verdict = RobotVerdict(blind)
    #expect(!verdict.isUsable)
    #expect(
      verdict.rules.filter { $0.level == .failed || $0.level == .skipped }.map {
        "\($0.name) \($0.level)"
      } == [
        "feet failed", "self-collision skipped", "drop skipped", "standing skipped",
      ])
  }

  /// kd dt far above the inertia of the legs: the explicit servo runs away.
  @Test func gainsThatBlowUpFail() throws {
    let model = try RobotLibrary.model(named: "ant", in: robots)
    let wild = try RobotModel(
      urdf: model.source.urdf, urdfName: "a.urdf",
      profile: "physics: { armature: 0 }\njoints: { defaults: { kp: 4000, kd: 900 } }",
      profileName: "a.yaml")
    let trial = StandingTrial(wild, duration: 3)
    #expect(!trial.isGood, "\(trial)")
  }

  /// With 20 N m/rad it sags by 15 %, with 13 by 28 %, with 8 by 35 %.
  @Test(arguments: [(20, true), (13, true), (8, false)]) func aRobotThatSinksDoesNotStand(
    _ kp: Int, _ stands: Bool
  ) throws {
    let model = try RobotLibrary.model(named: "quadruped", in: robots)
    let soft = try RobotModel(
      urdf: model.source.urdf, urdfName: "q.urdf",
      profile: model.source.profile.replacing("kp: 60", with: "kp: \(kp)"), profileName: "q.yaml")
    let trial = StandingTrial(soft, duration: 3)
    #expect(trial.outcome == .completed && trial.stands == stands, "\(trial)")
    let standing = RobotVerdict(soft).rules.last
    #expect((standing?.level != .failed) == stands, "\(String(describing: standing))")
    let says = stands ? "stands for 10 s" : "after 10.00 s in the standing pose"
    #expect(standing?.summary.contains(says) == true, "\(String(describing: standing))")
  }

  /// It sags at first and has come to rest by the last second.
  @Test func tremblingIsOfTheEnd() throws {
    let model = try RobotLibrary.model(named: "quadruped", in: robots)
    let soft = try RobotModel(
      urdf: model.source.urdf, urdfName: "q.urdf",
      profile: model.source.profile.replacing("kp: 60", with: "kp: 20"), profileName: "q.yaml")
    let trial = StandingTrial(soft, duration: 3)
    #expect(trial.trembling < 0.05, "\(trial)")
  }

  @Test func aDropComesToRest() throws {
    let trial = DropTrial(try RobotLibrary.model(named: "quadruped", in: robots))
    #expect(trial.divergence == nil && trial.speed < 0.05 && trial.time == DropTrial.duration)
  }
}
