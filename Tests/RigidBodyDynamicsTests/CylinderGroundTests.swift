import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// Cylinders on height fields, which are ours: ODE's fall through uneven ones.
@Suite struct CylinderGroundTests {
  private static let (radius, length) = (0.1, 0.15)

  private func world(on ground: Heightfield, _ pose: Pose) -> (World, Body) {
    let world = World()
    world.setGround(.heightfield(ground))
    let (m, r, l) = (2.0, Self.radius, Self.length)
    let across = m * (3 * r * r + l * l) / 12
    let body = world.addBody(
      mass: m, inertia: Matrix3(diagonal: Vector3(across, across, m * r * r / 2)), pose: pose)
    _ = world.addShape(.cylinder(radius: r, length: l), to: body, offset: .identity)
    return (world, body)
  }

  private func contacts(_ pose: Pose, _ field: Heightfield) -> [(Vector3, Vector3, Double)] {
    var found: [(Vector3, Vector3, Double)] = []
    CylinderGround(
      radius: Self.radius, halfLength: Self.length / 2, pose: pose, field: field
    ).contacts { found.append(($0, $1, $2)) }
    return found
  }

  private static let lying = Quaternion(axis: .unitX, angle: .pi / 2)

  /// The lowest point of a tilted cylinder lies h |a_z| + r √(1 − a_z²) below its centre.
  @Test func theDeepestContactIsTheLowestPoint() {
    let level = field { _, _ in 0.2 }
    for seed in UInt64(0)..<40 {
      var random = SplitMix64(seed: seed)
      let turn = random.rotation()
      let up = turn.rotate(.unitZ).z
      let depth = Self.length / 2 * abs(up) + Self.radius * max(0, 1 - up * up).squareRoot()
      let pose = Pose(position: Vector3(0.013, 0.021, 0.2 + depth - 0.004), rotation: turn)
      let found = contacts(pose, level)
      let deepest = found.map(\.2).max() ?? 0
      #expect(abs(deepest - 0.004) < 1e-9, "seed \(seed): \(deepest)")
      #expect(found.allSatisfy { ($0.1 - .unitZ).length < 1e-9 }, "seed \(seed)")
      let above = Pose(position: pose.position + Vector3(0, 0, 0.0041), rotation: turn)
      #expect(contacts(above, level).isEmpty, "seed \(seed)")
    }
  }

  @Test func itRestsOnEndAndOnSideAsHighAsItIs() {
    for (turn, height) in [(Quaternion.identity, Self.length / 2), (Self.lying, Self.radius)] {
      let (world, body) = world(
        on: field { _, _ in 0.2 },
        Pose(position: Vector3(0.13, -0.27, 0.2 + height + 0.02), rotation: turn))
      for _ in 0..<1000 { world.step(0.004) }
      let z = world.position(of: body).z - 0.2
      #expect(z < height && z > height - 1e-3, "\(z) for \(height)")
      // On its side nothing but friction of rolling, which there is none of, would stop it.
      let v = world.velocity(of: body)
      #expect(
        abs(v.z) < 1e-3 && v.length < 0.01 && world.solverMessages == 0,
        "\(height) \(v) \(world.contactCount)")
    }
  }

  /// A spike of one sample that no point of the cylinder's end meets carries it.
  @Test func aSampleUnderTheEndTouches() {
    let spike = field { x, y in abs(x) < 1e-9 && abs(y) < 1e-9 ? 0.06 : 0 }
    let pose = Pose(position: Vector3(0.03, 0, Self.length / 2 + 0.05))
    let found = contacts(pose, spike)
    let top = found.first { ($0.0 - Vector3(0, 0, 0.06)).length < 1e-9 }
    #expect(abs((top?.2 ?? 0) - 0.01) < 1e-9, "\(found)")
    let lying = Pose(position: Vector3(0, 0.01, Self.radius + 0.05), rotation: Self.lying)
    let side = contacts(lying, spike).first { ($0.0 - Vector3(0, 0, 0.06)).length < 1e-9 }
    #expect(abs((side?.2 ?? 0) - 0.01) < 1e-9, "\(contacts(lying, spike))")
  }

  /// A solid cylinder that rolls without slipping: a = ⅔ g sin θ.
  @Test func itRollsDownAnInclineAsASolidCylinder() {
    let slope = 0.1
    let incline = field { x, _ in -slope * x }
    let scale = 1 / (1 + slope * slope).squareRoot()
    let (world, body) = world(
      on: incline,
      Pose(
        position: Vector3(-0.8, 0, 0.08) + Vector3(slope, 0, 1) * (scale * (Self.radius - 0.0005)),
        rotation: Self.lying))
    for _ in 0..<100 { world.step(0.004) }
    let before = world.velocity(of: body).length
    for _ in 0..<100 { world.step(0.004) }
    let acceleration = (world.velocity(of: body).length - before) / 0.4
    let expected = 2.0 / 3 * 9.81 * slope * scale
    #expect(abs(acceleration / expected - 1) < 0.02, "\(acceleration) for \(expected)")
  }

  /// On ground whose samples differ by up to 5 cm no cylinder falls through; it may roll in a
  /// hollow.
  @Test func itStaysOnRoughGround() {
    for seed in UInt64(0)..<24 {
      var random = SplitMix64(seed: seed)
      let ground = field { _, _ in random.uniform(0...0.05) }
      let (world, body) = world(
        on: ground, Pose(position: Vector3(0.1, 0.2, 0.3), rotation: random.rotation()))
      for _ in 0..<1500 { world.step(0.004) }
      let p = world.position(of: body)
      #expect(p.z > 0.07 && p.z < 0.175, "seed \(seed): \(p)")
      #expect(world.velocity(of: body).length < 0.5, "seed \(seed): \(world.velocity(of: body))")
      #expect(world.solverMessages == 0, "seed \(seed)")
    }
  }

  /// On a slope depth is that along the normal.
  @Test(arguments: [0.1, 0.5, 1]) func depthIsAlongTheNormal(slope: Double) {
    let normal = Vector3(slope, 0, 1).normalized
    let incline = field { x, _ in -slope * x }
    let pose = Pose(position: normal * (Self.radius - 0.004), rotation: Self.lying)
    let found = contacts(pose, incline)
    let deepest = found.map(\.2).max() ?? 0
    #expect(abs(deepest - 0.004) < 1e-9, "\(found)")
    #expect(found.allSatisfy { ($0.1 - normal).length < 1e-9 })
  }

  /// Level ground under an end meets the whole of its rim.
  @Test func allOfTheRimTouches() {
    let level = field { _, _ in 0 }
    let found = contacts(Pose(position: Vector3(0.013, 0.021, Self.length / 2 - 0.001)), level)
    let rim: [Int] = found.map(\.0).filter { $0.z < 0 }.map { place in
      let eighths: Double = atan2(place.y - 0.021, place.x - 0.013) / (Double.pi / 4)
      return (Int(eighths.rounded()) + 8) % 8
    }
    #expect(Set(rim) == Set(0..<8) && rim.count == 8, "\(found)")
  }

  @Test func beyondTheFieldThereIsNothing() {
    let level = field { _, _ in 0 }
    #expect(contacts(Pose(position: Vector3(100, 0, 0)), level).isEmpty)
    #expect(contacts(Pose(position: Vector3(0, 0, -3)), level).isEmpty)
  }
}
