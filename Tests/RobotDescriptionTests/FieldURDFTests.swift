import Foundation
import NumericalMethods
import Testing

@testable import RobotDescription

private typealias F = Fixture

private func inertial(_ mass: Double, _ moments: [Double]) -> String {
  F.inertial(
    mass: "\(mass)",
    inertia: "<inertia ixx=\"\(moments[0])\" iyy=\"\(moments[1])\" izz=\"\(moments[2])\"/>")
}

private func collision(_ solid: String, at place: String = "0 0 0") -> String {
  "<collision><origin xyz=\"\(place)\"/><geometry>\(solid)</geometry></collision>"
}

private let estimate = "physics: { inertias: estimate }"

/// What URDFs of the field have in them that a strict reader would refuse.
@Suite("URDFs as they are found") struct FieldURDFTests {
  @Test(arguments: [
    #"<?xml version="0.0" ?>"#, #"<?xml version="1.0" encoding="latin-1"?>"#,
    "\u{FEFF}<?xml version=\"2\"\n?>",
  ])
  func declarationsMeanNothing(_ declaration: String) throws {
    #expect(try F.model(declaration + F.pair).links.count == 2)
    let broken = try #require(F.error(declaration + "\n<robot name=\"r\">\n<link>"))
    let lines = declaration.split(separator: "\n").count
    #expect(F.line(of: broken) == lines + 2, "\(broken)")
  }

