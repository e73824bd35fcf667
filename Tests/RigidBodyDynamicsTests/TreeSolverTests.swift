import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// The tree solver against `dWorldStep`, where that is right: joints, stops, contacts without
/// friction and contacts that all stick.
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

  /// From the same state, one step of either solver leads to the same velocities where `dWorldStep`
  /// is right: without friction …
  @Test func contactsWithoutFrictionPushAsUnderODE() throws {
    for h in [0.0025, 0.005, 0.01] {
      let compared = try Self.compare(h, friction: 0, odes: 0) { _ in true }
      #expect(compared.worst < 1e-6 && compared.steps > 200, "step \(h): \(compared)")
    }
  }

  /// … and where all contacts stick: ODE's bound is lifted, as none is reached.
  @Test func contactsThatStickPushAsUnderODE() throws {
    for h in [0.0025, 0.005, 0.01] {
      let compared = try Self.compare(h, friction: 1, odes: .infinity) { tree in
        let solver = tree.world.tree!
        return solver.contacts.indices.allSatisfy { k in
          let f = solver.impulse(ofContact: k)
          let pressure = f.dot(solver.contacts[k].normal)
          return pressure > 0
            && (f - solver.contacts[k].normal * pressure).length < 0.99 * pressure
        }
      }
      #expect(compared.worst < 1e-5 && compared.steps > 15, "step \(h): \(compared)")
    }
  }

  /// Largest difference of velocities [m/s, rad/s] over steps with contacts, each from the same
  /// state.
  private static func compare(
    _ h: Double, friction: Double, odes: Double, where counts: (Crawler) -> Bool
  ) throws -> (worst: Double, steps: Int) {
    let tree = Crawler(configuration(.tree, friction: friction))
    let direct = Crawler(configuration(.direct, friction: odes))
    var (worst, steps) = (0.0, 0)
    for step in 0..<Int(3 / h) {
      for body in tree.bodies { direct.world.setState(of: body, tree.world.state(of: body)) }
      let efforts = tree.efforts(at: Double(step) * h, reach: 0.5)
      let unsolved = tree.world.solverMessages
      tree.step(efforts, h)
      direct.step(efforts, h)
      guard tree.world.contactCount > 0, tree.world.solverMessages == unsolved, counts(tree)
      else { continue }
      steps += 1
      worst = max(worst, apart(tree.world, direct.world).speed)
    }
    // Without any compliance along the ground impulses are not unique, and some are not found.
    #expect(tree.world.solverMessages <= 2)
    return (worst, steps)
  }

  /// Every step obeys Signorini's and Coulomb's laws at its end, seen from the bodies' velocities:
  /// nothing approaches against the contact's spring, what separates does not push, impulses lie in
  /// their cones, what slips is pushed back along its slip with all that friction allows.
  @Test(arguments: [0.2, 0.5, 0.8, 1.2]) func everyStepObeysTheLawsOfContact(friction: Double) {
    for legs in [4, 6] {
      for reach in [0.3, 0.8, 1.5] {
        var c = WorldConfiguration(.tree)
        c.friction = friction
        let crawler = Crawler(c, legs: legs, stops: -0.8...0.8)
        var (worst, slipping) = (0.0, 0)
        for step in 0..<500 {
          let h = 0.01
          crawler.step(crawler.efforts(at: Double(step) * h, reach: reach), h)
          let found = Self.violation(crawler.world, h, &slipping)
          worst = max(worst, found)
        }
        #expect(worst < 1e-5, "µ \(friction), \(legs) legs, ±\(reach) rad: \(worst) m/s")
        #expect(slipping > 20, "µ \(friction), \(legs) legs, ±\(reach) rad")
        #expect(crawler.world.solverMessages == 0)
      }
    }
  }

  /// By how much the last step's contacts with the ground break their laws [m/s].
  private static func violation(_ world: World, _ h: Double, _ slipping: inout Int) -> Double {
    let solver = world.tree!
    var worst = 0.0
    for (k, contact) in solver.contacts.enumerated() where contact.other < 0 {
      let body = Body(index: contact.body)
      // The contact was found before the step moved the body.
      let center = world.position(of: body) - world.velocity(of: body) * h
      let v =
        world.velocity(of: body)
        + world.angularVelocity(of: body).cross(contact.point - center)
      let f = solver.impulse(ofContact: k)
      let pressure = f.dot(contact.normal)
      let push = f - contact.normal * pressure
      let spring =
        contact.compliance.erp(h) / h * contact.depth - contact.compliance.cfm(h) / h * pressure
      let gap = v.dot(contact.normal) - spring
      worst = max(worst, -gap, min(gap, pressure))
      worst = max(worst, push.length - contact.friction * pressure * (1 + 1e-9))
      // Compliance along the ground is no slip.
      let slip =
        v - contact.normal * v.dot(contact.normal) + push * (world.configuration.jointCFM / h)
      guard slip.length > 1e-5 else { continue }
      slipping += 1
      // With all of friction, and opposite: as impulses, times the slip.
      worst = max(worst, (push + slip.normalized * (contact.friction * pressure)).length * 0.1)
    }
    return worst
  }

  /// Torques at random as large as motors give, on robots that fall, lie and brace: no gait is as
  /// hard. What stays unsolved is rare and counted.
  @Test(arguments: [0.2, 0.5, 0.8, 1.2]) func hardProblemsAreSolvedButForAFew(friction: Double) {
    var (steps, unsolved) = (0, 0)
    for seed in 1...12 as ClosedRange<UInt64> {
      for h in [0.005, 0.01] {
        var random = SplitMix64(seed: seed)
        var c = WorldConfiguration(.tree)
        c.friction = friction
        let crawler = Crawler(c, legs: seed % 2 == 0 ? 4 : 6, stops: -0.8...0.8)
        if seed % 3 == 0 {
          crawler.world.setGround(
            .heightfield(field { x, y in 0.05 * sin(5 * x) * cos(4 * y) }))
        }
        let strength = random.uniform(0...20)
        for _ in 0..<Int(4 / h) {
          crawler.step(crawler.joints.map { _ in random.uniform(-strength...strength) }, h)
          steps += 1
        }
        unsolved += crawler.world.solverMessages
        #expect(crawler.world.isFinite)
      }
    }
    print("µ \(friction): \(unsolved) of \(steps) steps unsolved")
    #expect(Double(unsolved) < 0.003 * Double(steps), "µ \(friction): \(unsolved) of \(steps)")
  }

  /// Four bars on hinges close a loop: one hinge is held by the step's rows, and all move as under
  /// ODE, whose solver knows no tree. Their axes are parallel, so that some rows are redundant and
  /// the solvers share the correction of drift out differently.
  @Test func closedLoopsMoveAsUnderODE() {
    let worlds = [WorldConfiguration.Solver.direct, .tree].map { solver in
      var c = Self.configuration(solver)
      c.jointCFM = 1e-9
      let world = World(c)
      let corners = [
        Vector3(0, 0, 1), Vector3(0.5, 0, 1), Vector3(0.6, 0, 0.6), Vector3(0, 0, 0.5),
      ]
      let bars = corners.indices.map { k in
        let (a, b) = (corners[k], corners[(k + 1) % 4])
        return world.addBody(
          mass: 0.5 + Double(k) * 0.2, inertia: Matrix3(diagonal: Vector3(4e-3, 4e-3, 4e-3)),
          pose: Pose(position: (a + b) / 2))
      }
      for k in corners.indices {
        _ = world.addJoint(
          .hinge, child: bars[k], parent: bars[(k + 3) % 4], anchor: corners[k], axis: .unitY)
      }
      world.setState(
        of: bars[0],
        BodyState(
          pose: world.state(of: bars[0]).pose, velocity: Vector3(0.3, 0.2, 0),
          angularVelocity: Vector3(0, 2, 1)))
      for _ in 0..<100 { world.step(0.005) }
      return world
    }
    let d = Self.apart(worlds[0], worlds[1])
    #expect(d.place < 5e-3 && d.speed < 0.05, "\(d)")
    #expect(worlds[1].largestJointDrift < 1e-3 && worlds[1].tree!.closesLoops)
  }
}
