import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// What stands neither creeps nor trembles, however many contacts share its weight.
@Suite struct StandingStillTests {
  private static let solvers: [WorldConfiguration.Solver] = [.tree]

  @Test(arguments: solvers, [0.0025, 0.005, 0.01]) func aBoxOnASlopeDoesNotCreep(
    solver: WorldConfiguration.Solver, dt: Double
  ) {
    for heading in (0...6).map({ Double($0) * .pi / 12 }) {
      let tilt = 15 * Double.pi / 180
      let downhill = Vector3(cos(heading), sin(heading), 0)
      let world = lawfulWorld(
        solver, friction: 0.6, gravity: 9.81 * (sin(tilt) * downhill - cos(tilt) * .unitZ))
      let box = world.addBox(
        mass: 4, size: Vector3(0.4, 0.3, 0.1), pose: Pose(position: Vector3(0, 0, 0.05)))
      world.run(1, dt: dt)
      let start = world.position(of: box)
      world.run(2, dt: dt)
      let creep = (world.position(of: box) - start).length / 2
      // Soft friction creeps by CFM F: 1e-5 · 10 N / 4 corners is 0.03 mm/s.
      #expect(creep < 5e-4, "heading \(heading): \(creep) m/s")
      #expect(world.largestSpeed(of: [box]) < 1e-3, "heading \(heading)")
      #expect(world.solverMessages == 0)
    }
  }

  @Test(arguments: solvers, [0.0025, 0.005, 0.01]) func aStiffQuadrupedStandsStill(
    solver: WorldConfiguration.Solver, dt: Double
  ) {
    for friction in [0.3, 0.8, 1.2] {
      let world = lawfulWorld(solver, friction: friction)
      let robot = Quadruped(world)
      world.measureGroundForces()
      world.run(2, dt: dt, before: robot.hold)
      world.clearGroundLoads()
      let start = world.position(of: robot.torso)
      var fastest = 0.0
      world.run(1, dt: dt) {
        fastest = max(fastest, world.largestSpeed(of: robot.bodies))
        robot.hold()
      }
      let loads = robot.feet.map { world.groundLoad(on: $0) }
      let carried = loads.reduce(Vector3.zero) { $0 + $1.impulse }
      let name = "µ \(friction)"
      #expect(fastest < 1e-3, "\(name): \(fastest) m/s")
      #expect((world.position(of: robot.torso) - start).length < 5e-4, "\(name)")
      #expect(start.z > 0.37, "\(name): sunk to \(start.z)")
      // At rest the momentum changes by 1e-3 m/s · 12 kg at most.
      #expect((carried + robot.mass * world.gravity).length < 0.02, "\(name): \(carried) N s")
      #expect(loads.allSatisfy { $0.excessImpulse < 1e-4 }, "\(name)")
      #expect(world.solverMessages == 0, "\(name): \(world.solverMessages)")
    }
  }

  /// Six boxes in three layers, with more contacts than statics can tell apart.
  @Test(arguments: solvers, [0.0025, 0.005, 0.01]) func aPyramidOfBoxesStands(
    solver: WorldConfiguration.Solver, dt: Double
  ) {
    let world = lawfulWorld(solver, friction: 0.7)
    var (boxes, shapes): ([Body], [Shape]) = ([], [])
    let size = Vector3(0.2, 0.2, 0.1)
    for (layer, count) in [(0, 3), (1, 2), (2, 1)] {
      for k in 0..<count {
        let x = 0.22 * (Double(k) - Double(count - 1) / 2)
        let box = world.addBody(
          mass: 1, inertia: boxInertia(mass: 1, size: size),
          pose: Pose(position: Vector3(x, 0, 0.05 + 0.1 * Double(layer))))
        let shape = world.addShape(.box(size: size), to: box, offset: .identity)
        for other in shapes { world.collide(other, with: shape) }
        boxes.append(box)
        shapes.append(shape)
      }
    }
    world.measureGroundForces()
    let start = boxes.map { world.position(of: $0) }
    let energy = world.potentialEnergy
    var highest = energy
    world.run(2, dt: dt) { highest = max(highest, world.kineticEnergy + world.potentialEnergy) }
    #expect(highest < energy + 1e-6, "gained \(highest - energy) J")
    // A contact gives way by CFM F h / ERP, 0.07 mm at 15 N and 10 ms; three layers of it, and as
    // much again while it settles.
    let moved = zip(boxes, start).map { (world.position(of: $0.0) - $0.1).length }.max() ?? 0
    #expect(moved < 2e-3, "moved by \(moved) m")
    #expect(world.largestSpeed(of: boxes) < 1e-3, "\(world.largestSpeed(of: boxes)) m/s")
    var deepest = 0.0
    for (k, a) in shapes.enumerated() {
      for b in shapes[..<k] { deepest = max(deepest, world.overlap(of: a, with: b)) }
    }
    #expect(deepest < 2e-3, "\(deepest) m")
    #expect(world.solverMessages == 0)
    world.clearGroundLoads()
    world.run(0.1, dt: dt)
    let carried = shapes.reduce(0) { $0 + world.groundLoad(on: $1).impulse.z } / 0.1
    // 1e-3 m/s · 6 kg within 0.1 s.
    #expect(abs(carried - 6 * 9.81) < 0.06, "\(carried) N")
  }

  /// Nine balls under one plate, dropped at an angle: six of their normal forces are redundant.
  @Test(arguments: solvers) func redundantFeetComeToRest(solver: WorldConfiguration.Solver) {
    for dt in [0.005, 0.01] {
      let world = lawfulWorld(solver, friction: 0.9)
      let size = Vector3(0.5, 0.5, 0.05)
      let plate = world.addBody(
        mass: 5, inertia: boxInertia(mass: 5, size: size),
        pose: Pose(
          position: Vector3(0, 0, 0.15), rotation: Quaternion(axis: .unitX, angle: 0.1)))
      let feet = (0..<9).map { k in
        let place = Vector3(0.2 * Double(k % 3 - 1), 0.2 * Double(k / 3 - 1), -0.025)
        return world.addShape(.sphere(radius: 0.03), to: plate, offset: Pose(position: place))
      }
      world.measureGroundForces()
      world.run(1, dt: dt)
      var fastest = 0.0
      world.run(1, dt: dt) { fastest = max(fastest, world.largestSpeed(of: [plate])) }
      #expect(world.contactCount == 9)
      #expect(fastest < 1e-4, "\(dt) s: \(fastest) m/s")
      #expect(world.solverMessages == 0, "\(dt) s: \(world.solverMessages)")
      world.clearGroundLoads()
      world.run(0.1, dt: dt)
      let carried = feet.reduce(0) { $0 + world.groundLoad(on: $1).impulse.z } / 0.1
      #expect(abs(carried - 5 * 9.81) < 0.01, "\(dt) s: \(carried) N")
    }
  }
}
