import Foundation
import Locomotion
import RobotDescription
import Testing

/// Faults of motors and load, seen in the torques of the very first physics step, when every servo
/// is at rest at a known position.
@Suite("Faults") struct FaultTests {
  private struct Start {
    var positions: [Double] = []
    var efforts: [Double] = []
  }

  /// Positions before, and efforts [N m] of, the first step under the action +1 of all joints.
  private func start(_ conditions: [Condition], seed: UInt64) throws -> Start {
    var task = LocomotionTask.lasting(0.02)
    task.settle = 0
    let episode = Episode(model: try Shipped.singleStepAnt(), task: task)
    var start = Start()
    let watch = Watch(start: { start.positions = $0.simulation.positions }) {
      start.efforts = $0.simulation.actuators.efforts
    }
    _ = episode.run(
      Script { _, _, action in action.update(repeating: 0.5) },
      EpisodeSpecification(seed: seed, conditions: conditions), observer: watch)
    return start
  }

  private func servo(_ joint: Joint, q: Double, gain: Double = 1, strength: Double = 1) -> Double {
    let target = joint.standing + gain * joint.actionRange * 0.5
    return strength * max(-joint.effort, min(joint.effort, joint.kp * (target - q)))
  }

  @Test func nominalTorques() throws {
    let model = try Shipped.singleStepAnt()
    for seed in 1...10 as ClosedRange<UInt64> {
      let start = try start([], seed: seed)
      for (j, joint) in model.joints.enumerated() {
        #expect(close(start.efforts[j], servo(joint, q: start.positions[j]), 1e-9), "seed \(seed)")
        #expect(abs(start.positions[j] - joint.standing) <= 0.05 + 1e-6, "start spread")
      }
    }
  }

  @Test func motorStrengthScalesEveryTorque() throws {
    for severity in Condition.severities {
      let healthy = try start([], seed: 3)
      let weak = try start([Condition(.motorStrength, severity: severity)], seed: 3)
      let share = [0.9, 0.8, 0.7, 0.6, 0.5][severity - 1]
      for (a, b) in zip(healthy.efforts, weak.efforts) { #expect(close(b, share * a, 1e-12)) }
    }
  }

  /// One joint, drawn by the seed whatever the severity, feels the fault.
  @Test func singleJointFaults() throws {
    let model = try Shipped.singleStepAnt()
    var struck = (dead: Set<Int>(), reversed: Set<Int>())
    for seed in 1...25 as ClosedRange<UInt64> {
      let healthy = try start([], seed: seed)
      for (severity, share) in zip(Condition.severities, [0.8, 0.6, 0.4, 0.2, 0]) {
        let faulty = try start([Condition(.deadJoint, severity: severity)], seed: seed)
        let changed = model.joints.indices.filter { faulty.efforts[$0] != healthy.efforts[$0] }
        #expect(changed.count == 1, "seed \(seed)")
        struck.dead.formUnion(changed)
        let j = changed[0]
        #expect(close(faulty.efforts[j], share * healthy.efforts[j], 1e-12), "seed \(seed)")
      }
      for (severity, gain) in zip(Condition.severities, [0.6, 0.2, -0.2, -0.6, -1]) {
        let faulty = try start([Condition(.reversedActuator, severity: severity)], seed: seed)
        let changed = model.joints.indices.filter { faulty.efforts[$0] != healthy.efforts[$0] }
        #expect(changed.count == 1, "seed \(seed)")
        struck.reversed.formUnion(changed)
        let j = changed[0]
        let wanted = servo(model.joints[j], q: faulty.positions[j], gain: gain)
        #expect(close(faulty.efforts[j], wanted, 1e-9), "seed \(seed)")
      }
    }
    #expect(struck.dead.count == 8 && struck.reversed.count >= 6, "every joint has its turn")
  }

  /// The joint that is named feels the fault, whatever the seed would draw.
  @Test func namedJoints() throws {
    let model = try Shipped.singleStepAnt()
    for (j, joint) in model.joints.enumerated() {
      for seed in 1...3 as ClosedRange<UInt64> {
        let healthy = try start([], seed: seed)
        let dead = try start([Condition(.deadJoint, at: joint.name, severity: 4)], seed: seed)
        let reversed = try start(
          [Condition(.reversedActuator, at: joint.name, severity: 5)], seed: seed)
        for k in model.joints.indices {
          let share = k == j ? 0.2 : 1
          #expect(close(dead.efforts[k], share * healthy.efforts[k], 1e-12), "\(joint.name)")
          let wanted = servo(model.joints[k], q: healthy.positions[k], gain: k == j ? -1 : 1)
          #expect(close(reversed.efforts[k], wanted, 1e-9), "\(joint.name)")
        }
      }
    }
  }

  @Test func unknownPlaces() throws {
    let model = try Shipped.model("hexapod")
    func refusal(_ text: String) -> String {
      do {
        try Condition.check(Condition.list(parsing: text), of: model)
        return ""
      } catch { return "\(error)" }
    }
    let joint = model.joints[4].name
    for text in [
      "slope:3", "dead-joint:3", "locked-joint:2(\(joint))", "lost-leg:3(rm)",
      "lost-leg:3(rm_foot)",
    ] {
      #expect(refusal(text) == "", "\(text)")
    }
    let unknown = refusal("slope:2+dead-joint:5(\(joint)x)@4s")
    #expect(
      unknown.hasPrefix("condition \"dead-joint:5(\(joint)x)@4s\": no joint \"\(joint)x\" of"))
    #expect(unknown.contains("did you mean '\(joint)'; known are "))
    for joint in model.joints { #expect(unknown.contains(joint.name)) }
    #expect(refusal("lost-leg:3(xy)").hasSuffix("known are lf, lm, lr, rf, rm, rr"))
    #expect(refusal("lost-leg:3(\(joint))").contains("no leg"))
  }

  @Test func faultsCombine() throws {
    let healthy = try start([], seed: 5)
    let both = [Condition(.motorStrength, severity: 5), Condition(.deadJoint, severity: 2)]
    let weak = try start(both, seed: 5)
    let shares = zip(weak.efforts, healthy.efforts).map { $0 / $1 }.sorted()
    #expect(close(shares[0], 0.3, 1e-9) && shares.dropFirst().allSatisfy { close($0, 0.5, 1e-9) })
  }

  @Test(arguments: Shipped.names) func deadJointStaysDead(_ name: String) throws {
    let model = try Shipped.model(name)
    let episode = Episode(model: model, task: .lasting(2, endingOnFalls: false))
    for onset in [0, 1.0] {
      var before = [Double](repeating: 0, count: model.joints.count)
      var after = before
      let watch = Watch { episode in
        for (j, effort) in episode.simulation.actuators.efforts.enumerated() {
          if episode.time > onset + 1e-9 {
            after[j] = max(after[j], abs(effort))
          } else {
            before[j] = max(before[j], abs(effort))
          }
        }
      }
      _ = episode.run(
        ScriptedGait.walk(model),
        EpisodeSpecification(
          seed: 6, conditions: [Condition(.deadJoint, severity: 5, onset: onset)]),
        observer: watch)
      #expect(after.filter { $0 == 0 }.count == 1, "one joint without torque from \(onset) s on")
      if onset > 0 { #expect(before.allSatisfy { $0 > 0 }, "all alive before") }
    }
  }
}
