import Foundation
import Locomotion
import NumericalMethods
import RobotDescription
import Testing

@Suite("Faults of motors and legs") struct MotorConditionTests {
  /// What one life shows at every control step.
  private struct Record {
    var positions: [[Double]] = []
    var efforts: [[Double]] = []
    var setpoints: [[Double]] = []
    var work = 0.0
  }

  private func life(
    _ conditions: [Condition], robot: String = "ant", duration: Double = 2, seed: UInt64 = 3,
    _ controller: (any Controller)? = nil
  ) throws -> Record {
    let model = try Shipped.model(robot)
    let episode = Episode(model: model, task: .lasting(duration, endingOnFalls: false))
    var record = Record()
    let watch = Watch { episode in
      record.positions.append(episode.simulation.positions)
      record.efforts.append(episode.simulation.actuators.efforts)
      record.setpoints.append(episode.simulation.actuators.setpoints)
    }
    let walk: any Controller = controller ?? ScriptedGait.walk(model)
    record.work =
      episode.run(
        walk, EpisodeSpecification(seed: seed, conditions: conditions), observer: watch
      ).work
    return record
  }

  /// A locked joint stays within what is left of its range around where it was, and only it does.
  @Test(arguments: Shipped.names) func lockedJoints(_ name: String) throws {
    let model = try Shipped.model(name)
    let onset = Int((0.5 / model.profile.controlPeriod).rounded())
    for (severity, freedom) in [(1, 0.5), (5, 0.0)] {
      let record = try life(
        [Condition(.lockedJoint, severity: severity, onset: 0.5)], robot: name)
      let reach = model.joints.indices.map { j in
        record.positions[onset...].map { abs($0[j] - record.positions[onset - 1][j]) }.max() ?? 0
      }
      let held = model.joints.indices.filter { j in
        reach[j] <= freedom * model.joints[j].actionRange + 0.03
      }
      #expect(held.count == 1 || severity == 1 && held.count >= 1, "\(name): \(reach)")
    }
  }

