import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// The tree solver against `dWorldStep`, where that is right: joints, stops, contacts without friction
/// and contacts that all stick.
@Suite struct TreeSolverTests {
  private static func configuration(
    _ solver: WorldConfiguration.Solver, friction: Double = 1, erp: Double = 0.8
  ) -> WorldConfiguration {
    var c = WorldConfiguration()
    c.solver = solver
    c.friction = friction
    c.jointERP = erp
    // The tree's joints are rigid.
    c.jointCFM = 0
    return c
  }

  /// Largest distance between the bodies of two worlds [m], and of their velocities [m/s].
  private static func apart(_ a: World, _ b: World) -> (place: Double, speed: Double) {
    var (place, speed) = (0.0, 0.0)
    for k in 0..<a.bodyCount {
      let (s, t) = (a.state(of: Body(index: k)), b.state(of: Body(index: k)))
      place = max(place, (s.pose.position - t.pose.position).length)
      speed = max(speed, (s.velocity - t.velocity).length)
      speed = max(speed, (s.angularVelocity - t.angularVelocity).length)
    }
    return (place, speed)
  }

  /// The same random tree under both solvers, driven by the same random efforts.
  private static func flight(
    seed: UInt64, motions: [JointMotion], rotorInertia: Double
  ) -> (place: Double, speed: Double) {
    let worlds = [WorldConfiguration.Solver.direct, .tree].map { solver in
      var random = SplitMix64(seed: seed)
      let tree = RandomTree(
        &random, gravity: Vector3(0, 0, -9.81), motions: motions,
        configuration: configuration(solver), rotorInertia: rotorInertia)
      for _ in 0..<100 {
        tree.addRandomEfforts(&random, size: 2)
        tree.world.step(0.005)
      }
      return tree.world
    }
    return apart(worlds[0], worlds[1])
  }

  @Test(arguments: [[JointMotion.hinge], [.slider], [.hinge, .slider]])
  func treesInFlightMoveAsUnderODE(motions: [JointMotion]) {
    for seed in 1...20 as ClosedRange<UInt64> {
      let d = Self.flight(seed: seed, motions: motions, rotorInertia: 0)
      #expect(d.place < 1e-9 && d.speed < 1e-8, "seed \(seed): \(d)")
    }
  }

  @Test(arguments: [[JointMotion.hinge], [.slider], [.hinge, .slider]])
  func rotorsMoveAsUnderODE(motions: [JointMotion]) {
    for seed in 1...20 as ClosedRange<UInt64> {
      let d = Self.flight(seed: seed, motions: motions, rotorInertia: 0.05)
      #expect(d.place < 1e-9 && d.speed < 1e-8, "seed \(seed): \(d)")
    }
  }

  /// A robot of a torso and `legs` legs of two hinges each, on balls for feet.
  struct Crawler {
    let world: World
    private(set) var joints: [Joint] = []
    private(set) var bodies: [Body] = []

    init(_ configuration: WorldConfiguration, legs: Int = 4, stops: ClosedRange<Double>? = nil) {
      world = World(configuration)
      world.setGround(.flat)
      let torso = world.addBox(
        mass: 5, size: Vector3(0.3, 0.3, 0.1), pose: Pose(position: Vector3(0, 0, 0.42)))
      bodies.append(torso)
      for leg in 0..<legs {
        let angle = (Double(leg) + 0.5) * 2 * .pi / Double(legs)
        let out = Vector3(cos(angle), sin(angle), 0)
        let across = Vector3(-sin(angle), cos(angle), 0)
        let hip = 0.2 * out + Vector3(0, 0, 0.42)
        let knee = hip + 0.2 * out
        let foot = knee + 0.08 * out - Vector3(0, 0, 0.37)
        let upper = world.addBody(
          mass: 0.7, inertia: Matrix3(diagonal: Vector3(3e-3, 3e-3, 3e-3)),
          pose: Pose(position: (hip + knee) / 2))
        let lower = world.addBody(
          mass: 0.5, inertia: Matrix3(diagonal: Vector3(4e-3, 4e-3, 1e-3)),
          pose: Pose(position: (knee + foot) / 2))
        _ = world.addShape(
          .sphere(radius: 0.05), to: lower,
          offset: Pose(position: foot - (knee + foot) / 2))
        joints.append(
          world.addJoint(
            .hinge, child: upper, parent: torso, anchor: hip, axis: .unitZ, stops: stops))
        joints.append(
          world.addJoint(
            .hinge, child: lower, parent: upper, anchor: knee, axis: across, stops: stops))
        bodies += [upper, lower]
      }
    }

    /// Servos towards targets that swing by `reach` [rad], as they push at time `t` [s].
    func efforts(at t: Double, reach: Double) -> [Double] {
      joints.enumerated().map { j, joint in
        let target = reach * sin(2 * .pi * 2 * t + Double(j) * 2.1)
        let effort = 40 * (target - world.position(of: joint)) - 1.2 * world.rate(of: joint)
        return min(max(effort, -30), 30)
      }
    }

