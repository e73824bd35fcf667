import Foundation
import Locomotion
import NumericalMethods
import RigidBodyDynamics
import RobotDescription
import Testing

/// Payload, friction, slope and rough ground as they stand in the world at the start of a life.
@Suite("Load and ground") struct GroundTests {
  /// Runs one control step and hands the simulation over before it.
  private func inspect(
    _ conditions: [Condition], seed: UInt64 = 1, robot: String = "ant",
    _ body: (Simulation) -> Void
  ) throws {
    var task = LocomotionTask.lasting(0.02)
    task.settle = 0
    let episode = Episode(model: try Shipped.model(robot), task: task)
    withoutActuallyEscaping(body) { body in
      let watch = Watch(start: { body($0.simulation) }) { _ in }
      _ = episode.run(
        ConstantPose(), EpisodeSpecification(seed: seed, conditions: conditions), observer: watch)
    }
  }

  /// Potential energy is −Σ m g·p, so at equal poses the added mass is ΔU / (g z).
  @Test(arguments: Shipped.names) func payloadAddsItsMassAtTheBase(_ name: String) throws {
    let model = try Shipped.model(name)
    var nominal = 0.0
    try inspect([], robot: name) { nominal = $0.world.potentialEnergy }
    for (severity, share) in zip(Condition.severities, [0.1, 0.2, 0.3, 0.4, 0.5]) {
      try inspect([Condition(.payload, severity: severity)], robot: name) { simulation in
        let height = simulation.basePose.apply(model.links[0].centerOfMass).z
        let mass = (simulation.world.potentialEnergy - nominal) / (9.81 * height)
        #expect(close(mass, share * model.totalMass, 1e-9), "\(mass) kg")
      }
    }
  }

  @Test func frictionIsAShareOfTheNominalOne() throws {
    let nominal = try Shipped.model("ant").profile.friction
    try inspect([]) { #expect($0.world.friction == nominal) }
    for (severity, share) in zip(Condition.severities, [0.8, 0.6, 0.45, 0.3, 0.2]) {
      try inspect([Condition(.friction, severity: severity)]) {
        #expect(close($0.world.friction, share * nominal, 1e-15))
      }
    }
  }

  /// A box at rest on the slope: as on a plane that rises towards +x, it slides back once
  /// tan(angle) > µ, with acceleration g (sin − µ cos).
  @Test func slopeIsATiltedPlane() throws {
    for (severity, degrees) in zip(Condition.severities, [3.0, 6, 9, 12, 15]) {
      var gravity = Vector3.zero
      try inspect([Condition(.slope, severity: severity)]) { gravity = $0.world.gravity }
      #expect(close(gravity.length, 9.81, 1e-12))
      let angle = degrees * .pi / 180
      let tilted = slide(gravity: gravity, normal: .unitZ)
      let plane = slide(
        gravity: Vector3(0, 0, -9.81), normal: Vector3(-sin(angle), 0, cos(angle)))
      #expect(close(tilted, plane, 1e-6 + 0.01 * abs(plane)), "\(degrees)°: \(tilted), \(plane) m")
      let downhill = 9.81 * max(0, sin(angle) - 0.2 * cos(angle)) / 2
      #expect(close(tilted, -downhill, 0.02 + 0.05 * downhill), "\(degrees)°: \(tilted) m")
    }
  }

  /// How far [m] a box with µ = 0.2 slides up along x in one second on a plane through the origin.
  private func slide(gravity: Vector3, normal: Vector3) -> Double {
    var configuration = WorldConfiguration()
    configuration.gravity = gravity
    configuration.friction = 0.2
    let world = World(configuration)
    world.setGround(.plane(normal: normal, offset: 0))
    let tilt = Quaternion(axis: .unitY, angle: atan2(normal.x, normal.z))
    let size = Vector3(0.4, 0.4, 0.1)
    let inertia = Matrix3(diagonal: Vector3(0.0142, 0.0142, 0.0267))
    let start = normal * 0.0499
    let box = world.addBody(mass: 1, inertia: inertia, pose: Pose(position: start, rotation: tilt))
    _ = world.addShape(.box(size: size), to: box, offset: .identity)
    for _ in 0..<1000 { world.step(0.001) }
    return tilt.unrotate(world.position(of: box) - start).x
  }

  @Test func roughGroundOfALife() throws {
    for (severity, amplitude) in zip(Condition.severities, [0.02, 0.04, 0.06, 0.08, 0.1]) {
      try inspect([Condition(.roughGround, severity: severity)]) { simulation in
        var low = 0.0
        var high = 0.0
        for x in stride(from: -7.0, to: 23, by: 0.11) {
          for y in stride(from: -15.0, to: 15, by: 0.37) {
            let h = simulation.world.groundHeight(x: x, y: y)
            (low, high) = (min(low, h), max(high, h))
            if x * x + y * y < 0.4 * 0.4 { #expect(h == 0, "flat under the start") }
          }
        }
        #expect(low >= -amplitude && high <= amplitude, "\(low) … \(high)")
        #expect(high - low > amplitude, "and rough elsewhere: \(low) … \(high)")
      }
    }
  }
}
