import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// Euler's equations: an asymmetric body in free rotation keeps Iω in the world frame and ½ ω·Iω.
@Suite struct FreeRotationTests {
  private static let inertia = Matrix3(diagonal: Vector3(0.02, 0.05, 0.06))

  private func tumble(_ w: Vector3, _ q: Quaternion, dt: Double, for time: Double) -> World {
    let world = weightlessWorld()
    let body = world.addBody(mass: 1, inertia: Self.inertia, pose: .identity)
    world.setState(of: body, BodyState(pose: Pose(rotation: q), angularVelocity: w))
    for _ in 0..<Int((time / dt).rounded()) { world.step(dt) }
    return world
  }

  /// ODE's implicit gyroscopic torque loses energy rather than gain it.
  @Test func keepsAngularMomentumAndEnergy() {
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let (w, q) = (5 * random.direction(), random.rotation())
      let start = tumble(w, q, dt: 0.001, for: 0)
      let end = tumble(w, q, dt: 0.001, for: 1)
      let spin = (end.angularMomentum - start.angularMomentum).length
      let energy = end.kineticEnergy / start.kineticEnergy - 1
      #expect(spin < 0.01 * start.angularMomentum.length, "seed \(seed): \(spin)")
      #expect(energy < 1e-9 && energy > -0.01, "seed \(seed): \(energy)")
    }
  }

  @Test func theErrorFallsWithTheStep() {
    for seed in UInt64(0)..<10 {
      var random = SplitMix64(seed: seed)
      let (w, q) = (5 * random.direction(), random.rotation())
      let start = tumble(w, q, dt: 0.001, for: 0).angularMomentum
      let errors = [0.004, 0.002, 0.001].map {
        (tumble(w, q, dt: $0, for: 1).angularMomentum - start).length
      }
      #expect(errors[2] < 0.35 * errors[0], "seed \(seed): \(errors)")
    }
  }

  /// Rotation about the middle axis is unstable: without the gyroscopic torque it would stay.
  @Test func theMiddleAxisTumbles() {
    let world = weightlessWorld()
    let body = world.addBody(mass: 1, inertia: Self.inertia, pose: .identity)
    world.setState(
      of: body, BodyState(pose: .identity, angularVelocity: Vector3(0.01, 8, 0)))
    var least = 1.0
    for _ in 0..<2000 {
      world.step(0.002)
      least = min(least, world.rotation(of: body).rotate(.unitY).y)
    }
    #expect(least < -0.85)
  }
}
