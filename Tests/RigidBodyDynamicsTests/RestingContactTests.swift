import NumericalMethods
import Testing

@testable import RigidBodyDynamics

@Suite struct RestingContactTests {
  private static let solids: [(Solid, Quaternion, height: Double)] = [
    (.sphere(radius: 0.1), .identity, 0.1),
    (.box(size: Vector3(0.2, 0.3, 0.1)), .identity, 0.05),
    (.capsule(radius: 0.05, length: 0.3), Quaternion(axis: .unitX, angle: .pi / 2), 0.05),
    (.cylinder(radius: 0.1, length: 0.2), .identity, 0.1),
  ]

  /// Ten seconds at rest: the soft contact sinks by its share of m g / k, and nothing wanders.
  @Test(arguments: [0.005, 0.01]) func restsWithoutSinkingOrDrifting(dt: Double) {
    for (solid, rotation, height) in Self.solids {
      let world = World()
      world.setGround(.flat)
      let body = world.addBody(
        mass: 4, inertia: Matrix3.identity * 0.03,
        pose: Pose(position: Vector3(0.3, -0.2, height), rotation: rotation))
      let shape = world.addShape(solid, to: body, offset: .identity)
      for _ in 0..<Int(1 / dt) { world.step(dt) }
      let settled = world.state(of: body)
      var deepest = 0.0
      for _ in 0..<Int(10 / dt) {
        world.step(dt)
        deepest = max(deepest, height - world.position(of: shape).z)
      }
      let drift = (world.position(of: body) - settled.pose.position).length
      #expect(world.touchesGround(shape), "\(solid)")
      #expect(deepest > 0 && deepest < 1e-3, "\(solid)")
      #expect(drift < 1e-6, "\(solid)")
      #expect(world.velocity(of: body).length < 1e-6, "\(solid)")
      #expect(world.angularVelocity(of: body).length < 1e-6, "\(solid)")
      #expect(world.solverMessages == 0, "\(solid)")
    }
  }

  /// m g on one contact point: penetration = m g / k.
  @Test func penetrationFollowsTheSoftContactLaw() {
    for mass in [1.0, 4, 20] {
      let world = World()
      world.setGround(.flat)
      let ball = world.addSphere(mass: mass, radius: 0.1, at: Vector3(0, 0, 0.1))
      for _ in 0..<1000 { world.step(0.005) }
      let expected = mass * 9.81 / world.configuration.contact.stiffness
      let depth = 0.1 - world.position(of: ball).z
      #expect(abs(depth / expected - 1) < 0.05, "mass \(mass)")
      #expect(world.contactCount == 1)
    }
  }

  @Test func nothingTouchesInTheAirOrWithoutGround() {
    let world = World()
    let body = world.addBody(mass: 1, inertia: .identity, pose: Pose(position: .unitZ))
    let low = world.addShape(
      .sphere(radius: 0.1), to: body, offset: Pose(position: Vector3(0, 0, -0.5)))
    let high = world.addShape(.sphere(radius: 0.1), to: body, offset: .identity)
    world.step(0.005)
    #expect(!world.touchesGround(low) && world.contactCount == 0)
    world.setGround(.plane(normal: .unitZ, offset: 0.41))
    world.step(0.005)
    #expect(world.touchesGround(low) && !world.touchesGround(high))
    world.setGround(.plane(normal: .unitZ, offset: -3))
    world.step(0.005)
    #expect(!world.touchesGround(low) && world.contactCount == 0)
  }
}
