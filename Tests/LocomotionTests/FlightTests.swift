import Foundation
import NumericalMethods
import RigidBodyDynamics
import RobotDescription
import Testing

@testable import Locomotion

/// Robots in free flight with their joints in motion end where MuJoCo says (`tools/peers/mujoco/run
/// flight`, the exported model, Runge–Kutta at 0.1 ms): two readings of masses, inertias, frames
/// and axes.
@Suite("Free flight") struct FlightTests {
  struct Flight: Decodable, Sendable, CustomTestStringConvertible {
    struct End: Decodable {
      let base, orientation, positions, rates: [Double]
    }

    let robot: String
    /// [kg m²]
    let armature: Double
    /// [m], [s], [rad], [rad/s]
    let height, duration: Double
    let positions, rates: [Double]
    /// Of the base [rad/s].
    let spin: [Double]
    let end: End
    var testDescription: String { "\(robot), armature \(armature)" }

    /// The robot with limp servos and this armature, whose links pass through each other.
    func model() throws -> RobotModel {
      let source = try Shipped.model(robot).source
      return try RobotModel(
        urdf: source.urdf, urdfName: robot,
        profile: source.profile.replacing(#/armature: [0-9.]+/#, with: "armature: \(armature)")
          .replacing("self_collision: true", with: "self_collision: false")
          .replacing(#/kp: [0-9.]+, kd: [0-9.]+/#, with: "kp: 0, kd: 0"),
        profileName: "\(robot).yaml")
    }
  }

  /// Of bare links, and with rotors, which act on the joint's rate alone in both.
  static let flights: [Flight] = {
    struct Fixture: Decodable { let flights: [Flight] }
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Reference/flight.json")
    let fixture = try? JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    return fixture?.flights ?? []
  }()

  @Test func eachRobotFlies() { #expect(Set(Self.flights.map(\.robot)) == Set(Shipped.names)) }

  @Test(arguments: flights) func endsWhereMuJoCoSays(_ flight: Flight) throws {
    let model = try flight.model()
    // Bounds are some three times what a method of first order leaves at this step, falling with
    // it.
    let simulation = Simulation(
      model: model, options: PhysicsOptions(stepDivisor: 50), jointPositions: flight.positions)
    launch(simulation, flight)
    let periods = Int((flight.duration / model.profile.controlPeriod).rounded())
    for _ in 0..<periods {
      simulation.advance(targets: flight.positions.span)
    }
    let base = simulation.basePose
    let end = flight.end
    for (ours, theirs) in zip(simulation.positions, end.positions) {
      #expect(abs(ours - theirs) < 2e-4, "\(ours - theirs)")
    }
    for (ours, theirs) in zip(simulation.rates, end.rates) {
      #expect(abs(ours - theirs) < 2e-2, "\(ours - theirs)")
    }
    let place = Vector3(end.base[0], end.base[1], end.base[2])
    #expect((base.position - place).length < 5e-4, "\((base.position - place).length)")
    let q = end.orientation
    let turn = base.rotation.conjugate * Quaternion(w: q[0], x: q[1], y: q[2], z: q[3])
    let angle = 2 * asin(min(1, Vector3(turn.x, turn.y, turn.z).length))
    #expect(angle < 1e-4, "\(angle)")
  }

  /// The base level and high up, turning, the joints at their rates.
  private func launch(_ simulation: Simulation, _ flight: Flight) {
    let model = simulation.model
    let poses = model.linkPoses(
      base: Pose(position: Vector3(0, 0, flight.height)), jointPositions: flight.positions)
    var spins = [Vector3(flight.spin[0], flight.spin[1], flight.spin[2])]
    var velocities = [Vector3.zero]
    for (joint, rate) in zip(model.joints, flight.rates) {
      let (parent, child) = (joint.parent, joint.child)
      let arm = poses[child].position - poses[parent].position
      velocities.append(velocities[parent] + spins[parent].cross(arm))
      spins.append(spins[parent] + poses[child].rotation.rotate(joint.axis) * rate)
    }
    for (i, link) in model.links.enumerated() {
      let arm = poses[i].rotation.rotate(link.centerOfMass)
      simulation.world.setState(
        of: simulation.bodies[i],
        BodyState(
          pose: poses[i] * Pose(position: link.centerOfMass),
          velocity: velocities[i] + spins[i].cross(arm), angularVelocity: spins[i]))
    }
    simulation.readJoints()
  }
}
