import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

@Suite struct EnergyTests {
  /// Two bodies, worked out on paper.
  @Test func sumsMatchAHandComputation() {
    var configuration = WorldConfiguration()
    configuration.gravity = Vector3(0, 1, -10)
    let world = World(configuration)
    let inertia = Matrix3(diagonal: Vector3(1, 2, 3))
    let a = world.addBody(mass: 2, inertia: inertia, pose: .identity)
    let b = world.addBody(mass: 3, inertia: Matrix3.identity * 4, pose: .identity)
    // A quarter turn about z puts a's x axis on world y: its inertia in the world is (2, 1, 3).
    world.setState(
      of: a,
      BodyState(
        pose: Pose(
          position: Vector3(1, 0, 2), rotation: Quaternion(axis: .unitZ, angle: .pi / 2)),
        velocity: Vector3(0, 3, 0), angularVelocity: Vector3(1, 2, 1)))
    world.setState(
      of: b,
      BodyState(
        pose: Pose(position: Vector3(0, 1, -1)), velocity: Vector3(2, 0, 0),
        angularVelocity: Vector3(0, 0, 0.5)))
    // ½ 2·9 + ½ (2·1 + 1·4 + 3·1) = 13.5;  ½ 3·4 + ½ 4·¼ = 6.5.
    #expect(abs(world.kineticEnergy - 20) < 1e-12)
    // −2 (0·1 − 10·2) − 3 (1·1 + 10·1) = 40 − 33.
    #expect(abs(world.potentialEnergy - 7) < 1e-12)
    #expect((world.momentum - Vector3(6, 6, 0)).length < 1e-12)
    // a: p × mv = (1,0,2) × (0,6,0) = (−12, 0, 6), spin (2, 2, 3);
    // b: (0,1,−1) × (6,0,0) = (0, −6, −6), spin (0, 0, 2).
    #expect((world.angularMomentum - Vector3(-10, -4, 5)).length < 1e-12)
  }

  @Test func massAndInertiaReadBack() {
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let world = World()
      let body = world.addBody(mass: 1, inertia: .identity, pose: .identity)
      let turn = Matrix3(random.rotation())
      let inertia = turn * Matrix3(diagonal: Vector3(0.2, 0.3, 0.4)) * turn.transpose
      world.setMass(of: body, mass: 2.5, inertia: inertia)
      #expect(world.mass(of: body) == 2.5, "seed \(seed)")
      for v in [Vector3.unitX, .unitY, .unitZ] {
        #expect((world.inertia(of: body) * v - inertia * v).length < 1e-12, "seed \(seed)")
      }
      world.addTorque(Vector3(1, 2, 3), to: body)
      world.step(0.001)
      let response = inertia * world.angularVelocity(of: body)
      #expect((response - 0.001 * Vector3(1, 2, 3)).length < 1e-7, "seed \(seed)")
    }
  }

  @Test func freeFallTradesPotentialForKineticEnergy() {
    let world = World()
    let body = world.addBody(mass: 2, inertia: .identity, pose: Pose(position: .unitZ * 30))
    #expect(abs(world.potentialEnergy - 2 * 9.81 * 30) < 1e-9)
    let start = world.potentialEnergy
    for _ in 0..<1000 { world.step(0.001) }
    #expect(abs(world.kineticEnergy - 2 * 9.81 * 9.81 / 2) < 1e-6)
    // Semi-implicit Euler falls ½ g t dt further than the parabola.
    #expect(abs(world.potentialEnergy + world.kineticEnergy - start + 9.81 * 9.81 * 1e-3) < 1e-6)
    #expect(world.velocity(of: body).z < 0)
  }
}
