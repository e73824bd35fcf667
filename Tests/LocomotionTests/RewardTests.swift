import Foundation
import NumericalMethods
import RigidBodyDynamics
import RobotDescription
import Testing

@testable import Locomotion

@Suite("Reward") struct RewardTests {
  /// What a term needs of a control step, kept by hand.
  private struct Ledger {
    var work = 0.0
    var action: [Float] = []
    var sums = [RewardTerm: Double]()

    mutating func add(_ episode: Episode) {
      for term in RewardTerm.allCases { sums[term, default: 0] += value(term, episode) }
      work = episode.simulation.actuators.work
      action = Array(episode.action)
    }

    private func value(_ term: RewardTerm, _ episode: Episode) -> Double {
      let (s, model) = (episode.simulation, episode.model)
      let (v, command) = (s.baseVelocity, episode.task.command)
      let turn = Matrix3(s.basePose.rotation)
      let ahead = Vector3(cos(episode.task.heading), sin(episode.task.heading), 0)
      let left = Vector3.unitZ.cross(ahead)
      switch term {
      case .velocityTracking:
        let speed = v.dot(ahead)
        return max(speed < command ? speed : 2 * command - speed, -command)
      case .alive: return 1
      case .effort:
        let shares = zip(s.actuators.efforts, model.joints).map { $0 / $1.effort }
        return shares.reduce(0) { $0 + $1 * $1 } / Double(shares.count)
      case .power:
        let power = (s.actuators.work - work) / model.profile.controlPeriod
        return power / (model.totalMass * 9.81 * command)
      case .tilt: return 1 - (turn * .unitZ).z
      case .lateralVelocity: return abs(v.dot(left))
      case .verticalVelocity: return abs(v.z)
      case .heading:
        let forward = turn * .unitX
        return abs(atan2(forward.dot(left), forward.dot(ahead)))
      case .actionRate:
        let rates = zip(episode.action, action).map { Double($0 - $1) }
        return rates.reduce(0) { $0 + $1 * $1 } / Double(rates.count)
      case .footSlip:
        let feet = model.feet.indices.filter { s.footTouches($0) }
        let speeds = feet.map { s.footContactVelocity($0) }.map { hypot($0.x, $0.y) }
        return feet.isEmpty ? 0 : speeds.reduce(0, +) / Double(feet.count)
      case .nonFootContact:
        // Shapes stand in the order of the links; which are feet, the robot's description says.
        let firsts = model.links.indices.map { i in
          model.links[..<i].reduce(0) { $0 + $1.shapes.count }
        }
        let feet = model.feet.map { firsts[$0.link] + $0.shape }
        let others = s.shapes.indices.filter { !feet.contains($0) }
        return others.filter { s.world.touchesGround(s.shapes[$0].shape) }.isEmpty ? 0 : 1
      case .jointRateLimit:
        let shares = zip(s.rates, model.joints).map { abs($0) / $1.velocity }
        return shares.reduce(0) { $0 + ($1 < 0.9 ? 0 : $1 < 1.9 ? $1 - 0.9 : 1) }
      }
    }
  }

  private func weights(seed: UInt64) -> RewardWeights {
    var random = SplitMix64(seed: seed)
    return RewardWeights(
      Dictionary(
        uniqueKeysWithValues: RewardTerm.allCases.map { ($0, random.uniform(-2, 2)) }))
  }

