import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

/// Joints that slide, and joints that do not move at all.
@Suite struct SliderAndWeldTests {
  private static let solvers: [WorldConfiguration.Solver] = [.tree]
  private static let dt = 0.005

  /// On a slanted rail a mass falls by g sin α, strikes the stop and rests on it, as much too far
  /// as soft stops give way: CFM F h / ERP.
  @Test(arguments: solvers) func aMassSlidesToItsStop(solver: WorldConfiguration.Solver) {
    for tilt in [0.3, 0.8, 1.4] {
      let world = lawfulWorld(solver, ground: nil)
      let pedestal = Pedestal(in: world)
      let axis = Vector3(cos(tilt), 0, -sin(tilt))
      let mass = world.addBox(mass: 2, size: Vector3(0.1, 0.2, 0.3), pose: .identity)
      let rail = world.addJoint(
        .slider, child: mass, parent: pedestal.body, anchor: .zero, axis: axis, stops: -0.2...0.3)
      let pull = 9.81 * sin(tilt)
      // Half way to the stop: semi-implicit Euler's ½ a h² n (n + 1).
      let half = Int((0.3 / pull).squareRoot() / Self.dt)
      for _ in 0..<half {
        pedestal.hold(in: world)
        world.step(Self.dt)
      }
      let n = Double(half)
      let expected = pull * Self.dt * Self.dt * n * (n + 1) / 2
      // The rail gives way by CFM F, 1e-5 · 20 N; the slide does not.
      #expect(abs(world.position(of: rail) - expected) < 1e-6, "tilt \(tilt)")
      #expect(abs(world.rate(of: rail) - pull * Self.dt * n) < 1e-6, "tilt \(tilt)")
      world.run(2, dt: Self.dt) { pedestal.hold(in: world) }
      let c = world.configuration
      let soft = c.jointCFM * 2 * pull * Self.dt / c.stopERP
      #expect(abs(world.position(of: rail) - 0.3 - soft) < 0.05 * soft, "tilt \(tilt)")
      #expect(abs(world.rate(of: rail)) < 1e-9, "tilt \(tilt)")
      // Lifted with more than its weight it goes back up, with 2 m g less m g.
      for _ in 0..<20 {
        pedestal.hold(in: world)
        world.addEffort(-2 * 2 * pull, to: rail)
        world.step(Self.dt)
      }
      // Within the stop's overshoot the stop pushes too, which is 1e-5 m at most.
      let back = -pull * Self.dt * 20
      #expect(abs(world.rate(of: rail) / back - 1) < 0.01, "tilt \(tilt)")
    }
  }

  /// Two welded bodies and one body of their mass and inertia fall and tumble alike.
  @Test(arguments: solvers) func aWeldedPairMovesAsOneBody(solver: WorldConfiguration.Solver) {
    for seed in UInt64(0)..<6 {
      var random = SplitMix64(seed: seed)
      let (first, second) = (random.uniform(0.5...3), random.uniform(0.5...3))
      let (size, other) = (Vector3(0.1, 0.2, 0.3), Vector3(0.3, 0.1, 0.15))
      let apart = random.vector(0.3)
      let centre = second / (first + second) * apart
      let turn = random.rotation()
      let local = Matrix3(turn)
      let inertia =
        boxInertia(mass: first, size: size) + Matrix3.pointInertia(mass: first, at: -centre)
        + local * boxInertia(mass: second, size: other) * local.transpose
        + Matrix3.pointInertia(mass: second, at: apart - centre)
      let (velocity, spin) = (random.vector(1), random.vector(4))
      // Reference: Euler's equations by Runge–Kutta, and the parabola.
      let (rotation, rate) = tumble(inertia, spin: spin, time: 1)
      func errors(_ dt: Double) -> (place: Double, turn: Double, rate: Double) {
        let world = lawfulWorld(solver, ground: nil)
        let a = world.addBody(
          mass: first, inertia: boxInertia(mass: first, size: size), pose: .identity)
        let b = world.addBody(
          mass: second, inertia: boxInertia(mass: second, size: other),
          pose: Pose(position: apart, rotation: turn))
        for (body, r) in [(a, -centre), (b, apart - centre)] {
          world.setState(
            of: body,
            BodyState(
              pose: world.state(of: body).pose, velocity: velocity + spin.cross(r),
              angularVelocity: spin))
        }
        world.weld(b, to: a)
        world.run(1, dt: dt)
        let steps = (1 / dt).rounded()
        let fallen = Vector3(0, 0, -9.81) * (dt * dt * steps * (steps + 1) / 2)
        let place = world.centerOfMass - centre - velocity - fallen
        let held = world.rotation(of: a).unrotate(
          world.position(of: b) - world.position(of: a))
        // The weld holds: 4 rad/s, 0.5 m and 5 kg pull by 40 N, CFM F h / ERP = 3 µm, and a step
        // along the tangent parts the bodies by ½ ω² r h² = 0.1 mm a step at 5 ms, over the ERP.
        #expect((held - apart).length < 5e-4, "seed \(seed): \((held - apart).length) m")
        return (
          place.length, angle(world.rotation(of: a).conjugate * rotation),
          (world.angularVelocity(of: a) - rate).length
        )
      }
      let (coarse, fine) = (errors(0.004), errors(0.001))
      // The centre of mass falls as one body's does, to rounding.
      #expect(fine.place < 1e-9 && coarse.place < 1e-9, "seed \(seed): \(coarse), \(fine)")
      // First order: ½ h · (angular acceleration ≤ ω² = 16 … 48 rad/s²) · 1 s is 0.02 at 1 ms, and
      // four times the step makes about four times the error.
      #expect(fine.turn < 0.02 && fine.rate < 0.05, "seed \(seed): \(fine)")
      #expect(fine.turn < 0.6 * coarse.turn + 1e-3, "seed \(seed): \(coarse), \(fine)")
    }
  }

