import FileFormats
import Foundation
import NumericalMethods
import Testing

@testable import RobotDescription

/// The MuJoCo model of a robot: read back, it holds the numbers of the robot's own model.
@Suite("MJCF") struct MJCFTests {
  private static let contact = MJCFSpring(stiffness: 2e5, damping: 8e3)
  private static let stops = MJCFSpring(erp: 0.2, cfm: 1e-5, dt: 0.01)

  private func document(
    of model: RobotModel, overlaps: [(Int, Int)] = []
  ) throws -> MarkupElement {
    var settings = MJCFSettings(contact: Self.contact, stops: Self.stops)
    settings.overlaps = overlaps
    return try MarkupParser.parse(
      model.mjcf(settings), file: "robot.xml", root: "mujoco")
  }

  private func elements(_ name: String, in element: MarkupElement) -> [MarkupElement] {
    element.children.flatMap { ($0.name == name ? [$0] : []) + elements(name, in: $0) }
  }

  private func numbers(_ element: MarkupElement, _ attribute: String) throws -> [Double] {
    try #require(element.attributes[attribute]).split(separator: " ").map {
      try #require(Double($0))
    }
  }

  private func world(_ document: MarkupElement) throws -> MarkupElement {
    try document.required("worldbody", of: "document")
  }

  @Test(arguments: Shipped.all) func bodiesAreTheLinks(_ robot: Shipped) throws {
    let model = try robot.model()
    let bodies = elements("body", in: try world(try document(of: model)))
    #expect(bodies.map { $0.attributes["name"] } == model.links.map(\.name))
    for (body, link) in zip(bodies, model.links) {
      let inertial = try body.required("inertial", of: link.name)
      #expect(try numbers(inertial, "mass") == [link.mass])
      let center = link.centerOfMass
      #expect(try numbers(inertial, "pos") == [center.x, center.y, center.z])
      let m = link.inertia
      #expect(
        try numbers(inertial, "fullinertia")
          == [m.r0.x, m.r1.y, m.r2.z, m.r0.y, m.r0.z, m.r1.z])
      #expect(body.children("geom").count == link.shapes.count)
    }
    let inertials = try bodies.map { try $0.required("inertial", of: "body") }
    let mass = try inertials.reduce(0) { $0 + (try numbers($1, "mass")[0]) }
    #expect(close(mass, model.totalMass))
  }

  @Test(arguments: Shipped.all) func jointsAreInTheRobotsOrder(_ robot: Shipped) throws {
    let model = try robot.model()
    let document = try document(of: model)
    let bodies = elements("body", in: try world(document))
    let joints = elements("joint", in: try world(document))
    #expect(elements("freejoint", in: bodies[0]).count == 1)
    #expect(joints.map { $0.attributes["name"] } == model.joints.map(\.name))
    for (element, joint) in zip(joints, model.joints) {
      #expect(try numbers(element, "axis") == [joint.axis.x, joint.axis.y, joint.axis.z])
      #expect(try numbers(element, "range") == [joint.lower, joint.upper])
      #expect(try numbers(element, "armature") == [model.profile.armature])
      let origin = joint.origin.position
      #expect(try numbers(bodies[joint.child], "pos") == [origin.x, origin.y, origin.z])
    }
    let motors = try document.required("actuator", of: "document").children
    #expect(motors.map { $0.attributes["joint"] } == model.motors.map { model.joints[$0].name })
    let key = try document.required("keyframe", of: "document").children[0]
    let stand = [0, 0, model.standingHeight, 1, 0, 0, 0] + model.joints.map(\.standing)
    #expect(try numbers(key, "qpos") == stand)
  }

  @Test(arguments: Shipped.all) func servosAndFeetAreGiven(_ robot: Shipped) throws {
    let model = try robot.model()
    let custom = try document(of: model).required("custom", of: "document")
    func values(_ name: String) throws -> [Double] {
      let row = try #require(custom.children("numeric").first { $0.attributes["name"] == name })
      return try numbers(row, "data")
    }
    #expect(try values("kp") == model.joints.map(\.kp))
    #expect(try values("kd") == model.joints.map(\.kd))
    #expect(try values("effort") == model.joints.map(\.effort))
    #expect(try values("velocity") == model.joints.map(\.velocity))
    #expect(try values("action_range") == model.joints.map(\.actionRange))
    #expect(try values("contact") == [Self.contact.stiffness, Self.contact.damping])
    let feet = try custom.required("tuple", of: "custom").children
    #expect(
      feet.map { $0.attributes["objname"] }
        == model.feet.map { "\(model.links[$0.link].name)/\($0.shape)" })
  }

  /// From the exported bodies alone, by the parallel-axis theorem: inertia about the joint's axis
  /// of the child by itself, and the rotor.
  @Test(arguments: Shipped.all) func inertiasOfJoints(_ robot: Shipped) throws {
    let model = try robot.model()
    let document = try document(of: model)
    let custom = try document.required("custom", of: "document")
    let row = try #require(
      custom.children("numeric").first { $0.attributes["name"] == "inertia" })
    var wanted: [Double] = []
    for body in elements("body", in: try world(document)) {
      guard let joint = body.children("joint").first else { continue }
      let inertial = try body.required("inertial", of: "body")
      let (a, c) = (try numbers(joint, "axis"), try numbers(inertial, "pos"))
      let (m, i) = (try numbers(inertial, "mass")[0], try numbers(inertial, "fullinertia"))
      let central =
        i[0] * a[0] * a[0] + i[1] * a[1] * a[1] + i[2] * a[2] * a[2]
        + 2 * (i[3] * a[0] * a[1] + i[4] * a[0] * a[2] + i[5] * a[1] * a[2])
      let along = zip(a, c).reduce(0) { $0 + $1.0 * $1.1 }
      let square = c.reduce(0) { $0 + $1 * $1 } - along * along
      wanted.append(central + m * square + (try numbers(joint, "armature")[0]))
    }
    let written = try numbers(row, "data")
    #expect(written.count == model.joints.count)
    for (a, b) in zip(written, wanted) { #expect(close(a, b, 1e-12 + 1e-9 * b), "\(a), \(b)") }
    #expect(Set(written).count > 1 && written.allSatisfy { $0 > model.profile.armature })
  }

  /// A slide shifts its child's mass.
  @Test func inertiaOfASlide() throws {
    let model = try Fixture.model(
      Fixture.robot(
        Fixture.link("a"), Fixture.link("b", Fixture.inertial(mass: "3")),
        Fixture.joint("s", "a", "b", type: "prismatic")),
      profile: "physics: { armature: 0.25 }")
    #expect(model.leastInertia(ofJoint: 0) == 3.25)
  }

  /// Half edges and half lengths; a slide and a joint without stops; one that follows another.
  @Test func solidsAndKindsOfJoint() throws {
    let solids = [
      #"<box size="1 2 4"/>"#, #"<cylinder radius="3" length="5"/>"#, #"<sphere radius="2"/>"#,
    ]
    let shapes = solids.map { "<collision><geometry>\($0)</geometry></collision>" }.joined()
    let model = try Fixture.model(
      Fixture.robot(
        Fixture.link("a", Fixture.inertial() + shapes), Fixture.link("b"), Fixture.link("c"),
        Fixture.link("d"),
        Fixture.joint("s", "a", "b", type: "prismatic"),
        Fixture.joint(
          "t", "a", "c", type: "continuous", #"<limit effort="10" velocity="5"/>"#),
        Fixture.joint(
          "f", "a", "d", Fixture.limit + #"<mimic joint="s" multiplier="2" offset="0.5"/>"#)),
      profile: "physics: { self_collision: false, friction: 0.7 }")
    let document = try document(of: model)
    let geoms = elements("geom", in: try world(document)).filter {
      $0.attributes["name"] != "ground"
    }
    #expect(geoms.map { $0.attributes["type"] } == ["box", "cylinder", "sphere"])
    #expect(try geoms.map { try numbers($0, "size") } == [[0.5, 1, 2], [3, 2.5], [2]])
    let joints = elements("joint", in: try world(document))
    #expect(joints.map { $0.attributes["type"] } == ["slide", "hinge", "hinge"])
    #expect(joints.map { $0.attributes["range"] == nil } == [false, true, false])
    let coupling = try document.required("equality", of: "document").children[0]
    #expect(try numbers(coupling, "polycoef") == [0.5, 2, 0, 0, 0])
    #expect(try document.required("actuator", of: "document").children.count == 2)
    let geom = try document.required("default", of: "document").children[0]
    #expect(try numbers(geom, "friction")[0] == 0.7)
    #expect(geom.attributes["conaffinity"] == "0")
  }

  /// Shape 1 of the base overlaps the leaf; shape 0 may meet it.
  @Test func overlapsAreExcludedShapeByShape() throws {
    let ball = #"<collision><geometry><sphere radius="1"/></geometry></collision>"#
    let model = try Fixture.model(
      Fixture.robot(
        Fixture.link("a", Fixture.inertial() + ball + ball), Fixture.link("b"),
        Fixture.link("c", Fixture.inertial() + ball), Fixture.joint("j", "a", "b"),
        Fixture.joint("k", "b", "c")))
    let contact = try document(of: model, overlaps: [(1, 2)]).required("contact", of: "document")
    let exclude = try contact.required("exclude", of: "contact")
    #expect(exclude.attributes["body1"] == "a" && exclude.attributes["body2"] == "c")
    let pair = try contact.required("pair", of: "contact")
    #expect(pair.attributes["geom1"] == "a/0" && pair.attributes["geom2"] == "c/0")
  }

  /// The row of MuJoCo's documentation, put together from solref and solimp again, is backward
  /// Euler's.
  @Test func complianceIsThatOfTheSpring() throws {
    let (h, inverseMass) = (0.01, 0.4)
    let row = MJCFCompliance(Self.contact, dt: h, inverseMass: inverseMass)
    let solref = row.solref.split(separator: " ").compactMap { Double($0) }
    let impedance = try #require(Double(row.solimp.split(separator: " ")[0]))
    let regularisation = inverseMass * (1 - impedance) / impedance
    // A row at rest: R F = K I r is F = k r.
    let stiffness = -solref[0] / (impedance * impedance) * impedance / regularisation
    #expect(close(stiffness, Self.contact.stiffness, 1e-6 * Self.contact.stiffness))
    #expect(close(-solref[1] / impedance, 1 / h, 1e-9))
    let sum = h * Self.contact.stiffness + Self.contact.damping
    #expect(close(regularisation, 1 / (h * sum), 1e-9))
  }

  @Test func namesCannotEndComments() throws {
    let urdf = Fixture.pair.replacing("\"r\"", with: "\"--&gt;&lt;x---\"")
    #expect(try document(of: Fixture.model(urdf)).attributes["model"] == "--><x---")
  }
}
