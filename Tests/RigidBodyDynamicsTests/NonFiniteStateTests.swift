import NumericalMethods
import RigidBodyDynamics
import Testing

/// ODE aborts the process when a non-finite state meets a contact or a stop; `World.step` must not
/// let it.
@Suite struct NonFiniteStateTests {
  private func boxOnGround(_ solver: WorldConfiguration.Solver) -> (World, Body) {
    var configuration = WorldConfiguration()
    configuration.solver = solver
    let world = World(configuration)
    world.setGround(.flat)
    let size = Vector3(0.2, 0.2, 0.1)
    return (world, world.addBox(mass: 1, size: size, pose: Pose(position: .unitZ * 0.049)))
  }

  @Test(arguments: [Double.nan, .infinity, 1e200])
  func aLostWorldStandsStillAndSaysSo(speed: Double) {
    for solver in [WorldConfiguration.Solver.direct, .iterative(iterations: 8)] {
      let (world, box) = boxOnGround(solver)
      world.setState(
        of: box,
        BodyState(
          pose: Pose(position: .unitZ * 0.049), velocity: Vector3(speed, 0, -speed),
          angularVelocity: Vector3(0, speed, 0)))
      for _ in 0..<20 { world.step(0.005) }
      #expect(!world.isFinite)
      world.setState(of: box, BodyState(pose: Pose(position: .unitZ * 0.3)))
      #expect(world.isFinite)
      for _ in 0..<20 { world.step(0.005) }
      #expect(world.velocity(of: box).z < -0.9)
    }
  }

  @Test func aNonFiniteForceIsSeenInTheState() {
    for solver in [WorldConfiguration.Solver.direct, .iterative(iterations: 8)] {
      let (world, box) = boxOnGround(solver)
      world.addForce(Vector3(.nan, 0, 0), to: box)
      for _ in 0..<20 { world.step(0.005) }
      #expect(!world.isFinite)
    }
  }
}
