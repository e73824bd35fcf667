import Foundation
import NumericalMethods
import RigidBodyDynamics
import RobotDescription
import Testing

@testable import Locomotion

/// Rotors behind gears: inertia of a joint's rate, and of nothing else.
@Suite("Rotors") struct RotorTests {
  /// A constant torque makes a lone joint's rate grow by τ/(J + a), with J the arm's inertia.
  @Test(arguments: [0, 0.001, 0.01, 0.05, 0.4]) func accelerationOfALoneJoint(
    _ armature: Double
  ) throws {
    for solver in [WorldConfiguration.Solver.tree, .direct, .iterative(iterations: 50)] {
      let joint = OneJoint(kp: 1e6, kd: 0, effort: 2, velocity: 1e3, armature: armature)
      let model = try joint.model()
      #expect(close(model.leastInertia(ofJoint: 0), OneJoint.inertia + armature, 1e-15))
      let simulation = Simulation(
        model: model, options: PhysicsOptions(solver: solver), jointPositions: [0])
      simulation.world.setGravity(.zero)
      var rate = 0.0
      for _ in 0..<100 {
        simulation.advance(target: 1e6)
        #expect(simulation.actuators.efforts[0] == 2)
        let acceleration = (simulation.rates[0] - rate) / OneJoint.step
        let wanted = 2 / (OneJoint.inertia + armature)
        // ODE's motor rows and joints are compliant.
        let tolerance = (solver == .tree ? 1e-6 : 2e-4) * wanted
        #expect(
          close(acceleration, wanted, tolerance), "\(solver), \(armature): \(acceleration)")
        rate = simulation.rates[0]
      }
    }
  }

  /// Momentum of the links alone [kg m/s, kg m²/s], from the robot's description, the angular one
  /// about their centre of mass, and Σ |L| over the links.
  private func momentum(
    _ simulation: Simulation
  ) -> (linear: Vector3, angular: Vector3, exchanged: Double) {
    let links = zip(simulation.model.links, simulation.bodies).map { link, body in
      (link, simulation.world.state(of: body))
    }
    let mass = simulation.model.totalMass
    let linear = links.reduce(Vector3.zero) { $0 + $1.0.mass * $1.1.velocity }
    let center = links.reduce(Vector3.zero) { $0 + ($1.0.mass / mass) * $1.1.pose.position }
    let angular = links.map { link, state in
      let turn = state.pose.rotation
      let spin = turn.rotate(link.inertia * turn.unrotate(state.angularVelocity))
      return (state.pose.position - center).cross(link.mass * state.velocity) + spin
    }
    return (
      linear, angular.reduce(.zero, +), angular.reduce(0) { $0 + $1.length }
    )
  }

  /// Motors of a robot in flight change neither momentum, however heavy the rotors are.
  @Test(arguments: Shipped.names, [0, 0.004, 0.1]) func momentumInFlight(
    _ name: String, _ armature: Double
  ) throws {
    let source = try Shipped.model(name).source
    let model = try RobotModel(
      urdf: source.urdf, urdfName: name,
      profile: source.profile.replacing(
        #/armature: [0-9.]+/#, with: "armature: \(armature)"),
      profileName: name)
    for seed in 1...3 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let simulation = Simulation(
        model: model, options: PhysicsOptions(stepDivisor: 10),
        jointPositions: model.joints.map(\.standing), lift: 5)
      simulation.world.setGravity(.zero)
      var (exchanged, turned) = (0.0, 0.0)
      for _ in 0..<25 {
        let targets = model.joints.map {
          min(max($0.standing + random.uniform(-0.5, 0.5), $0.lower), $0.upper)
        }
        simulation.advance(targets: targets.span)
        let now = momentum(simulation)
        exchanged = max(exchanged, now.exchanged)
        turned = max(turned, now.angular.length)
        #expect(now.linear.length < 1e-9, "seed \(seed): \(now.linear)")
      }
      #expect(exchanged > 0.1, "seed \(seed): the motors moved something")
      #expect(turned < 1e-3 * exchanged, "seed \(seed): \(turned) of \(exchanged) kg m²/s")
    }
  }
}
