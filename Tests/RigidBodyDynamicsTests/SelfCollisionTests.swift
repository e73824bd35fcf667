import NumericalMethods
import Testing

@testable import RigidBodyDynamics

@Suite struct SelfCollisionTests {
  @Test func aDeclaredPairIsPushedApart() {
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let world = weightlessWorld()
      let inertia = Matrix3.identity * 0.01
      let (axis, place) = (random.direction(), random.vector(1))
      let masses = (random.uniform(0.5...3), random.uniform(0.5...3))
      let a = world.addBody(mass: masses.0, inertia: inertia, pose: Pose(position: place))
      let b = world.addBody(
        mass: masses.1, inertia: inertia, pose: Pose(position: place + 0.19 * axis))
      let sphere = Solid.sphere(radius: 0.1)
      let shapes = (
        world.addShape(sphere, to: a, offset: .identity),
        world.addShape(sphere, to: b, offset: .identity)
      )
      world.step(0.005)
      #expect(world.contactCount == 0 && world.kineticEnergy == 0, "seed \(seed): undeclared")
      world.collide(shapes.0, with: shapes.1)
      world.step(0.005)
      #expect(world.contactCount == 1, "seed \(seed)")
      for _ in 0..<200 { world.step(0.005) }
      let gap = world.position(of: b) - world.position(of: a)
      #expect(gap.length >= 0.2 - 1e-6, "seed \(seed): \(gap.length)")
      #expect(gap.normalized.dot(axis) > 1 - 1e-9, "seed \(seed)")
      #expect(world.momentum.length < 1e-12, "seed \(seed)")
      #expect(!world.touchesGround(shapes.0), "seed \(seed)")
    }
  }

  /// A soft contact does not bounce: two balls that meet head on go on together.
  @Test func ballsThatMeetGoOnTogether() {
    let world = weightlessWorld()
    let inertia = Matrix3.identity * 0.01
    let bodies = [(-0.5, 2.0), (0.5, -1.0)].map { place, speed in
      let body = world.addBody(mass: 1, inertia: inertia, pose: .identity)
      world.setState(
        of: body,
        BodyState(
          pose: Pose(position: Vector3(place, 0, 0)), velocity: Vector3(speed, 0, 0)))
      return body
    }
    let shapes = bodies.map {
      world.addShape(.sphere(radius: 0.1), to: $0, offset: .identity)
    }
    world.collide(shapes[0], with: shapes[1])
    for _ in 0..<200 { world.step(0.005) }
    let relative = world.velocity(of: bodies[1]).x - world.velocity(of: bodies[0]).x
    #expect(abs(world.momentum.x - 1) < 1e-12)
    #expect(relative >= -1e-9 && relative < 0.6)
  }
}
