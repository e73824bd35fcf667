import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// An assertion of ODE that fails within a step, whatever let it come to that, ends the step and
/// not the process.
@Suite struct AssertionTests {
  @Test(arguments: [WorldConfiguration.Solver.direct, .iterative(iterations: 8)])
  func aFailedAssertionBreaksTheWorldAlone(solver: WorldConfiguration.Solver) {
    for _ in 0..<20 {
      var configuration = WorldConfiguration()
      configuration.solver = solver
      let world = World(configuration)
      world.setGround(.flat)
      // Its spin after the step is beyond all numbers, and its orientation none.
      let body = world.addBody(
        mass: 1, inertia: Matrix3.identity * 1e-290, pose: Pose(position: .unitZ))
      world.addTorque(Vector3(1e29, 0, 0), to: body)
      world.step(0.01)
      #expect(!world.isFinite && world.isBroken)
      world.setState(of: body, BodyState(pose: Pose(position: .unitZ)))
      world.step(0.01)
      #expect(world.position(of: body).z == 1, "nothing is stepped again")
    }
    let other = World()
    let ball = other.addBox(mass: 1, size: Vector3(1, 1, 1), pose: Pose(position: .unitZ * 3))
    other.step(0.01)
    #expect(other.isFinite && other.position(of: ball).z < 3)
  }

  /// Cutting short what is asked of the collider is an assertion, too.
  @Test func aFailedCollisionIsNoContact() {
    var configuration = WorldConfiguration()
    configuration.contactsPerPair = 1
    let world = World(configuration)
    let size = Vector3(1, 1, 1)
    let bodies = (0..<2).map { _ in world.addBox(mass: 1, size: size, pose: Pose()) }
    #expect(bodies.count == 2 && !world.isBroken)
    world.breakDown()
    world.step(0.01)
    #expect(world.isBroken && !world.isFinite)
  }
}
