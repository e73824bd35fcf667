import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// Random trees in flight under random internal efforts: only gravity changes their momentum.
@Suite struct MomentumTests {
  @Test(arguments: [Vector3.zero, Vector3(0, 0, -9.81), Vector3(3, -4, 5)])
  func linearMomentumChangesByGravityAlone(gravity: Vector3) {
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let tree = RandomTree(&random, gravity: gravity)
      let (dt, n) = (0.002, 200)
      for _ in 0..<n {
        tree.addRandomEfforts(&random, size: 2)
        tree.world.step(dt)
      }
      let expected = tree.totalMass * Double(n) * dt * gravity
      let error = (tree.world.momentum - expected).length
      #expect(error < 1e-9, "seed \(seed): off by \(error) kg m/s")
      #expect(tree.world.kineticEnergy > 1e-3, "seed \(seed): the efforts moved nothing")
    }
  }

  @Test(arguments: [Vector3.zero, Vector3(3, -4, 5)])
  func angularMomentumAboutTheCentreOfMassIsKept(gravity: Vector3) {
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let tree = RandomTree(&random, gravity: gravity)
      let dt = 0.001
      var exchanged = 0.0
      for _ in 0..<400 {
        tree.addRandomEfforts(&random, size: 2)
        tree.world.step(dt)
        exchanged = max(exchanged, bodySpin(of: tree))
      }
      #expect(
        tree.spin.length < 1e-3 * exchanged, "seed \(seed): \(tree.spin.length) of \(exchanged)")
    }
  }

  /// Σ |Iω| over the bodies [kg m²/s]: what they hold against each other.
  private func bodySpin(of tree: RandomTree) -> Double {
    tree.bodies.reduce(0) { sum, body in
      let w = tree.world.rotation(of: body).unrotate(tree.world.angularVelocity(of: body))
      return sum + (tree.world.inertia(of: body) * w).length
    }
  }
}
