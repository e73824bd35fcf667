import Foundation
import Locomotion
import NumericalMethods
@testable import RigidBodyDynamics
import RobotDescription
import Testing

@Suite("Loads and forces") struct LoadConditionTests {
  private func inspect(
    _ conditions: [Condition], seed: UInt64 = 1, robot: String = "ant", duration: Double = 0.02,
    start: @escaping (Simulation) -> Void = { _ in }, step: @escaping (Episode) -> Void = { _ in }
  ) throws {
    var task = LocomotionTask.lasting(duration, endingOnFalls: false)
    task.settle = 0
    let episode = Episode(model: try Shipped.model(robot), task: task)
    _ = episode.run(
      ConstantPose(), EpisodeSpecification(seed: seed, conditions: conditions),
      observer: Watch(start: { start($0.simulation) }, step: step))
  }

  /// First moment of mass about the base's centre, in its frame: Σ m r [kg m].
  private func moment(_ simulation: Simulation) -> Vector3 {
    let world = simulation.world
    return world.totalMass * (world.centerOfMass - simulation.baseCenterOfMass)
  }

  @Test(arguments: Shipped.names) func sidePayloadsAndShiftsMoveTheCentreOfMass(
    _ name: String
  ) throws {
    let model = try Shipped.model(name)
    var nominal = (moment: Vector3.zero, mass: 0.0)
    try inspect([], robot: name, start: { nominal = (self.moment($0), $0.world.totalMass) })
    for severity in Condition.severities {
      let share = Double(severity) / 10
      try inspect(
        [Condition(.payloadOffset, severity: severity)], robot: name,
        start: {
          let moved = self.moment($0) - nominal.moment
          let wanted = share * model.totalMass * model.standingHeight / 2
          #expect(close($0.world.totalMass, nominal.mass + share * model.totalMass, 1e-9))
          #expect(close(moved.length, wanted, 1e-9) && abs(moved.z) < 1e-9, "\(moved)")
        })
      try inspect(
        [Condition(.massShift, severity: severity)], robot: name,
        start: {
          let moved = self.moment($0) - nominal.moment
          let wanted = share * model.standingHeight * model.links[0].mass
          #expect(close($0.world.totalMass, nominal.mass, 1e-9))
          #expect(close(moved.length, wanted, 1e-9) && abs(moved.z) < 1e-9, "\(moved)")
        })
    }
  }

  @Test func ballastStaysInItsPlaceAndGoesWhenItsTimeIsOver() throws {
    var masses: [Double] = []
    var arms: [Double] = []
    try inspect(
      [Condition(.payloadOffset, severity: 5, onset: 0.2, end: 0.6)], duration: 1,
      step: { episode in
        let world = episode.simulation.world
        masses.append(world.totalMass)
        arms.append(
          (world.position(of: Body(index: world.bodyCount - 1))
            - episode.simulation.baseCenterOfMass).length)
      })
    let model = try Shipped.model("ant")
    #expect(close(masses[5], model.totalMass, 1e-9))
    #expect(close(masses[20], 1.5 * model.totalMass, 1e-9))
    #expect(close(masses[45], model.totalMass, 1e-3 * model.totalMass))
    for arm in arms[12...] {
      #expect(close(arm, model.standingHeight / 2, 0.002), "\(arm) m from the base's centre")
    }
  }

  @Test func gravityIsAMultiple() throws {
    for severity in Condition.severities {
      try inspect(
        [Condition(.gravity, severity: severity)],
        start: {
          #expect(close($0.world.gravity.length, 9.81 * (1 + 0.1 * Double(severity)), 1e-12))
        })
    }
  }

  /// Every slope tilts gravity by its angle to its side.
  @Test func slopesOfAllSides() throws {
    for severity in Condition.severities {
      let angle = 3 * Double(severity) * .pi / 180
      var sides: Set<Bool> = []
      for seed in 1...12 as ClosedRange<UInt64> {
        try inspect(
          [Condition(.crossSlope, severity: severity)], seed: seed,
          start: {
            let g = $0.world.gravity
            #expect(close(abs(g.y), 9.81 * sin(angle), 1e-9) && abs(g.x) < 1e-12)
            sides.insert(g.y > 0)
          })
      }
      #expect(sides.count == 2)
      try inspect(
        [Condition(.downhill, severity: severity)],
        start: {
          #expect(close($0.world.gravity.x, 9.81 * sin(angle), 1e-9))
        })
    }
  }

  /// A ball that carries one foot's share of the robot sinks in as deep as is stated; a robot,
  /// whose feet touch with more than a point once they have sunk, no deeper and more than half of
  /// it.
  @Test(arguments: [("ant", 1), ("ant", 5), ("quadruped", 4), ("hexapod", 5)]) func softGround(
    _ name: String, _ severity: Int
  ) throws {
    let model = try Shipped.model(name)
    let stated = [0.005, 0.01, 0.02, 0.03, 0.04][severity - 1]
    var softness: ContactCompliance?
    func height(_ conditions: [Condition]) throws -> Double {
      var height = 0.0
      try inspect(
        conditions, robot: name, duration: 4,
        step: {
          let simulation = $0.simulation
          softness = simulation.world.groundCompliance
          height =
            simulation.model.feet.indices.reduce(0) { $0 + simulation.footPosition($1).z }
            / Double(simulation.model.feet.count)
        })
      return height
    }
    let sunk = try height([]) - height([Condition(.softGround, severity: severity)])
    #expect((0.5...1.02).contains(sunk / stated), "\(sunk) m for \(stated) m")

    let world = World()
    world.setGround(.flat)
    world.groundCompliance = softness
    let mass = model.totalMass / Double(model.feet.count)
    let ball = world.addBody(
      mass: mass, inertia: Matrix3.identity, pose: Pose(position: Vector3(0, 0, 0.1)))
    _ = world.addShape(.sphere(radius: 0.1), to: ball, offset: .identity)
    for _ in 0..<1000 { world.step(0.02 / Double((0.02 / model.profile.physicsStep).rounded())) }
    #expect(close(0.1 - world.position(of: ball).z, stated, 0.01 * stated))
  }