  /// Euler's equations I ω̇ = Iω × ω in body axes, and q̇ = ½ q ω, by classical Runge–Kutta at 0.1
  /// ms; orientation and angular velocity in the world after `time` [s] from the identity.
  private func tumble(
    _ inertia: Matrix3, spin: Vector3, time: Double
  ) -> (Quaternion, Vector3) {
    func slope(_ q: Quaternion, _ w: Vector3) -> (Quaternion, Vector3) {
      let turned = q * Quaternion(w: 0, x: w.x / 2, y: w.y / 2, z: w.z / 2)
      return (turned, solve(inertia, (inertia * w).cross(w)))
    }
    func add(_ q: Quaternion, _ d: Quaternion, _ h: Double) -> Quaternion {
      Quaternion(w: q.w + h * d.w, x: q.x + h * d.x, y: q.y + h * d.y, z: q.z + h * d.z)
    }
    var (q, w) = (Quaternion.identity, spin)
    let n = 10_000
    let h = time / Double(n)
    for _ in 0..<n {
      let (q1, w1) = slope(q, w)
      let (q2, w2) = slope(add(q, q1, h / 2), w + h / 2 * w1)
      let (q3, w3) = slope(add(q, q2, h / 2), w + h / 2 * w2)
      let (q4, w4) = slope(add(q, q3, h), w + h * w3)
      q = add(add(add(add(q, q1, h / 6), q2, h / 3), q3, h / 3), q4, h / 6)
      w = w + h / 6 * (w1 + 2 * w2 + 2 * w3 + w4)
    }
    return (q, q.rotate(w))
  }

  /// Cramer's rule.
  private func solve(_ m: Matrix3, _ b: Vector3) -> Vector3 {
    let t = m.transpose
    let determinant = t.r0.dot(t.r1.cross(t.r2))
    return Vector3(b.dot(t.r1.cross(t.r2)), t.r0.dot(b.cross(t.r2)), t.r0.dot(t.r1.cross(b)))
      / determinant
  }

  /// Of a turn [rad].
  private func angle(_ q: Quaternion) -> Double {
    2 * atan2(Vector3(q.x, q.y, q.z).length, abs(q.w))
  }

  /// A torso on four legs that slide in and out and are servoed: the feet carry it.
  @Test(arguments: solvers) func slidingLegsCarryTheWeight(solver: WorldConfiguration.Solver) {
    for friction in [0.2, 1] {
      let world = lawfulWorld(solver, friction: friction)
      let torso = world.addBody(
        mass: 6, inertia: boxInertia(mass: 6, size: Vector3(0.4, 0.3, 0.1)),
        pose: Pose(position: Vector3(0, 0, 0.43)))
      var (legs, feet, bodies): ([Joint], [Shape], [Body]) = ([], [], [torso])
      for (x, y) in [(0.2, 0.15), (0.2, -0.15), (-0.2, 0.15), (-0.2, -0.15)] {
        // A little outward, so that weight pushes the feet apart.
        let along = Vector3(x, y, -2).normalized
        let place = Vector3(x, y, 0.43)
        let leg = world.addRod(
          mass: 0.4, length: 0.4 / -along.z, from: place, along: along)
        legs.append(
          world.addJoint(
            .slider, child: leg, parent: torso, anchor: place, axis: along, stops: -0.1...0.1))
        feet.append(
          world.addShape(
            .sphere(radius: 0.03), to: leg,
            offset: Pose(position: Vector3(0, 0, 0.2 / -along.z))))
        bodies.append(leg)
      }
      world.measureGroundForces()
      func hold() {
        for leg in legs {
          world.addEffort(
            -2000 * world.position(of: leg) - 60 * world.rate(of: leg), to: leg)
        }
      }
      world.run(2, dt: Self.dt, before: hold)
      var fastest = 0.0
      world.clearGroundLoads()
      world.run(1, dt: Self.dt) {
        fastest = max(fastest, world.largestSpeed(of: bodies))
        hold()
      }
      let loads = feet.map { world.groundLoad(on: $0) }
      let carried = loads.reduce(Vector3.zero) { $0 + $1.impulse }
      #expect(fastest < 1e-3, "µ \(friction): \(fastest) m/s")
      #expect((carried - Vector3(0, 0, 7.6 * 9.81)).length < 0.01, "µ \(friction): \(carried)")
      for load in loads { #expect(abs(load.impulse.z / (1.9 * 9.81) - 1) < 0.01, "\(load)") }
      #expect(loads.allSatisfy { $0.excessImpulse < 1e-6 }, "µ \(friction)")
      #expect(world.position(of: torso).z > 0.42, "µ \(friction): \(world.position(of: torso))")
    }
  }
}
