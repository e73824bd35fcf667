import Foundation
import NumericalMethods
import Testing

private typealias F = Fixture

/// The inertia of a uniform box about its centre.
private func boxInertia(_ m: Double, _ s: Vector3) -> Matrix3 {
  Matrix3(
    diagonal: Vector3(
      m * (s.y * s.y + s.z * s.z) / 12, m * (s.x * s.x + s.z * s.z) / 12,
      m * (s.x * s.x + s.y * s.y) / 12))
}

private func boxLink(_ name: String, _ m: Double, _ s: Vector3) -> String {
  let i = boxInertia(m, s)
  return F.link(
    name,
    F.inertial(
      mass: "\(m)", inertia: "<inertia ixx=\"\(i.r0.x)\" iyy=\"\(i.r1.y)\" izz=\"\(i.r2.z)\"/>")
      + "<collision><geometry><box size=\"\(s.x) \(s.y) \(s.z)\"/></geometry></collision>")
}

@Suite("Fixed joints") struct MergeTests {
  /// Two halves of a 2 × 0.4 × 0.6 box, the second turned by half a turn about x, make the box.
  @Test func halvesMakeTheBox() throws {
    let half = Vector3(1, 0.4, 0.6)
    let weld = F.joint(
      "w", "l", "r", type: "fixed", #"<origin xyz="1 0 0" rpy="3.14159265358979 0 0"/>"#)
    let model = try F.model(F.robot(boxLink("l", 3, half), boxLink("r", 3, half), weld))
    let link = model.links[0]
    #expect(model.links.count == 1 && model.joints.isEmpty)
    #expect(close(link.mass, 6))
    #expect(close(link.centerOfMass, Vector3(0.5, 0, 0)))
    #expect(close(link.inertia, boxInertia(6, Vector3(2, 0.4, 0.6))))
    #expect(link.shapes.map(\.source) == ["l", "r"])
    #expect(close(link.shapes[1].pose.position, Vector3(1, 0, 0)))
  }

  /// A tensor given in a frame turned by 90° about z has its x and y entries exchanged, and an
  /// off-diagonal entry changes sign.
  @Test func inertialOriginTurnsTheTensor() throws {
    let content = """
      <inertial><origin xyz="1 2 3" rpy="0 0 1.5707963267948966"/><mass value="2"/>
      <inertia ixx="1" iyy="2" izz="2.5" ixy="0.1" ixz="0.2" iyz="0.3"/></inertial>
      """
    let link = try F.model(F.robot(F.link("a", content))).links[0]
    #expect(close(link.centerOfMass, Vector3(1, 2, 3)))
    let turned = Matrix3(xx: 2, yy: 1, zz: 2.5, xy: -0.1, xz: -0.3, yz: 0.2)
    #expect(close(link.inertia, turned))
  }

  /// Point masses are a reference of their own: random trees of fixed links against direct sums.
  @Test(arguments: UInt64(1)...20) func randomTreesAgreeWithDirectSums(seed: UInt64) throws {
    var state = seed
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) * 2 - 1
    }
    var parts: [String] = []
    var poses: [Pose] = []
    var masses: [Double] = []
    for i in 0..<6 {
      let mass = 1.5 + uniform()
      masses.append(mass)
      parts.append(F.link("l\(i)", F.inertial(mass: "\(mass)")))
      guard i > 0 else {
        poses.append(.identity)
        continue
      }
      let parent = Int((uniform() + 1) / 2 * Double(i))
      let p = Vector3(uniform(), uniform(), uniform())
      let (r, q, y) = (3 * uniform(), uniform(), 3 * uniform())
      let origin = #"<origin xyz="\#(p.x) \#(p.y) \#(p.z)" rpy="\#(r) \#(q) \#(y)"/>"#
      parts.append(F.joint("j\(i)", "l\(parent)", "l\(i)", type: "fixed", origin))
      poses.append(
        poses[parent] * Pose(position: p, rotation: Quaternion(roll: r, pitch: q, yaw: y)))
    }
    let urdf = "<robot name=\"r\">" + parts.joined() + "</robot>"
    let link = try #require(try F.model(urdf).links.first)
    let total = masses.reduce(0, +)
    let center = zip(masses, poses).reduce(Vector3.zero) { $0 + $1.1.position * $1.0 } / total
    var inertia = Matrix3.identity * 6
    for (m, pose) in zip(masses, poses) {
      let d = pose.position - center
      inertia = inertia + Matrix3(diagonal: Vector3(1, 1, 1) * (m * d.lengthSquared))
      inertia =
        inertia + Matrix3(rows: d * (-m * d.x), d * (-m * d.y), d * (-m * d.z))
    }
    #expect(close(link.mass, total), "seed \(seed)")
    #expect(close(link.centerOfMass, center), "seed \(seed)")
    #expect(close(link.inertia, inertia, 1e-10), "seed \(seed)")
  }

  @Test func jointsOfMergedLinksHangFromTheWhole() throws {
    let urdf = F.robot(
      F.link("a"), F.link("mount", ""), F.link("arm"),
      F.joint(
        "weld", "a", "mount", type: "fixed",
        #"<origin xyz="0 0 1" rpy="0 0 1.5707963267948966"/>"#),
      F.joint("swing", "mount", "arm", #"<origin xyz="2 0 0"/>"# + F.limit))
    let model = try F.model(urdf)
    #expect(model.links.map(\.name) == ["a", "arm"])
    #expect(close(model.joints[0].origin.position, Vector3(0, 2, 1)))
    #expect(close(model.joints[0].origin.rotation.yaw, .pi / 2))
    #expect(model.joints[0].parent == 0 && model.joints[0].child == 1)
  }

  @Test func aMasslessBaseTakesTheMassOfWhatIsFixedToIt() throws {
    let urdf = F.robot(
      F.link("frame", ""), F.link("hull"), F.joint("w", "frame", "hull", type: "fixed", ""))
    let model = try F.model(urdf)
    #expect(model.links.map(\.name) == ["frame"])
    #expect(model.totalMass == 1)
  }

  @Test func longFixedChainsDoNotExhaustTheStack() throws {
    let count = 10_000
    let urdf = (0..<count).map { i in
      F.link("l\(i)")
        + (i == 0 ? "" : F.joint("j\(i)", "l\(i - 1)", "l\(i)", type: "fixed", ""))
    }
    let model = try F.model("<robot name=\"r\">" + urdf.joined() + "</robot>")
    #expect(model.links.count == 1)
    #expect(close(model.totalMass, Double(count)))
  }
}
