import Foundation
import NumericalMethods
import RobotDescription
import Testing

@testable import Locomotion

@Suite("Termination") struct TerminationTests {
  /// A life under a gravity [m/s²] that sets in after half a second.
  private func life(
    gravity: Vector3, bounds: DivergenceBounds = DivergenceBounds(), robot: String = "ant",
    uprightness: Double = 0.5, friction: Double? = nil,
    controller: some Controller = ConstantPose(), watching: @escaping (Episode) -> Void = { _ in }
  ) throws -> EpisodeResult {
    var task = LocomotionTask.lasting(4)
    task.minimumUprightness = uprightness
    let episode = Episode(model: try Shipped.model(robot), task: task, bounds: bounds)
    let watch = Watch { episode in
      watching(episode)
      guard episode.time > 0.5 else { return }
      episode.simulation.world.setGravity(gravity)
      if let friction { episode.simulation.world.friction = friction }
    }
    return episode.run(controller, EpisodeSpecification(seed: 1), observer: watch)
  }

  private func bounds(drift: Double = .infinity, energy: Double = .infinity) -> DivergenceBounds {
    var bounds = DivergenceBounds()
    (bounds.jointDrift, bounds.specificKineticEnergy) = (drift, energy)
    return bounds
  }

  @Test(arguments: Shipped.names) func completedLives(_ name: String) throws {
    let model = try Shipped.model(name)
    let result = Episode(model: model, task: .lasting(1.3)).run(
      ConstantPose(), EpisodeSpecification(seed: 1))
    #expect(result.outcome == .completed && !result.outcome.isFall)
    #expect(result.controlSteps == Int((1.3 / model.profile.controlPeriod).rounded()))
    #expect(close(result.duration, 1.3, 1e-9))
    #expect(
      close(
        result.rewardTerms[1], LocomotionTask().reward[.alive] * Double(result.controlSteps), 1e-9))
  }

  /// The left legs push, which tilts the base; only the quadruped may crouch first without
  /// collapsing.
  @Test(arguments: Shipped.names) func tippedOver(_ name: String) throws {
    let joints = try Shipped.model(name).joints.map(\.name)
    let idle: Float = name == "quadruped" ? -1 : 0
    let push = Script { step, _, action in
      for (j, joint) in joints.enumerated() {
        guard joint.hasSuffix("knee") || name == "hexapod" && joint.hasSuffix("hip") else {
          continue
        }
        let isLeft = ["fl", "rl", "lf", "lm", "lr"].contains(String(joint.prefix(2)))
        action[j] = isLeft && step > 30 ? 1 : idle
      }
    }
    var uprightness: [Double] = []
    let result = try life(
      gravity: Vector3(0, 0, -9.81), robot: name, uprightness: 0.997, controller: push
    ) {
      uprightness.append(Matrix3($0.simulation.basePose.rotation).r2.z)
    }
    #expect(result.outcome == .tippedOver && result.outcome.isFall)
    #expect(uprightness.count == result.controlSteps)
    #expect((uprightness.last ?? 1) < 0.997 && uprightness.dropLast().allSatisfy { $0 >= 0.997 })
    #expect(result.fitness == result.reward && result.reward.isFinite)
  }

  /// On slippery ground, as on a rough one no weight spreads legs that stand steeper than the
  /// friction cone's side: those of the ant, whose shins are 0.57 rad off the vertical, hold.
  @Test(arguments: Shipped.names) func collapsed(_ name: String) throws {
    let standing = try Shipped.model(name).standingHeight
    var heights: [Double] = []
    let result = try life(gravity: Vector3(0, 0, -150), robot: name, friction: 0.3) {
      heights.append($0.simulation.basePose.position.z)
    }
    #expect(result.outcome == .collapsed && result.outcome.isFall)
    let limit = 0.45 * standing
    #expect((heights.last ?? 1) < limit && heights.dropLast().allSatisfy { $0 >= limit })
    #expect(result.duration < 4 && result.fitness.isFinite)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, .signalingNaN])
  func nonFiniteActionsEndTheLife(_ value: Float) throws {
    let model = try Shipped.model("ant")
    let episode = Episode(model: model, task: .lasting(2))
    for joint in model.joints.indices {
      let sick = Script { step, _, action in action[joint] = step == 7 ? value : 0 }
      let result = episode.run(sick, EpisodeSpecification(seed: 1))
      #expect(result.outcome == .diverged(.nonFiniteAction) && result.outcome.isDiverged)
      #expect(result.controlSteps == 8 && result.fitness == -.infinity)
    }
  }

  @Test func hugeFiniteActionsAreClipped() throws {
    let episode = Episode(
      model: try Shipped.model("ant"), task: .lasting(0.6, endingOnFalls: false))
    func way(_ size: Float) -> Double {
      let bang = Script { step, _, action in
        for j in action.indices { action[j] = (step + j).isMultiple(of: 3) ? size : -size }
      }
      return episode.run(bang, EpisodeSpecification(seed: 1)).distance
    }
    #expect(way(1) == way(1e38) && way(1) != way(0.5))
  }

  @Test func kineticEnergyBound() throws {
    var energies: [Double] = []
    let up = try life(gravity: Vector3(0, 0, 100)) {
      energies.append($0.simulation.world.kineticEnergy / $0.model.totalMass)
    }
    #expect(up.outcome == .diverged(.kineticEnergy) && up.fitness == -.infinity)
    #expect((energies.last ?? 0) > 50 && energies.dropLast().allSatisfy { $0 <= 50 })
  }

  /// A bound that the drift of a walk comes to in its course ends the life there.
  @Test func jointDriftBound() throws {
    let walk = ScriptedGait.walk(try Shipped.model("ant"))
    func drifts(_ bound: Double) throws -> (result: EpisodeResult, drifts: [Double]) {
      var drifts: [Double] = []
      let result = try life(
        gravity: Vector3(0, 0, -9.81), bounds: bounds(drift: bound), controller: walk
      ) {
        drifts.append($0.simulation.world.largestJointDrift)
      }
      return (result, drifts)
    }
    let whole = try drifts(.infinity)
    #expect(whole.result.outcome == .completed)
    let bound = 0.9 * (whole.drifts.max() ?? 0)
    let torn = try drifts(bound)
    #expect(torn.result.outcome == .diverged(.jointDrift) && torn.result.fitness == -.infinity)
    #expect((torn.drifts.last ?? 0) > bound && torn.drifts.dropLast().allSatisfy { $0 <= bound })
    #expect(torn.drifts.count > 1 && torn.drifts == Array(whole.drifts.prefix(torn.drifts.count)))
  }

  /// Bodies move in straight lines through a step, which tears joints that turn fast: by ½ω²r dt².
  @Test func theDefaultBoundOfJointDriftIsWithinReach() throws {
    let model = try Shipped.model("ant")
    let episode = Episode(model: model, task: .lasting(1, endingOnFalls: false))
    let spin = Watch(start: { episode in
      let simulation = episode.simulation
      let center = simulation.baseCenterOfMass
      let rate = Vector3(0, 0, 150)
      for body in simulation.bodies {
        var state = simulation.world.state(of: body)
        state.velocity = rate.cross(state.pose.position - center)
        state.angularVelocity = rate
        simulation.world.setState(of: body, state)
      }
    }) { _ in }
    let result = episode.run(ConstantPose(), EpisodeSpecification(seed: 1), observer: spin)
    #expect(result.outcome == .diverged(.jointDrift), "\(result.outcome)")
    #expect(result.fitness == -.infinity)
  }

  /// Loads beyond any sense end the life, on slippery ground; they never end the process.
  @Test(arguments: [1e3, 1e6, 1e12]) func absurdWeightDiverges(_ load: Double) throws {
    for direction in [Vector3.unitX, .unitZ, -.unitZ] {
      let result = try life(gravity: direction * load, friction: 0.3)
      #expect(result.outcome.isDiverged || result.outcome.isFall, "\(direction * load) m/s²")
      #expect(!result.outcome.isDiverged || result.fitness == -.infinity)
    }
  }

  /// Under the greatest torque that a description may have, a life ends or stays finite.
  @Test func absurdTorquesStayFinite() throws {
    let torque = 1e9
    let servo = OneJoint(kp: torque, kd: 0, effort: torque, velocity: 1e3)
    let episode = try servo.episode(lasting: 1)
    let result = episode.run(
      Script { _, _, action in action[0] = 1 }, EpisodeSpecification(seed: 1))
    let isFinite = result.reward.isFinite && episode.simulation.positions.allSatisfy(\.isFinite)
    #expect(result.outcome.isDiverged || isFinite, "\(result.outcome)")
    #expect(!result.outcome.isDiverged || result.fitness == -.infinity)
  }

  /// What no description leads to: a joint as fast as no number of a state should be.
  @Test(arguments: [1e40, 1e200, 1e300]) func absurdRatesDiverge(_ rate: Double) throws {
    let episode = try OneJoint().episode(lasting: 1)
    episode.begin(EpisodeSpecification(seed: 1))
    while episode.observe() != nil {
      episode.simulation.kick(rate)
      episode.advance([Float(1)].span)
    }
    #expect(episode.result.outcome == .diverged(.nonFiniteState))
    #expect(episode.result.fitness == -.infinity)
  }

  @Test func outcomesHaveNames() throws {
    let outcomes: [Outcome] =
      [.completed, .tippedOver, .collapsed] + Divergence.allCases.map { .diverged($0) }
    #expect(Set(outcomes.map(\.description)).count == outcomes.count)
    for outcome in outcomes {
      let data = try JSONEncoder().encode(outcome)
      #expect(try JSONDecoder().decode(Outcome.self, from: data) == outcome)
    }
  }
}
