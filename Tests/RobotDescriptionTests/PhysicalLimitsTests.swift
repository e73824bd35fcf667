import FileFormats
import Foundation
import Testing
@testable import RobotDescription

/// Numbers that no robot has are refused where they stand, before the engine meets them.
@Suite("Physical limits") struct PhysicalLimitsTests {
  private typealias F = Fixture

  private static let solid = """
    <collision><origin xyz="0 0 0"/><geometry><box size="1 1 1"/></geometry></collision>
    """
  private static let arm = """
    <axis xyz="0 1 0"/><limit lower="-1" upper="1" effort="10" velocity="5"/>
    <dynamics damping="0.1" friction="0.2"/>
    """
  private static let whole = F.robot(
    F.link("a", F.inertial() + solid), F.link("b"), F.joint("j", "a", "b", arm))

  /// Text, what stands there instead, and what the error says of its bounds.
  @Test(arguments: [
    ("value=\"1\"", "value=\"1e7\"", "1e-06 to 1000000.0 kg"),
    ("value=\"1\"", "value=\"1e-7\"", "1e-06 to 1000000.0 kg"),
    ("value=\"1\"", "value=\"1e-320\"", "1e-06 to 1000000.0 kg"),
    ("ixx=\"1\"", "ixx=\"1e150\"", "from -1000000000000.0 to 1000000000000.0"),
    ("size=\"1 1 1\"", "size=\"1 1 1e-9\"", "from 0.0001 to 10000.0"),
    ("size=\"1 1 1\"", "size=\"1 1e300 1\"", "from 0.0001 to 10000.0"),
    ("xyz=\"0 0 0\"", "xyz=\"0 0 1e5\"", "from -10000.0 to 10000.0"),
    ("xyz=\"0 1 0\"", "xyz=\"0 1e-160 0\"", "1e-06 to 1000000.0"),
    ("xyz=\"0 1 0\"", "xyz=\"0 1e160 0\"", "1e-06 to 1000000.0"),
    ("lower=\"-1\"", "lower=\"-1e300\"", "from -1000000.0 to 1000000.0"),
    ("effort=\"10\"", "effort=\"1e-320\"", "from 1e-09 to 1000000000.0"),
    ("velocity=\"5\"", "velocity=\"1e308\"", "from 1e-09 to 1000000000.0"),
    ("damping=\"0.1\"", "damping=\"1e300\"", "from 0.0 to 1000000000.0"),
    ("friction=\"0.2\"", "friction=\"-1\"", "from 0.0 to 1000000000.0"),
  ])
  func urdf(text: String, wild: String, bounds: String) throws {
    _ = try F.model(Self.whole)
    let error = try #require(F.error(Self.whole.replacing(text, with: wild)))
    #expect("\(error)".hasPrefix("r.urdf:") && "\(error)".contains(bounds), "\(error)")
  }

  @Test(arguments: [
    ("physics: { armature: 1e300 }", "physics.armature: found '1e300'", "0.0 to 1000000.0"),
    ("physics: { step: 1e-9 }", "physics.step: found '1e-9'", "1e-06 to 1.0"),
    ("physics: { friction: 1e9 }", "physics.friction: found '1e9'", "0.0 to 1000.0"),
    ("control: { period: 1e300 }", "control.period: found '1e300'", "1e-05 to 10.0"),
    ("control: { period: 10 }\nphysics: { step: 1e-6 }", "control.period", "1 to 10000 times"),
    ("joints: { defaults: { kp: 1e300 } }", "kp: found '1e300'", "0.0 to 1000000000.0"),
    ("joints: { defaults: { standing: -1e9 } }", "standing: found '-1e9'", "-1000000.0 to"),
    ("joints: { defaults: { range: 1e300 } }", "range: found '1e300'", "0.0 to 1000000.0"),
  ])
  func profile(text: String, found: String, bounds: String) throws {
    let error = try #require(F.error(F.pair, profile: text))
    #expect("\(error)".contains(found) && "\(error)".contains(bounds), "\(error)")
  }