  @Test func aPieceWithoutExtentIsAPointMass() throws {
    let weld = F.joint("w", "a", "p", type: "fixed", #"<origin xyz="0.3 0 0"/>"#)
    let model = try F.model(
      F.robot(F.link("a", inertial(2, [1, 1, 1])), F.link("p", inertial(1, [0, 0, 0])), weld))
    let link = model.links[0]
    #expect(close(link.mass, 3) && close(link.centerOfMass, Vector3(0.1, 0, 0)))
    // Two masses on a line: the reduced mass 2/3 at 0.3 m.
    let turned = 2.0 / 3 * 0.09
    #expect(close(link.inertia, Matrix3(diagonal: Vector3(1, 1 + turned, 1 + turned))))
    #expect(model.check().allSatisfy { $0.rule != "inertia" })
  }

  @Test func framesMaySayThatTheyWeighNothing() throws {
    let weld = F.joint("w", "a", "f", type: "fixed", #"<origin xyz="9 9 9"/>"#)
    let model = try F.model(F.robot(F.link("a"), F.link("f", inertial(0, [0, 0, 0])), weld))
    #expect(model.totalMass == 1 && close(model.links[0].centerOfMass, .zero))
  }

  @Test func aMovingFrameTakesTheMassOfWhatIsFixedToIt() throws {
    let model = try F.model(
      F.robot(
        F.link("a"), F.link("frame", ""), F.link("leg"), F.joint("j", "a", "frame"),
        F.joint("w", "frame", "leg", type: "fixed", "")))
    #expect(model.links.map(\.name) == ["a", "frame"] && model.links[1].mass == 1)
  }

  @Test func anOddPieceOfASoundBodyIsTold() throws {
    let weld = F.joint("w", "a", "camera", type: "fixed", "")
    let model = try F.model(
      F.robot(
        F.link("a", inertial(2, [1, 1, 1])), F.link("camera", inertial(1, [0.001, 0.001, 0.01])),
        weld))
    let finding = try #require(model.check().first { $0.rule == "inertia" })
    #expect(finding.level == .warning && finding.message.contains("'camera' alone"))
  }

  @Test(arguments: [
    ("<sphere radius=\"0.2\"/>", Geometry.sphere(radius: 0.2)),
    ("<box size=\"0.1 0.2 0.3\"/>", .box(size: Vector3(0.1, 0.2, 0.3))),
    ("<cylinder radius=\"0.1\" length=\"0.5\"/>", .cylinder(radius: 0.1, length: 0.5)),
    ("<capsule radius=\"0.1\" length=\"0.5\"/>", .capsule(radius: 0.1, length: 0.5)),
  ])
  func aMissingTensorIsThatOfTheShape(_ solid: String, _ geometry: Geometry) throws {
    let urdf = F.robot(F.link("a", inertial(3, [0, 0, 0]) + collision(solid, at: "1 2 3")))
    #expect(F.error(urdf) is RobotDescriptionError)
    #expect("\(try #require(F.error(urdf)))".contains("inertias: estimate"))
    let model = try F.model(urdf, profile: estimate)
    let reference = uniformInertia(geometry, mass: 3)
    #expect(close(model.links[0].inertia, reference, 1e-7), "\(model.links[0].inertia)")
    #expect(model.links[0].mass == 3 && model.links[0].centerOfMass == .zero)
    let finding = try #require(model.check().first { $0.rule == "inertia" })
    #expect(finding.level == .warning && finding.message.contains("its shapes, evenly filled"))
  }

  /// A ball of water of 1 kg has the radius (3/4000π)^⅓ m.
  @Test func withoutAShapeItIsThatOfABall() throws {
    let urdf = F.robot(F.link("a", inertial(1, [0, 0, 0])))
    let radius = pow(3 / (4000 * Double.pi), 1.0 / 3)
    let model = try F.model(urdf, profile: estimate)
    #expect(close(model.links[0].inertia, Matrix3.identity * (0.4 * radius * radius)))
  }

  @Test func withoutAMassShapesAreFilledWithWater() throws {
    let urdf = F.robot(F.link("a", collision("<box size=\"0.1 0.2 0.3\"/>", at: "1 0 0")))
    #expect("\(try #require(F.error(urdf)))".contains("has no mass"))
    let link = try F.model(urdf, profile: estimate).links[0]
    #expect(close(link.mass, 6) && close(link.centerOfMass, Vector3(1, 0, 0)))
    let reference = uniformInertia(.box(size: Vector3(0.1, 0.2, 0.3)), mass: 6)
    #expect(close(link.inertia, reference))
    let bare = F.robot(F.link("a", ""))
    #expect("\(try #require(F.error(bare, profile: estimate)))".contains("has no mass"))
  }

  /// The nearest body to moments 1, 1, 3 (second moments −½+… = 1.5, 1.5, −0.5) is the flat one.
  @Test func aTensorPastTheTriangleBecomesTheNearest() throws {
    let turn = #"<origin xyz="0 0 0" rpy="0.3 -0.4 2"/>"#
    let content = F.inertial(
      mass: "1", inertia: "\(turn)<inertia ixx=\"1\" iyy=\"1\" izz=\"3\"/>")
    let link = try F.model(F.robot(F.link("a", content)), profile: estimate).links[0]
    let r = Matrix3(Quaternion(roll: 0.3, pitch: -0.4, yaw: 2))
    let flat = r * Matrix3(diagonal: Vector3(1.5, 1.5, 3)) * r.transpose
    #expect(close(link.inertia, flat, 1e-12), "\(link.inertia)")
  }

  @Test func theBaseMayFloatInAWorld() throws {
    let urdf = F.robot(
      F.link("world", ""), F.link("a"), F.link("b"),
      F.joint("free", "world", "a", type: "floating", #"<origin xyz="0 0 5"/>"#),
      F.joint("j", "a", "b"))
    let model = try F.model(urdf)
    #expect(model.links.map(\.name) == ["a", "b"] && model.joints.map(\.name) == ["j"])
    let heavy = urdf.replacingOccurrences(of: F.link("world", ""), with: F.link("world"))
    let error = try #require(F.error(heavy) as? RobotDescriptionError)
    #expect(error.location?.line == 5 && "\(error)".contains("'floating'"))
  }

  @Test func aRevoluteJointWithoutStopsTurnsFreely() throws {
    let urdf = F.robot(
      F.link("a"), F.link("b"), F.joint("j", "a", "b", #"<limit effort="1" velocity="2"/>"#))
    let joint = try F.model(urdf).joints[0]
    #expect(joint.kind == .continuous && joint.lower == -.infinity && joint.effort == 1)
    let findings = try F.model(urdf).check().filter { $0.rule == "stops" }
    #expect(findings.map(\.level) == [.info])
  }

  @Test func tooManyElementsAreRefused() {
    let urdf = "<robot name=\"r\">" + String(repeating: "<a/>", count: 600_000) + "</robot>"
    let error = F.error(urdf)
    #expect(error.map { "\($0)".contains("more than 500000 elements") } == true)
  }

  @Test func inertiasIsAChoice() {
    let error = F.error(F.pair, profile: "physics: { inertias: guess }")
    #expect(error.map { "\($0)".contains("one of: refuse, estimate") } == true)
  }
}

@Suite("Joints that follow") struct MimicTests {
  private func robot(_ mimic: String, leader: String = "") -> String {
    F.robot(
      F.link("a"), F.link("b"), F.link("c"), F.joint("lead", "a", "b", F.limit + leader),
      F.joint("follow", "a", "c", "\n" + mimic + F.limit))
  }

  @Test func theyStandWhereTheirLeaderWantsThem() throws {
    let model = try F.model(
      robot(#"<mimic joint="lead" multiplier="-0.5" offset="0.1"/>"#),
      profile: "joints: { groups: [{ match: lead, standing: 0.4 }] }")
    let mimic = try #require(model.joints[1].mimic)
    #expect(mimic == Mimic(joint: 0, multiplier: -0.5, offset: 0.1))
    #expect(close(model.joints[1].standing, -0.1))
    #expect(model.motors == [0])
    var positions = [0.8, 7]
    model.couple(&positions)
    #expect(close(positions[1], -0.3))
    positions[0] = -4
    model.couple(&positions)
    #expect(positions[1] == 1, "within the stops")
  }

  @Test func defaultsAreThoseOfURDF() throws {
    let model = try F.model(robot(#"<mimic joint="lead"/>"#))
    #expect(model.joints[1].mimic == Mimic(joint: 0, multiplier: 1, offset: 0))
  }

  @Test(arguments: [
    (#"<mimic joint="led"/>"#, "'led'", "did you mean 'lead'?"),
    (#"<mimic joint="follow"/>"#, "'follow'", "another joint that moves"),
    (#"<mimic multiplier="2"/>"#, "attribute 'joint'", ""),
    (#"<mimic joint="lead" multiplier="nan"/>"#, "'nan'", "finite"),
  ])
  func brokenCouplingsAreNamed(_ mimic: String, _ found: String, _ expected: String) throws {
    let error = try #require(F.error(robot(mimic)))
    #expect(F.line(of: error) == 7, "\(error)")
    for word in ["'follow'", found, expected] where !word.isEmpty {
      #expect("\(error)".contains(word), "\(error)")
    }
  }

  @Test func nobodyFollowsAFollower() throws {
    let urdf = robot(#"<mimic joint="lead"/>"#, leader: #"<mimic joint="follow"/>"#)
    #expect("\(try #require(F.error(urdf)))".contains("a motor of its own"))
  }
}