  /// Every term, summed over a life of walking, being thrown about, sliding and falling, is its
  /// definition.
  @Test(arguments: Shipped.names) func termsFollowTheirDefinitions(_ name: String) throws {
    // Slow joints, so that rates come to their limits.
    let source = try Shipped.model(name).source
    let model = try RobotModel(
      urdf: source.urdf.replacing(#/velocity="[0-9.]+"/#, with: "velocity=\"3\""), urdfName: name,
      profile: source.profile, profileName: name)
    for seed in 1...3 as ClosedRange<UInt64> {
      var task = LocomotionTask.lasting(3, endingOnFalls: false)
      task.command = 0.4
      (task.heading, task.headingSpread) = (2.5 - Double(seed), 1)
      task.reward = weights(seed: seed)
      let episode = Episode(model: model, task: task)
      var ledger = Ledger()
      var steps = 0.0
      let watch = Watch(
        start: {
          ledger = Ledger(
            work: $0.simulation.actuators.work,
            action: [Float](repeating: 0, count: model.joints.count))
        },
        step: { episode in
          let before = ledger.sums
          ledger.add(episode)
          let earned = RewardTerm.allCases.reduce(0) {
            $0 + task.reward[$1] * (ledger.sums[$1, default: 0] - before[$1, default: 0])
          }
          #expect(close(episode.stepReward, earned, 1e-9 * (1 + abs(earned))), "seed \(seed)")
          steps += episode.stepReward
          let world = episode.simulation.world
          if episode.time > 2 { world.setGravity(Vector3(6, 5, -5)) }
          if episode.time > 2.5 {
            // The legs give way, down to what is no foot.
            world.friction = 0.3
            world.setGravity(Vector3(6, 5, -100))
          }
        })
      let result = episode.run(
        ScriptedGait.walk(model), EpisodeSpecification(seed: seed), observer: watch)
      for (k, term) in RewardTerm.allCases.enumerated() {
        let wanted = task.reward[term] * ledger.sums[term, default: 0]
        let tolerance = 1e-9 * (1 + abs(wanted))
        #expect(close(result.rewardTerms[k], wanted, tolerance), "\(term.rawValue), seed \(seed)")
        #expect(ledger.sums[term] != 0, "\(term.rawValue) took part")
      }
      #expect(result.reward == result.rewardTerms.reduce(0, +))
      #expect(close(result.reward, steps, 1e-8 * (1 + abs(steps))))
      #expect(result.fitness == result.reward)
    }
  }

  /// One step of a robot at rest, standing level without motors: only `alive` pays.
  @Test func aRobotAtRest() throws {
    var task = LocomotionTask.lasting(0.02)
    (task.settle, task.startSpread) = (0, 0)
    task.reward = RewardWeights(
      Dictionary(uniqueKeysWithValues: RewardTerm.allCases.map { ($0, 1.0) }))
    let episode = Episode(model: try Shipped.model("ant"), task: task)
    let still = Watch(start: { $0.simulation.world.setGravity(Vector3(0, 0, -1e-9)) }) { _ in }
    let result = episode.run(ConstantPose(), EpisodeSpecification(seed: 1), observer: still)
    for (term, value) in zip(RewardTerm.allCases, result.rewardTerms) {
      #expect(close(value, term == .alive ? 1 : 0, 1e-4), "\(term.rawValue): \(value)")
    }
  }

  /// The ant, upside down with its legs folded and tilted onto a knee, touches the ground with what
  /// is no foot, and only there; standing it touches with the feet alone, in flight with nothing.
  @Test(arguments: [2.2, 2.7, 3.6, 4.1]) func whatIsNoFootTouches(roll: Double) throws {
    let model = try Shipped.model("ant")
    let folded = model.joints.map { $0.name.hasSuffix("knee") ? $0.upper : 0 }
    let simulation = Simulation(model: model, options: PhysicsOptions(), jointPositions: folded)
    let turn = Quaternion(axis: Vector3(cos(0.3), sin(0.3), 0), angle: roll)
    func place(_ lift: Double) {
      let base = Pose(position: Vector3(0, 0, lift), rotation: turn)
      for (i, pose) in model.linkPoses(base: base, jointPositions: folded).enumerated() {
        let center = pose * Pose(position: model.links[i].centerOfMass)
        simulation.world.setState(of: simulation.bodies[i], BodyState(pose: center))
      }
    }
    place(1)
    let lowest = simulation.lowestPoints
    let feet = model.feet.map { foot in
      model.links[..<foot.link].reduce(0) { $0 + $1.shapes.count } + foot.shape
    }
    let least = try #require(lowest.indices.min { lowest[$0] < lowest[$1] })
    try #require(!feet.contains(least) && simulation.shapes[least].link > 0, "a leg is lowest")
    #expect(lowest[least] < (feet.map { lowest[$0] }.min() ?? 0) - 0.05)
    for (depth, touches) in [(0.003, true), (-0.003, false)] {
      place(1 - lowest[least] - depth)
      simulation.world.setGravity(.zero)
      simulation.advance(targets: folded.span)
      #expect(simulation.restsOnOtherThanFeet == touches, "roll \(roll), depth \(depth)")
      #expect(model.feet.indices.allSatisfy { !simulation.footTouches($0) })
    }
    let standing = Simulation(
      model: model, options: PhysicsOptions(), jointPositions: model.joints.map(\.standing))
    let targets = model.joints.map(\.standing)
    for _ in 0..<50 {
      standing.advance(targets: targets.span)
      #expect(!standing.restsOnOtherThanFeet)
    }
    #expect(model.feet.indices.contains { standing.footTouches($0) })
  }

  /// Nothing below nine tenths of the limit, one at 1.9 of it and beyond.
  @Test func ratesAtTheirLimits() throws {
    let simulation = try OneJoint(velocity: 8).simulation()
    for (share, excess) in [(0, 0), (0.89, 0), (0.95, 0.05), (1.5, 0.6), (1.89, 0.99), (3, 1)] {
      for sign in [-1.0, 1] {
        simulation.kick(sign * share * 8)
        #expect(close(simulation.jointRateExcess, excess, 1e-9), "\(share) of the limit")
      }
    }
  }

  /// In the order in which results and files list them.
  @Test func termsHaveTheirPlaces() {
    #expect(RewardTerm.allCases.map(\.index) == Array(0..<RewardTerm.allCases.count))
    #expect(Set(RewardTerm.allCases.map(\.summary)).count == RewardTerm.allCases.count)
  }

  @Test func onlyTheNamedTermsHaveWeight() {
    let weights = RewardWeights([.tilt: -0.5])
    for term in RewardTerm.allCases { #expect(weights[term] == (term == .tilt ? -0.5 : 0)) }
    var other = weights
    other[.footSlip] = -1
    #expect(other != weights && other[.footSlip] == -1 && other[.tilt] == -0.5)
  }

  @Test func weightsRoundTrip() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let weights = weights(seed: seed)
      let data = try JSONEncoder().encode(weights)
      #expect(try JSONDecoder().decode(RewardWeights.self, from: data) == weights, "seed \(seed)")
    }
    let sparse = Data(#"{"foot_slip": -0.25, "alive": 2}"#.utf8)
    let read = try JSONDecoder().decode(RewardWeights.self, from: sparse)
    #expect(read == RewardWeights([.footSlip: -0.25, .alive: 2]))
    let keys = try JSONEncoder().encode(RewardWeights.standard)
    let object = try #require(try JSONSerialization.jsonObject(with: keys) as? [String: Any])
    #expect(Set(object.keys) == Set(RewardTerm.allCases.map(\.rawValue)))
    let task = LocomotionTask()
    #expect(
      try JSONDecoder().decode(LocomotionTask.self, from: JSONEncoder().encode(task)) == task)
  }
}

extension Simulation {
  /// Height [m] of each shape's lowest point; links in order, each with its shapes in order.
  fileprivate var lowestPoints: [Double] {
    zip(model.links, linkPoses).flatMap { link, pose in
      link.shapes.map { shape in
        let place = pose * shape.pose
        let up = place.rotation.unrotate(.unitZ)
        return place.position.z - shape.geometry.reach(along: up)
      }
    }
  }
}

extension Geometry {
  /// How far [m] the solid reaches from its centre along a unit vector, or against it.
  fileprivate func reach(along n: Vector3) -> Double {
    switch self {
    case .sphere(let radius): radius
    case .box(let size): (abs(size.x * n.x) + abs(size.y * n.y) + abs(size.z * n.z)) / 2
    case .capsule(let radius, let length): radius + abs(n.z) * length / 2
    case .cylinder(let radius, let length): radius * hypot(n.x, n.y) + abs(n.z) * length / 2
    }
  }
}