  /// Pieces that are each within bounds are not so together.
  @Test func theWholeBodyIsBounded() throws {
    let tensor = #"<inertia ixx="1e-13" iyy="1e-13" izz="1e-13"/>"#
    let light = F.robot(F.link("a", F.inertial(mass: "1e-6", inertia: tensor)))
    let error = try #require(F.error(light))
    #expect("\(error)".contains("1e-12 to 1000000000000.0 kg m²"), "\(error)")
    let water = F.robot(
      F.link("a", "<collision><geometry><sphere radius=\"9999\"/></geometry></collision>"))
    let heavy = try #require(F.error(water, profile: "physics: { inertias: estimate }"))
    #expect("\(heavy)".contains("1e-06 to 1000000.0 kg"), "\(heavy)")
  }

  @Test func namesAndPatternsAreShort() throws {
    let long = String(repeating: "a", count: 257)
    let link = try #require(F.error(F.robot(F.link(long))))
    #expect("\(link)".contains("257 bytes, expected at most 256"), "\(link)")
    #expect("\(link)".utf8.count < 300)
    let parent = F.robot(F.link("a"), F.link("b"), F.joint("j", long, "b"))
    #expect("\(try #require(F.error(parent)))".contains("257 bytes"))
    let pattern = "joints: { groups: [{ match: \"*\(long)\" }] }"
    #expect("\(try #require(F.error(F.pair, profile: pattern)))".contains("258 bytes"))
  }

  /// A base with many children.
  private func star(_ count: Int, type: String, _ more: String = "") -> String {
    let parts = (0..<count).map { i in
      F.link("l\(i)") + F.joint("j\(i)", "base", "l\(i)", type: type, F.limit + more)
    }
    return F.robot(F.link("base"), parts.joined())
  }

  @Test func countsAreBounded() throws {
    let joints = try #require(F.error(star(257, type: "revolute")))
    #expect("\(joints)".contains("found 257 joints that move, expected at most 256"), "\(joints)")
    #expect(F.error(star(256, type: "revolute")) == nil)
    let links = try #require(F.error(star(10_000, type: "fixed")))
    #expect("\(links)".contains("found 10001 links, expected at most 10000"), "\(links)")
    let sphere = "<collision><geometry><sphere radius=\"1\"/></geometry></collision>"
    let solids = F.robot(F.link("a", F.inertial() + String(repeating: sphere, count: 257)))
    #expect("\(try #require(F.error(solids)))".contains("found 257 collision shapes"))
    let groups = String(repeating: "{ match: j }, ", count: 513)
    let profile = try #require(F.error(F.pair, profile: "joints: { groups: [\(groups)] }"))
    #expect("\(profile)".contains("found 513 groups, expected at most 512"), "\(profile)")
  }

  @Test func aMeshIsReadOnceHoweverOftenItIsNamed() throws {
    let folder = NSTemporaryDirectory() + "ganglion-once-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let mesh = "v 0 0 0\nv 1 0 0\nv 0 1 1\nf 1 2 3\n"
    try mesh.write(toFile: folder + "/m.obj", atomically: true, encoding: .utf8)
    func shape(_ name: String, _ scale: String) -> String {
      """
      <collision><geometry><mesh filename="\(name)" scale="\(scale)"/></geometry></collision>
      """
    }
    let shapes =
      String(repeating: shape("m.obj", "1 1 1"), count: 100) + shape("./m.obj", "1 1 1")
      + String(repeating: shape("m.obj", "2 1 1"), count: 100)
    let reader = URDFReader(file: folder + "/r.urdf")
    let embedding = MeshEmbedding(locator: MeshLocator(urdfPath: reader.file, roots: []))
    let robot = try reader.parse(F.robot(F.link("a", F.inertial() + shapes)))
    _ = try embedding.embedded(robot)
    #expect(embedding.covered == 2, "once in each scale")
  }
}
