import Foundation
import Locomotion
import NumericalMethods
import RobotDescription
import Testing

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
      }
    }
  }

  private func weights(seed: UInt64) -> RewardWeights {
    var random = SplitMix64(seed: seed)
    return RewardWeights(
      Dictionary(
        uniqueKeysWithValues: RewardTerm.allCases.map { ($0, random.uniform(-2, 2)) }))
  }

  /// Every term, summed over a life of walking, being thrown about and sliding, is its definition.
  @Test(arguments: Shipped.names) func termsFollowTheirDefinitions(_ name: String) throws {
    let model = try Shipped.model(name)
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
          if episode.time > 2 { episode.simulation.world.setGravity(Vector3(6, 5, -5)) }
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
