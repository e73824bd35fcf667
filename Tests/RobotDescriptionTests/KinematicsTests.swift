import Foundation
import NumericalMethods
import RobotDescription
import Testing

private typealias F = Fixture

private func chain(_ kinds: [(type: String, axis: String)]) -> String {
  let names = (0...kinds.count).map { "l\($0)" }
  let joints = kinds.enumerated().map { i, kind in
    F.joint(
      "j\(i)", names[i], names[i + 1], type: kind.type,
      #"<origin xyz="1 0 0"/><axis xyz="\#(kind.axis)"/>"# + F.limit)
  }
  return "<robot name=\"r\">" + names.map { F.link($0) }.joined() + joints.joined() + "</robot>"
}

@Suite("Kinematics") struct KinematicsTests {
  /// The planar arm: x = 1 + cos θ₁ …, against sines and cosines by hand.
  @Test func planarArm() throws {
    let model = try F.model(chain([("revolute", "0 0 2"), ("continuous", "0 0 1")]))
    let (a, b) = (0.3, -1.1)
    let base = Pose(position: Vector3(5, 0, 0.5))
    let poses = model.linkPoses(base: base, jointPositions: [a, b])
    #expect(close(poses[1].position, Vector3(6, 0, 0.5)))
    #expect(close(poses[2].position, Vector3(6 + cos(a), sin(a), 0.5)))
    #expect(close(poses[2].rotation.yaw, a + b))
    #expect(model.joints[0].axis == .unitZ)
    #expect(model.joints[1].upper == .infinity && model.joints[1].lower == -.infinity)
  }

  @Test func pitchIsDownward() throws {
    let model = try F.model(chain([("revolute", "0 1 0"), ("revolute", "0 1 0")]))
    let poses = model.linkPoses(base: .identity, jointPositions: [0.5, 0])
    #expect(close(poses[2].position, Vector3(1 + cos(0.5), 0, -sin(0.5))))
  }

  @Test func prismaticSlidesAlongItsAxis() throws {
    let model = try F.model(chain([("prismatic", "0 3 4")]))
    let pose = model.linkPoses(base: .identity, jointPositions: [0.5])[1]
    #expect(close(pose.position, Vector3(1, 0.3, 0.4)))
    #expect(pose.rotation == .identity)
  }

  @Test func axisDefaultsToX() throws {
    #expect(try F.model(F.pair).joints[0].axis == .unitX)
  }

  /// Lowest points against brute force over points of the surface.
  @Test(arguments: UInt64(1)...20) func depthIsThatOfTheLowestSurfacePoint(seed: UInt64) {
    let s = Double(seed)
    let turn = Quaternion(roll: s, pitch: 0.7 * s, yaw: 0.3 * s)
    let (r, l, size) = (0.3, 0.8, Vector3(0.4, 0.9, 0.2))
    var (box, cylinder, capsule) = (0.0, 0.0, 0.0)
    for i in 0..<2000 {
      let phi = 2 * Double.pi * Double(i) / 2000
      let rim = Vector3(r * cos(phi), r * sin(phi), 0)
      for end in [-0.5, 0.5] {
        let axis = Vector3(0, 0, end * l)
        cylinder = max(cylinder, -turn.rotate(rim + axis).z)
        capsule = max(capsule, -turn.rotate(axis).z + r)
      }
    }
    for x in [-0.5, 0.5] {
      for y in [-0.5, 0.5] {
        for z in [-0.5, 0.5] {
          box = max(box, -turn.rotate(Vector3(x * size.x, y * size.y, z * size.z)).z)
        }
      }
    }
    #expect(close(Geometry.box(size: size).depth(turn), box), "seed \(seed)")
    #expect(close(Geometry.capsule(radius: r, length: l).depth(turn), capsule), "seed \(seed)")
    #expect(
      close(Geometry.cylinder(radius: r, length: l).depth(turn), cylinder, 1e-5), "seed \(seed)")
    #expect(Geometry.sphere(radius: r).depth(turn) == r)
  }
}
