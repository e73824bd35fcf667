import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

/// Coulomb's law and rest on height fields, where normals lean and a shape may touch several
/// triangles.
@Suite struct RoughGroundTests {
  private static let solvers: [WorldConfiguration.Solver] = [.tree]
  private static let dt = 0.005

  /// Bumps of up to 4 cm between samples 10 cm apart.
  private static func bumps(seed: UInt64) -> Heightfield {
    var random = SplitMix64(seed: seed)
    return field { _, _ in random.uniform(0...0.04) }
  }

  @Test(arguments: solvers) func aBoxStaysOnBumps(solver: WorldConfiguration.Solver) {
    for seed in UInt64(0)..<12 {
      let world = lawfulWorld(
        solver, friction: 0.8, ground: .heightfield(Self.bumps(seed: seed)))
      let box = world.addBox(
        mass: 3, size: Vector3(0.35, 0.25, 0.15), pose: Pose(position: Vector3(0.1, 0.2, 0.2)))
      // It rocks on two or three bumps for up to 4 s, as contacts come and go under its edges.
      world.run(6, dt: Self.dt)
      let start = world.position(of: box)
      var fastest = 0.0
      world.run(1, dt: Self.dt) { fastest = max(fastest, world.largestSpeed(of: [box])) }
      // Soft friction creeps by CFM F = 1e-5 · 30 N = 0.3 mm/s at most.
      #expect(fastest < 1e-3, "seed \(seed): \(fastest) m/s")
      #expect((world.position(of: box) - start).length < 5e-4, "seed \(seed)")
      #expect(start.z > 0.06 && start.z < 0.13, "seed \(seed): \(start.z)")
    }
  }

  /// In a pit the lowest sample holds a ball from all sides.
  @Test(arguments: solvers) func aBallStaysInAPit(solver: WorldConfiguration.Solver) {
    for slope in [0.2, 0.5, 1] {
      let pit = field(columns: 41, origin: Vector3(-2, -1.5, 0)) { x, y in
        slope * (x * x + y * y).squareRoot()
      }
      let world = lawfulWorld(solver, friction: 0.5, ground: .heightfield(pit))
      let ball = world.addSphere(mass: 2, radius: 0.1, at: Vector3(0, 0, 0.11 + 0.05 * slope))
      world.run(1, dt: Self.dt)
      var fastest = 0.0
      world.run(1, dt: Self.dt) { fastest = max(fastest, world.largestSpeed(of: [ball])) }
      let place = world.position(of: ball)
      #expect(fastest < 1e-3, "slope \(slope): \(fastest) m/s")
      #expect(abs(place.x) < 1e-3 && abs(place.y) < 1e-3, "slope \(slope): \(place)")
    }
  }

  /// Four legs with balls for feet, held by their servos, on ground that is nowhere level.
  @Test(arguments: solvers) func aQuadrupedStandsOnBumps(solver: WorldConfiguration.Solver) {
    for seed in UInt64(0)..<4 {
      let ground = Self.bumps(seed: seed)
      let world = lawfulWorld(solver, friction: 0.8, ground: .heightfield(ground))
      let robot = Quadruped(world, height: 0.04)
      world.measureGroundForces()
      world.run(3, dt: Self.dt, before: robot.hold)
      let start = world.position(of: robot.torso)
      var fastest = 0.0
      world.clearGroundLoads()
      world.run(1, dt: Self.dt) {
        fastest = max(fastest, world.largestSpeed(of: robot.bodies))
        robot.hold()
      }
      let loads = robot.feet.map { world.groundLoad(on: $0) }
      let carried = loads.reduce(Vector3.zero) { $0 + $1.impulse }
      #expect(fastest < 2e-3, "seed \(seed): \(fastest) m/s")
      #expect((world.position(of: robot.torso) - start).length < 1e-3, "seed \(seed)")
      #expect(start.z > 0.35, "seed \(seed): \(start.z) m")
      #expect((carried + robot.mass * world.gravity).length < 0.05, "seed \(seed): \(carried)")
      for load in loads {
        #expect(load.excessImpulse <= 1e-6 * load.tangentialImpulse, "seed \(seed)")
      }
    }
  }

  /// On a sloped field every contact keeps |F_t| ≤ µ F_n about its own normal, sticking or sliding.
  @Test(arguments: solvers, [(0.15, -0.1), (0.5, 0.3), (-0.2, 0.6)])
  func theConeStandsOnTheSlope(solver: WorldConfiguration.Solver, rise: (x: Double, y: Double)) {
    let scale = 1 / (1 + rise.x * rise.x + rise.y * rise.y).squareRoot()
    let normal = scale * Vector3(-rise.x, -rise.y, 1)
    let lift = Quaternion.turning(.unitZ, into: normal)
    for friction in [0.1, 0.3, 0.6, 1] {
      for (name, solid, reach) in [
        ("ball", Solid.sphere(radius: 0.1), 0.1),
        ("box", .box(size: Vector3(0.3, 0.2, 0.1)), 0.05),
        ("capsule", .capsule(radius: 0.05, length: 0.3), 0.05),
      ] {
        let slope = field { rise.x * $0 + rise.y * $1 }
        let world = lawfulWorld(solver, friction: friction, ground: .heightfield(slope))
        let turn =
          name == "capsule" ? Quaternion(axis: .unitX, angle: .pi / 2) : .identity
        let body = world.addBody(
          mass: 2, inertia: Matrix3.identity * 0.02,
          pose: Pose(position: (reach + 0.02) * normal, rotation: lift * turn))
        let shape = world.addShape(solid, to: body, offset: .identity)
        world.measureGroundForces()
        world.setState(
          of: body,
          BodyState(
            pose: world.state(of: body).pose, velocity: lift.rotate(Vector3(0.3, 0.2, 0)),
            angularVelocity: Vector3(1, -2, 3)))
        var (worst, pulled) = (0.0, 0.0)
        for _ in 0..<60 {
          world.weighedStep(Self.dt)
          let (n, t) = world.groundLoad(on: shape).split(along: normal)
          pulled = min(pulled, n)
          if n > 1e-3 { worst = max(worst, t / (friction * n)) }
        }
        // The solver's tolerance, and triangles whose normals are this one to rounding.
        #expect(worst <= 1 + 1e-6, "\(name), µ \(friction): \(worst) µ F_n")
        #expect(worst > 0.01, "\(name), µ \(friction) never touched")
        #expect(pulled >= -1e-9, "\(name), µ \(friction): \(pulled) N s")
      }
    }
  }
}