  /// At its end a fault is gone: the joint has its stops and its strength again.
  @Test func faultsEnd() throws {
    let model = try Shipped.model("ant")
    for kind in [Condition.Kind.lockedJoint, .deadJoint] {
      let brief = try life([Condition(kind, severity: 5, onset: 0.5, end: 1)], duration: 3)
      let healthy = try life([], duration: 3)
      let joint = try #require(
        model.joints.indices.first { brief.efforts[30][$0] != healthy.efforts[30][$0] })
      func span(_ record: Record, _ steps: Range<Int>) -> Double {
        let values = record.positions[steps].map { $0[joint] }
        return (values.max() ?? 0) - (values.min() ?? 0)
      }
      #expect(span(brief, 100..<150) > 0.5 * span(healthy, 100..<150), "\(kind) has ended")
    }
  }

  @Test func actionsArriveExactlySoManyStepsLater() throws {
    let now = try life([])
    for severity in Condition.severities {
      let late = try life([Condition(.actionLatency, severity: severity)])
      // The open-loop gait asks the same whatever happens, so the servos' targets are the same
      // later.
      for step in severity..<100 {
        #expect(late.setpoints[step] == now.setpoints[step - severity] || step < severity + 40)
      }
      let gap = zip(late.setpoints[severity + 60], now.setpoints[60]).map { abs($0 - $1) }.max()
      #expect((gap ?? 1) < 1e-9, "severity \(severity): \(gap ?? 1) rad")
    }
  }

  /// Within the dead zone no torque; beyond it, that of an error smaller by half its width.
  @Test(arguments: [0.02, 0.2]) func playIsADeadZone(_ width: Double) throws {
    let severity = width == 0.02 ? 1 : 5
    let joint = OneJoint(kp: 10, kd: 0, effort: 50, velocity: 1e3)
    let play = Condition(.jointPlay, severity: severity)
    let episode = try joint.episode(lasting: 0.002)
    for command in [-1, -0.5, -0.05, 0, 0.008, 0.09, 0.4, 1] as [Float] {
      var (efforts, start) = ([Double](), [Double]())
      let watch = Watch(start: { start = $0.simulation.positions }) {
        efforts += $0.simulation.actuators.efforts
      }
      _ = episode.run(
        Script { _, _, action in action[0] = command },
        EpisodeSpecification(seed: 1, conditions: [play]), observer: watch)
      let error = Double(command) - start[0]
      let wanted = 10 * (error > 0 ? max(0, error - width / 2) : min(0, error + width / 2))
      #expect(close(efforts[0], wanted, 1e-9), "\(command): \(efforts[0]), not \(wanted)")
    }
  }

  @Test func batteriesSagInTenSeconds() throws {
    let joint = OneJoint(kp: 100, kd: 0, effort: 2, velocity: 1e9)
    let episode = try joint.episode(lasting: 12)
    var efforts: [Double] = []
    let watch = Watch { efforts.append(abs($0.simulation.actuators.efforts[0])) }
    let sag = Condition(.batterySag, severity: 5, onset: 1)
    // Always so far away that the servo gives all that it can.
    let chase = Script { step, observation, action in action[0] = observation[0] > 0 ? -1 : 1 }
    _ = episode.run(chase, EpisodeSpecification(seed: 1, conditions: [sag]), observer: watch)
    #expect(close(efforts.max() ?? 0, 2, 1e-9))
    let middle = efforts[5950..<6050].max() ?? 0
    #expect(close(middle, 2 * 0.75, 0.02), "\(middle) N m half-way")
    #expect(close(efforts[11_500...].max() ?? 0, 1, 1e-9), "half is left for good")
  }

  /// Two joints, each joint by itself, all joints a little: seen in the first torques.
  @Test func gainsOfSeveralJoints() throws {
    let count = try Shipped.model("ant").joints.count
    var reversed = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      func targets(_ conditions: [Condition]) throws -> [Double] {
        let push = Script { _, _, action in action.update(repeating: 0.5) }
        let model = try Shipped.model("ant")
        return zip(
          try life(conditions, duration: 0.02, seed: seed, push).setpoints[0], model.joints
        ).map { $0 - $1.standing }
      }
      let healthy = try targets([])
      func gains(_ kind: Condition.Kind) throws -> [Double] {
        zip(try targets([Condition(kind, severity: 5)]), healthy).map { $0 / $1 }
      }
      let pair = try gains(.reversedPair)
      #expect(pair.filter { close($0, -1, 1e-9) }.count == 2, "seed \(seed): \(pair)")
      #expect(pair.filter { close($0, 1, 1e-9) }.count == count - 2, "seed \(seed)")
      let random = try gains(.reversedRandom)
      #expect(random.allSatisfy { close(abs($0), 1, 1e-9) }, "seed \(seed)")
      reversed += random.filter { $0 < 0 }.count
      let spread = try gains(.gainSpread)
      #expect(spread.allSatisfy { (0.5...1.5).contains($0) }, "seed \(seed): \(spread)")
      #expect(Set(spread).count == count, "seed \(seed)")
    }
    let share = Double(reversed) / Double(40 * count)
    #expect(close(share, 0.5, 4 * (0.25 / Double(40 * count)).squareRoot()), "\(share) reversed")
  }

  /// A leg without its end stands on what is left, or on nothing, and weighs less.
  @Test(arguments: Shipped.names) func lostLegs(_ name: String) throws {
    let model = try Shipped.model(name)
    func look(_ conditions: [Condition]) throws -> (touching: Int, lowest: [Double], weight: Double)
    {
      // Joints that start apart leave stiff legs on which a robot rocks from foot to foot.
      var task = LocomotionTask.lasting(3, endingOnFalls: false)
      (task.settle, task.startSpread) = (0, 0)
      let episode = Episode(model: model, task: task)
      var result = (touching: 0, lowest: [Double](), weight: 0.0)
      let watch = Watch(start: { episode in
        result.lowest = model.feet.indices.map { episode.simulation.footPosition($0).z }
      }) { episode in
        result.touching = model.feet.indices.filter { episode.simulation.footTouches($0) }.count
        let world = episode.simulation.world
        world.setGravity(Vector3(0, 0, -9.81))
        result.weight = world.totalMass
      }
      _ = episode.run(
        ConstantPose(), EpisodeSpecification(seed: 2, conditions: conditions), observer: watch)
      return result
    }
    let whole = try look([])
    #expect(whole.touching == model.feet.count)
    for severity in Condition.severities {
      let cut = try look([Condition(.lostLeg, severity: severity)])
      let raised = zip(cut.lowest, whole.lowest).filter { $0 - $1 > 0.002 }.count
      #expect(raised >= 1, "\(name), severity \(severity)")
      #expect(cut.weight < whole.weight)
      if severity == 5 { #expect(cut.touching <= whole.touching - 1, "\(name)") }
    }
  }
}
