import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

@Suite struct HeightfieldTests {
  private static let solids: [Solid] = [
    .sphere(radius: 0.1), .box(size: Vector3(0.35, 0.25, 0.15)),
    .capsule(radius: 0.06, length: 0.3),
  ]

  private func drop(_ solid: Solid, from pose: Pose, on ground: Ground) -> [Vector3] {
    let world = World()
    world.setGround(ground)
    let body = world.addBody(mass: 2, inertia: Matrix3.identity * 0.02, pose: pose)
    _ = world.addShape(solid, to: body, offset: .identity)
    return (0..<1000).map { _ in
      world.step(0.004)
      return world.position(of: body)
    }
  }

  @Test func aLevelFieldActsLikeThePlane() {
    let lying = Quaternion(axis: .unitX, angle: .pi / 2)
    for solid in Self.solids {
      let pose = Pose(position: Vector3(0.13, -0.27, 0.6), rotation: lying)
      let onPlane = drop(solid, from: pose, on: .plane(normal: .unitZ, offset: 0.2))
      let onField = drop(solid, from: pose, on: .heightfield(field { _, _ in 0.2 }))
      let rest = abs(onPlane[999].z - onField[999].z)
      let apart = zip(onPlane, onField).reduce(0) { max($0, ($1.0 - $1.1).length) }
      #expect(rest < 1e-6, "\(solid)")
      #expect(apart < 1e-6, "\(solid)")
    }
  }

  @Test func tumblingOntoALevelFieldEndsAsOnThePlane() {
    for seed in UInt64(0)..<12 {
      var random = SplitMix64(seed: seed)
      for solid in Self.solids {
        let pose = Pose(
          position: Vector3(random.uniform(-0.5...0.5), random.uniform(-0.5...0.5), 0.6),
          rotation: random.rotation())
        let onPlane = drop(solid, from: pose, on: .plane(normal: .unitZ, offset: 0.2))
        let onField = drop(solid, from: pose, on: .heightfield(field { _, _ in 0.2 }))
        let apart = zip(onPlane, onField).reduce(0) { max($0, ($1.0 - $1.1).length) }
        #expect(apart < 1e-6, "seed \(seed), \(solid)")
        #expect(onField[999].z > 0.25 && onField[999].z < 0.4, "seed \(seed), \(solid)")
      }
    }
  }

  @Test func aBoxComesToRestOnRoughGround() {
    for seed in UInt64(0)..<12 {
      var random = SplitMix64(seed: seed)
      let world = World()
      world.setGround(.heightfield(field { _, _ in random.uniform(0...0.05) }))
      let box = world.addBox(
        mass: 2, size: Vector3(0.35, 0.25, 0.15), pose: Pose(position: Vector3(0.1, 0.2, 0.3)))
      for _ in 0..<1000 { world.step(0.004) }
      let z = world.position(of: box).z
      #expect(z > 0.1 && z < 0.125, "seed \(seed): \(z)")
      #expect(world.velocity(of: box).length < 1e-3, "seed \(seed)")
      #expect(world.contactCount >= 3 && world.solverMessages == 0, "seed \(seed)")
    }
  }

  @Test func anInclinedFieldActsLikeTheInclinedPlane() {
    let (a, b) = (0.15, -0.1)
    let scale = 1 / (1 + a * a + b * b).squareRoot()
    let normal = scale * Vector3(-a, -b, 1)
    let lift = Quaternion(axis: Vector3.unitZ.cross(normal).normalized, angle: acos(normal.z))
    for solid in Self.solids {
      let pose = Pose(position: Vector3(0.1, 0.05, 0.3), rotation: lift)
      let onPlane = drop(solid, from: pose, on: .plane(normal: normal, offset: 0))
      let onField = drop(solid, from: pose, on: .heightfield(field { a * $0 + b * $1 }))
      let apart = zip(onPlane, onField).prefix(150).reduce(0) { max($0, ($1.0 - $1.1).length) }
      #expect(apart < 1e-6, "\(solid)")
      #expect((onPlane[149] - pose.position).dot(normal) > -0.4, "\(solid) fell through")
    }
  }
}
