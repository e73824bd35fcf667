import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// Trees in flight, thrown by their own joints: what they do to each other adds up to nothing.
@Suite struct FlightLawTests {
  private static let solvers: [WorldConfiguration.Solver] = [.tree]

  /// Efforts and stops act on two bodies at once and in opposite directions: rounding alone.
  @Test(arguments: solvers, [Vector3.zero, Vector3(3, -4, -9)]) func linearMomentumIsKept(
    solver: WorldConfiguration.Solver, gravity: Vector3
  ) {
    var struck = 0
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let tree = RandomTree(
        &random, gravity: gravity, configuration: WorldConfiguration(solver), stops: -0.1...0.1)
      let (dt, steps) = (0.005, 200)
      for _ in 0..<steps {
        tree.addRandomEfforts(&random, size: 4)
        tree.world.step(dt)
        struck += tree.joints.count { abs(tree.world.position(of: $0)) > 0.1 }
      }
      let expected = tree.totalMass * Double(steps) * dt * gravity
      let error = (tree.world.momentum - expected).length
      // 200 steps of impulses below 1 N s: 1e-13 each and 1e-11 together.
      #expect(error < 1e-10, "seed \(seed): off by \(error) kg m/s")
      #expect(tree.world.isFinite, "seed \(seed)")
    }
    #expect(struck > 1000, "the stops were not met")
  }

  /// Anchors that drift apart let a joint's force turn the tree, and bodies turn by straight steps:
  /// the error falls with the step at least in proportion and is small.
  @Test(arguments: solvers) func angularMomentumIsKeptToTheOrderOfTheStep(
    solver: WorldConfiguration.Solver
  ) {
    func error(_ dt: Double) -> Double {
      var sum = 0.0
      for seed in UInt64(0)..<20 {
        var random = SplitMix64(seed: seed)
        let tree = RandomTree(
          &random, gravity: Vector3(0, 0, -9.81), configuration: WorldConfiguration(solver),
          stops: -0.3...0.3)
        var efforts: [Double] = []
        var exchanged = 0.0
        let hold = Int((0.02 / dt).rounded())
        for step in 0..<Int((0.5 / dt).rounded()) {
          if step % hold == 0 { efforts = tree.joints.map { _ in random.uniform(-2...2) } }
          for (joint, effort) in zip(tree.joints, efforts) {
            tree.world.addEffort(effort, to: joint)
          }
          tree.world.step(dt)
          exchanged = max(exchanged, Self.bodySpin(of: tree))
        }
        sum += tree.spin.length / exchanged
      }
      return sum / 20
    }
    let errors = [0.004, 0.002, 0.001].map(error)
    #expect(errors[2] < 1e-3, "\(errors)")
    #expect(errors[1] < errors[0] / 1.5 && errors[2] < errors[1] / 1.5, "\(errors)")
  }

  /// Σ |Iω| over the bodies [kg m²/s].
  private static func bodySpin(of tree: RandomTree) -> Double {
    tree.bodies.reduce(0) { sum, body in
      let w = tree.world.rotation(of: body).unrotate(tree.world.angularVelocity(of: body))
      return sum + (tree.world.inertia(of: body) * w).length
    }
  }

  /// An effort turns child and parent by opposite angular momenta: in the plane, by τ h each, less
  /// what the pin takes, which is the same for both.
  @Test(arguments: solvers) func anEffortTurnsTwoBodiesAgainstEachOther(
    solver: WorldConfiguration.Solver
  ) {
    let world = lawfulWorld(solver, ground: nil, gravity: .zero)
    // Both hinge at their centre of mass, so that the pin does nothing.
    let (small, large) = (Matrix3.identity * 0.1, Matrix3.identity * 0.3)
    let parent = world.addBody(mass: 1, inertia: large, pose: .identity)
    let child = world.addBody(mass: 1, inertia: small, pose: .identity)
    let joint = world.addJoint(
      .hinge, child: child, parent: parent, anchor: .zero, axis: Vector3(0.6, 0, 0.8))
    for _ in 0..<50 {
      world.addEffort(0.2, to: joint)
      world.step(0.002)
    }
    let turn = 0.2 * 0.1 * Vector3(0.6, 0, 0.8)
    #expect((world.angularVelocity(of: child) - turn / 0.1).length < 1e-12)
    #expect((world.angularVelocity(of: parent) + turn / 0.3).length < 1e-12)
    #expect(abs(world.rate(of: joint) - (0.2 + 0.2 / 3)) < 1e-12)
  }

  /// A limp tree that falls on the ground loses energy. Soft contacts and stops are springs with
  /// dampers that are critical or more, and of a fall such a spring gives back at most e⁻⁴, 1.8 %,
  /// as it returns at e⁻² of the speed it was met with.
  @Test(arguments: solvers, [0.0025, 0.005]) func aLimpTreeThatFallsGainsNoEnergy(
    solver: WorldConfiguration.Solver, dt: Double
  ) {
    var configuration = WorldConfiguration(solver)
    // Critical for the 20 kg of the heaviest tree.
    configuration.contact = ContactCompliance(stiffness: 50e3, damping: 2000)
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let tree = RandomTree(
        &random, gravity: Vector3(0, 0, -9.81), motions: [.hinge], configuration: configuration,
        stops: -0.8...0.8)
      let world = tree.world
      world.friction = 0.8
      for body in tree.bodies {
        _ = world.addShape(.sphere(radius: 0.08), to: body, offset: .identity)
        _ = world.addShape(
          .capsule(radius: 0.04, length: 0.2), to: body,
          offset: Pose(position: random.vector(0.05), rotation: random.rotation()))
      }
      world.setGround(.plane(normal: .unitZ, offset: -1.2))
      let start = world.kineticEnergy + world.potentialEnergy
      var (lowest, gained) = (start, 0.0)
      for _ in 0..<Int(2 / dt) {
        world.step(dt)
        let energy = world.kineticEnergy + world.potentialEnergy
        gained = max(gained, energy - lowest)
        lowest = min(lowest, energy)
      }
      let lost = start - lowest
      #expect(world.isFinite, "seed \(seed)")
      // It falls by half a metre and more; what does not roll away comes to rest.
      #expect(lost > 0.5 * 9.81 * tree.totalMass, "seed \(seed)")
      #expect(world.kineticEnergy < 0.1 * lost, "seed \(seed): \(world.kineticEnergy) J")
      // Several springs at once may give back a little more than one.
      #expect(gained < 0.03 * lost, "seed \(seed): \(gained) of \(lost) J")
    }
  }
}