  /// On ice patches a box slides where it would stick.
  @Test func icePatchesAreSlippery() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let patches = FrictionPatches(
        side: 0.5, share: 0.5, factor: 0.1, noise: LatticeNoise(key: seed))
      var covered = 0
      for n in 0..<2500 {
        if patches.cover(x: 0.5 * Double(n % 50) - 9.9, y: 0.5 * Double(n / 50)) { covered += 1 }
      }
      #expect(close(Double(covered) / 2500, 0.5, 0.05), "seed \(seed)")
      let x = (0..<100).map { 0.5 * Double($0) + 0.25 }.first { patches.cover(x: $0, y: 0.25) }!
      let bare = (0..<100).map { 0.5 * Double($0) + 0.25 }.first { !patches.cover(x: $0, y: 0.25) }!
      let (onIce, beside) = (slide(from: x, patches), slide(from: bare, patches))
      #expect(onIce > 0.01 && beside < 1e-3, "seed \(seed): \(onIce), \(beside) m")
    }
  }

  /// How far [m] a small ball-footed sled slides in 0.2 s under a sideways pull of half its weight.
  private func slide(from x: Double, _ patches: FrictionPatches) -> Double {
    let world = World()
    world.setGround(.flat)
    world.frictionPatches = patches
    let start = Vector3(x, 0.25, 0.05)
    let sled = world.addBody(
      mass: 1, inertia: Matrix3.identity * 1e3, pose: Pose(position: start))
    _ = world.addShape(.sphere(radius: 0.05), to: sled, offset: .identity)
    for _ in 0..<200 {
      world.addForce(Vector3(0, 4.9, 0), to: sled)
      world.step(0.001)
    }
    return (world.position(of: sled) - start).length
  }

  /// For robots in free fall.
  private static var unbounded: DivergenceBounds {
    var bounds = DivergenceBounds()
    bounds.specificKineticEnergy = .infinity
    return bounds
  }

  /// Takes the ground away, so that nothing but gravity and the condition moves the robot.
  private static func drop(_ episode: Episode) {
    episode.simulation.world.setGround(.plane(normal: .unitZ, offset: -1e6))
  }

  private static func horizontalMomentum(_ episode: Episode) -> Vector3 {
    var momentum = episode.simulation.world.momentum
    momentum.z = 0
    return momentum
  }

  /// A push changes the robot's momentum by its mass times the stated change of velocity.
  @Test(arguments: Shipped.names) func pushesGiveTheStatedMomentum(_ name: String) throws {
    let model = try Shipped.model(name)
    for severity in Condition.severities {
      var speeds: [Vector3] = []
      var task = LocomotionTask.lasting(1.5, endingOnFalls: false)
      task.settle = 0
      let episode = Episode(model: model, task: task, bounds: Self.unbounded)
      let watch = Watch(start: { Self.drop($0) }) {
        speeds.append(Self.horizontalMomentum($0) / model.totalMass)
      }
      _ = episode.run(
        ConstantPose(),
        EpisodeSpecification(
          seed: 9, conditions: [Condition(.push, severity: severity, onset: 0.5)]),
        observer: watch)
      let period = model.profile.controlPeriod
      let (before, after) = (Int(0.5 / period) - 1, Int(0.6 / period) + 1)
      let change = speeds[after] - speeds[before]
      #expect(close(change.length, 0.3 * Double(severity), 1e-6), "\(name): \(change)")
      #expect(close((speeds[speeds.count - 1] - speeds[after]).length, 0, 1e-6), "one push")
    }
  }

  @Test func pushesOfAWholeLifeComeOnceAnInterval() throws {
    let model = try Shipped.model("ant")
    let episode = Episode(
      model: model, task: .lasting(10, endingOnFalls: false), bounds: Self.unbounded)
    var pushed: [Bool] = []
    var last = Vector3.zero
    let watch = Watch(start: { Self.drop($0) }) { episode in
      let momentum = Self.horizontalMomentum(episode)
      pushed.append((momentum - last).length > 0.1)
      last = momentum
    }
    _ = episode.run(
      ConstantPose(),
      EpisodeSpecification(seed: 5, conditions: [Condition(.push, severity: 2)]), observer: watch)
    let starts = pushed.indices.dropFirst(2).filter { pushed[$0] && !pushed[$0 - 1] }
    #expect((4...6).contains(starts.count), "\(starts)")
    for interval in 1..<5 {
      let inside = starts.filter { ($0 - 1) / 100 == interval }
      #expect(inside.count == 1, "interval \(interval): \(starts)")
    }
  }

  @Test func windIsAShareOfTheWeight() throws {
    let model = try Shipped.model("ant")
    for (severity, share) in zip(Condition.severities, [0.05, 0.1, 0.15, 0.2, 0.3]) {
      var (first, last, steps) = (Vector3.zero, Vector3.zero, 0)
      try inspect(
        [Condition(.wind, severity: severity)], seed: 3, duration: 0.5,
        step: {
          let world = $0.simulation.world
          world.setGravity(Vector3(0, 0, -1e-12))
          world.setGround(.plane(normal: .unitZ, offset: -100))
          steps += 1
          if steps == 5 { first = world.momentum }
          last = world.momentum
        })
      let force = (last - first) / (0.02 * Double(steps - 5))
      #expect(close(force.length, share * 9.81 * model.totalMass, 1e-6) && abs(force.z) < 1e-6)
    }
  }
}