    func step(_ efforts: [Double], _ dt: Double) {
      for (joint, effort) in zip(joints, efforts) { world.addEffort(effort, to: joint) }
      world.step(dt)
    }
  }

  /// From the same state, one step of either solver leads to the same velocities where `dWorldStep` is
  /// right: without friction, and where all contacts stick.
  @Test(arguments: [0, 1e7])
  func contactsPushAsUnderODE(friction: Double) {
    for h in [0.0025, 0.005, 0.01] {
      let tree = Crawler(Self.configuration(.tree, friction: friction), stops: -0.3...0.3)
      let direct = Crawler(Self.configuration(.direct, friction: friction), stops: -0.3...0.3)
      var (worst, touching) = (0.0, 0)
      for step in 0..<Int(3 / h) {
        for body in tree.bodies { direct.world.setState(of: body, tree.world.state(of: body)) }
        let efforts = tree.efforts(at: Double(step) * h, reach: 0.5)
        tree.step(efforts, h)
        direct.step(efforts, h)
        touching += tree.world.contactCount
        worst = max(worst, Self.apart(tree.world, direct.world).speed)
      }
      #expect(worst < 1e-5 && touching > 100, "step \(h): \(worst) m/s")
      #expect(tree.world.solverMessages == 0)
      print(h, friction, worst, touching, tree.world.solverMessages, direct.world.solverMessages)
    }
  }

  /// Steps that stay unsolved, and what the feet push beyond friction, in a scripted gait.
  @Test(arguments: [0.2, 0.5, 1, 1.5])
  func survey(friction: Double) {
    for legs in [4, 6] {
     for reach in [0.3, 0.5, 1.0, 1.5] {
      var c = Self.configuration(.tree, friction: friction); c.jointCFM = 1e-5
      let tree = Crawler(c, legs: legs, stops: -0.8...0.8)
      for step in 0..<1000 {
        tree.step(tree.efforts(at: Double(step) * 0.01, reach: reach), 0.01)
      }
      print("survey µ", friction, "legs", legs, "reach", reach, "unsolved", tree.world.solverMessages, "of 1000", tree.world.isFinite, tree.world.position(of: tree.bodies[0]))
     }
    }
  }

  @Test(arguments: [0.2, 0.5, 0.8, 1.2])
  func survey2(friction: Double) {
    var steps = 0
    var messages = 0
    for seed in 1...12 as ClosedRange<UInt64> {
      for h in [0.005, 0.01] {
        var random = SplitMix64(seed: seed)
        var c = WorldConfiguration()
        c.solver = .tree
        c.friction = friction
        let limp = Crawler(c, legs: seed % 2 == 0 ? 4 : 6, stops: -0.8...0.8)
        if seed % 3 == 0 {
          limp.world.setGround(.heightfield(field { x, y in 0.05 * sin(5 * x) * cos(4 * y) }))
        }
        let strength = random.uniform(0...20)
        for _ in 0..<Int(4 / h) {
          let efforts = limp.joints.map { _ in random.uniform(-strength...strength) }
          limp.step(efforts, h)
          steps += 1
        }
        messages += limp.world.solverMessages
      }
    }
    print("survey2 limp", friction, messages, "of", steps)
    steps = 0
    messages = 0
    for seed in 1...90 as ClosedRange<UInt64> {
      for h in [0.005, 0.01] {
        var random = SplitMix64(seed: seed)
        var c = WorldConfiguration()
        c.solver = .tree
        c.friction = friction
        let world = World(c)
        world.setGround(seed % 2 == 0 ? .flat : .heightfield(field { x, y in 0.05 * sin(5 * x) * cos(4 * y) }))
        for k in 0..<1 {
          let b = world.addBody(
            mass: 1 + random.uniform(0...2), inertia: boxInertia(mass: 2, size: Vector3(0.2, 0.3, 0.1)),
            pose: Pose(position: Vector3(Double(k % 3) * 0.6 - 0.6, Double(k / 3) * 0.6 - 0.3, 0.6), rotation: random.rotation()))
          let k = Int(seed) % 3
          let solid: Solid = k % 3 == 0 ? .box(size: Vector3(0.2, 0.3, 0.1)) : k % 3 == 1 ? .capsule(radius: 0.05, length: 0.3) : .cylinder(radius: 0.08, length: 0.2)
          _ = world.addShape(solid, to: b, offset: .identity)
          world.setState(of: b, BodyState(pose: world.state(of: b).pose, velocity: random.vector(2), angularVelocity: random.vector(5)))
        }
        for _ in 0..<Int(3 / h) { world.step(h); steps += 1 }
        messages += world.solverMessages
      }
    }
    print("survey2 thrown", friction, messages, "of", steps)
  }
}
