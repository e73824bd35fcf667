import NumericalMethods
import Testing

@testable import RigidBodyDynamics

@Suite struct FreeFallTests {
  /// Semi-implicit Euler: v_n = v_0 + n g dt, p_n = p_0 + n v_0 dt + g dt² n(n + 1)/2, which is off
  /// the parabola by ½ g t dt.
  @Test func followsSemiImplicitEulerAndTheParabola() {
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let (dt, n) = (random.uniform(0.001...0.01), 500)
      var configuration = WorldConfiguration()
      configuration.gravity = random.vector(12)
      configuration.solver = seed % 2 == 0 ? .direct : .iterative(iterations: 8)
      let (g, p0, v0) = (configuration.gravity, random.vector(5), random.vector(3))
      let world = World(configuration)
      let body = world.addBox(
        mass: random.uniform(0.1...50), size: Vector3(0.1, 0.2, 0.3), pose: .identity)
      world.setState(of: body, BodyState(pose: Pose(position: p0), velocity: v0))
      for _ in 0..<n { world.step(dt) }
      let t = Double(n) * dt
      let euler = p0 + t * v0 + g * (dt * dt * Double(n * (n + 1)) / 2)
      let parabola = p0 + t * v0 + g * (t * t / 2)
      let position = world.position(of: body)
      #expect((position - euler).length < 1e-9, "seed \(seed)")
      #expect((world.velocity(of: body) - v0 - t * g).length < 1e-9, "seed \(seed)")
      #expect((position - parabola).length < 0.5 * g.length * t * dt + 1e-9, "seed \(seed)")
      #expect((position - parabola).length > 0.49 * g.length * t * dt, "seed \(seed)")
      #expect(abs(world.time - t) < 1e-9, "seed \(seed)")
      #expect(world.contactCount == 0 && world.isFinite, "seed \(seed)")
    }
  }

  @Test func aForceActsForOneStep() {
    let world = weightlessWorld()
    let body = world.addBox(mass: 2, size: Vector3(0.1, 0.2, 0.3), pose: .identity)
    world.addForce(Vector3(4, 0, -6), to: body)
    world.addTorque(Vector3(0, 0, 0.5), to: body)
    for _ in 0..<3 { world.step(0.01) }
    #expect((world.velocity(of: body) - Vector3(0.02, 0, -0.03)).length < 1e-12)
    let rate = 0.5 * 0.01 / boxInertia(mass: 2, size: Vector3(0.1, 0.2, 0.3)).r2.z
    #expect((world.angularVelocity(of: body) - Vector3(0, 0, rate)).length < 1e-12)
  }

  @Test func settingTheStateClearsForcesAndReadsBack() {
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let world = weightlessWorld()
      let body = world.addBox(mass: 2, size: Vector3(0.1, 0.2, 0.3), pose: .identity)
      world.addForce(random.vector(10), to: body)
      world.addTorque(random.vector(10), to: body)
      let state = BodyState(
        pose: Pose(position: random.vector(2), rotation: random.rotation()),
        velocity: random.vector(2))
      world.setState(of: body, state)
      let q = world.rotation(of: body)
      #expect(world.position(of: body) == state.pose.position, "seed \(seed)")
      #expect(
        (q.rotate(Vector3(1, 2, 3)) - state.pose.rotation.rotate(Vector3(1, 2, 3))).length < 1e-12,
        "seed \(seed)")
      world.step(0.01)
      #expect((world.velocity(of: body) - state.velocity).length < 1e-14, "seed \(seed)")
      #expect(world.angularVelocity(of: body) == .zero, "seed \(seed)")
    }
  }
}
