import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

@Suite struct GroundForceTests {
  /// A box at rest on four corners: the ground carries its weight, at a point under its centre.
  @Test func theGroundCarriesTheWeight() throws {
    for dt in [0.005, 0.01] {
      let world = World()
      world.setGround(.flat)
      let body = world.addBody(
        mass: 4, inertia: Matrix3.identity * 0.03, pose: Pose(position: Vector3(0.3, -0.2, 0.05)))
      let shape = world.addShape(.box(size: Vector3(0.2, 0.3, 0.1)), to: body, offset: .identity)
      for _ in 0..<400 { world.step(dt) }
      #expect(world.groundLoad(on: shape) == GroundLoad(), "not measured yet")
      world.measureGroundForces()
      for _ in 0..<10 { world.step(dt) }
      let load = world.groundLoad(on: shape)
      let force = load.impulse / (10 * dt)
      #expect(abs(force.z - 4 * 9.81) < 1e-3 && abs(force.x) < 1e-3 && abs(force.y) < 1e-3)
      let point = try #require(load.point)
      #expect((point - Vector3(0.3, -0.2, 0)).length < 2e-3, "\(point)")
      world.clearGroundLoads()
      #expect(world.groundLoad(on: shape) == GroundLoad())
    }
  }

  /// A ball too heavy to turn, dragged over the ground by more than friction holds. The iterative
  /// solver's friction is µ F_n along each of two axes: nothing lies beyond Coulomb's bound along
  /// one of them, and √2 − 1 of √2 parts between the two.
  @Test func whatLiesBeyondTheConeIsTold() {
    for (heading, share) in [(0.0, 0.0), (.pi / 2, 0), (.pi / 4, 1 - 0.5.squareRoot())] {
      var configuration = WorldConfiguration()
      configuration.solver = .iterative(iterations: 50)
      configuration.friction = 0.5
      let world = World(configuration)
      world.setGround(.flat)
      let body = world.addBody(
        mass: 4, inertia: Matrix3.identity * 1e6, pose: Pose(position: Vector3(0, 0, 0.05)))
      let shape = world.addShape(.sphere(radius: 0.05), to: body, offset: .identity)
      world.measureGroundForces()
      let dt = 0.005
      for step in 0..<200 {
        if step == 100 { world.clearGroundLoads() }
        world.addForce(Vector3(cos(heading), sin(heading), 0) * 40, to: body)
        world.step(dt)
      }
      let load = world.groundLoad(on: shape)
      let push = 4 * 9.81 * 0.5 * 100 * dt / (1 - share)
      #expect(abs(load.tangentialImpulse / push - 1) < 0.02, "\(load) at \(heading)")
      #expect(abs(load.excessImpulse / load.tangentialImpulse - share) < 0.01, "\(load)")
    }
  }

  /// Newton's second law: what a ball that slides, bounces and rolls on bumps gains in momentum is
  /// what the ground and gravity gave.
  @Test func forcesGiveTheMomentum() {
    let world = World()
    world.setGround(.heightfield(field { x, y in 0.25 + 0.02 * (x + 2 * y) }))
    let ball = world.addBody(
      mass: 2, inertia: Matrix3.identity * 0.008, pose: Pose(position: Vector3(0, 0, 0.5)))
    let shape = world.addShape(.sphere(radius: 0.1), to: ball, offset: .identity)
    world.setState(
      of: ball,
      BodyState(pose: world.state(of: ball).pose, velocity: Vector3(0.8, -0.3, 0)))
    world.measureGroundForces()
    let (dt, steps) = (0.005, 300)
    let before = world.velocity(of: ball)
    for _ in 0..<steps { world.step(dt) }
    let gained = (world.velocity(of: ball) - before) * 2
    let given = world.groundLoad(on: shape).impulse + world.gravity * (2 * dt * Double(steps))
    #expect((gained - given).length < 1e-9, "\(gained) against \(given)")
    #expect(world.groundLoad(on: shape).impulse.length > 1)
  }
}
