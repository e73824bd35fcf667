import Foundation
import Locomotion
import NumericalMethods
import RobotDescription
import Testing

@Suite("Observation layout") struct ObservationLayoutTests {
  @Test(arguments: Shipped.names) func groupsFollowOneAnother(_ name: String) throws {
    let model = try Shipped.model(name)
    let layout = ObservationLayout(model)
    let (n, feet) = (model.joints.count, model.feet.count)
    #expect(layout.slices.map(\.group) == ObservationLayout.Group.allCases.dropLast(2))
    #expect(layout.slices.map(\.count) == [n, n, 3, 3, 2, 1, feet, 2, 1])
    var offset = 0
    for slice in layout.slices {
      #expect(slice.offset == offset)
      offset += slice.count
    }
    #expect(layout.count == offset && layout.count == 2 * n + feet + 12)
    #expect(layout.slices.allSatisfy { $0.scale > 0 })
    #expect(layout.channelNames.count == layout.count)
    #expect(Set(layout.channelNames).count == layout.count)
    #expect(layout.channelNames[0] == "joint_position.0")
    #expect(layout.channelNames[n + 3] == "joint_rate.3")
    #expect(layout.channelNames[layout.count - 1] == "command.0")
    let data = try JSONEncoder().encode(layout)
    #expect(try JSONDecoder().decode(ObservationLayout.self, from: data) == layout)
  }
}

@Suite("Efference copy") struct EfferenceTests {
  private func task(_ actions: Int) -> LocomotionTask {
    var task = LocomotionTask.lasting(1, endingOnFalls: false)
    task.efference = actions
    return task
  }

  /// It stands behind all else, which it leaves as it was.
  @Test(arguments: Shipped.names) func layout(_ name: String) throws {
    let model = try Shipped.model(name)
    let (plain, motors) = (ObservationLayout(model), model.motors.count)
    for actions in 1...3 {
      let layout = ObservationLayout(model, of: task(actions))
      #expect(layout.slices.dropLast() == plain.slices[...])
      let last = try #require(layout.slices.last)
      #expect(last.group == .action && last.scale == 1)
      #expect(last.offset == plain.count && last.count == actions * motors)
      #expect(layout.count == plain.count + actions * motors)
      #expect(layout.channelNames.last == "action.\(actions * motors - 1)")
    }
    #expect(ObservationLayout(model, of: task(0)) == plain)
  }

  /// What was told, clipped, latest first and 0 before the first, whatever reaches the motors, what
  /// sensors do to other channels, and what the episode before did; all else as without.
  @Test(arguments: [1, 3]) func actionsComeBack(count: Int) throws {
    let model = try Shipped.model("ant")
    let conditions = try Condition.list(
      parsing: "reversed-actuator:5(fl_hip)+action-latency:3+sensor-latency:2+sensor-noise:3")
    let specification = EpisodeSpecification(seed: 3, conditions: conditions)
    func command(_ step: Int, _ m: Int) -> Float { 1.6 * sin(Float(step) + 0.7 * Float(m)) }
    func rows(_ episode: Episode) -> [[Float]] {
      var rows: [[Float]] = []
      let script = Script { step, observation, action in
        rows.append(Array(observation))
        for m in action.indices { action[m] = command(step, m) }
      }
      _ = episode.run(script, specification)
      return rows
    }
    let plain = rows(Episode(model: model, task: task(0)))
    let episode = Episode(model: model, task: task(count))
    let (first, second) = (rows(episode), rows(episode))
    #expect(first == second, "nothing is left of the episode before")
    #expect(first.count == plain.count)
    let channels = ObservationLayout(model).count
    for (step, row) in first.enumerated() {
      for k in 0..<count {
        for m in model.motors.indices {
          let told = step > k ? min(max(command(step - k - 1, m), -1), 1) : 0
          #expect(row[channels + k * model.motors.count + m] == told, "step \(step)")
        }
      }
    }
    let noisy = ObservationLayout(model).slices.filter { $0.group == .gravity }[0].offset
    #expect(first.map { $0[noisy] } == plain.map { $0[noisy] })
  }
}

@Suite("Sensing") struct SensingTests {
  /// Every channel anew from the state that the controller acts upon; rotation by matrix.
  private func expected(_ episode: Episode, phase: (sin: Double, cos: Double)) -> [Double] {
    let (simulation, model) = (episode.simulation, episode.model)
    let toBody = Matrix3(simulation.basePose.rotation).transpose
    let gravity = toBody * (simulation.world.gravity / simulation.world.gravity.length)
    let spin = toBody * simulation.baseAngularVelocity
    let velocity = toBody * simulation.baseVelocity
    let forward = Matrix3(simulation.basePose.rotation) * .unitX
    let ahead = Vector3(cos(episode.task.heading), sin(episode.task.heading), 0)
    var raw = zip(simulation.positions, model.joints).map { $0 - $1.standing }
    raw += simulation.rates
    raw += [gravity.x, gravity.y, gravity.z, spin.x, spin.y, spin.z]
    raw += [velocity.x, velocity.y, atan2(ahead.cross(forward).z, ahead.dot(forward))]
    raw += model.feet.indices.map { simulation.footTouches($0) ? 1 : -1 }
    raw += [phase.sin, phase.cos, episode.task.command]
    let scales = episode.layout.slices.flatMap { Array(repeating: $0.scale, count: $0.count) }
    return zip(raw, scales).map { max(-3, min(3, $0 * Double($1))) }
  }

  /// A walk that gravity then throws over, so that tilt, spin, flight and clipping all occur.
  @Test(arguments: Shipped.names) func channelsAreThoseOfTheState(_ name: String) throws {
    let model = try Shipped.model(name)
    var task = LocomotionTask.lasting(3, endingOnFalls: false)
    task.command = 0.7
    (task.heading, task.headingSpread) = (2, 1)
    let episode = Episode(model: model, task: task)
    let layout = episode.layout
    let (walk, clock) = (ScriptedGait.walk(model), layout.count - 3)
    var phase = 0.0
    var (clipped, airborne, tilted) = (false, false, false)
    let probe = Script { step, observation, action in
      if step == 0 {
        walk.reset()
        phase = atan2(Double(observation[clock]), Double(observation[clock + 1]))
      }
      let now = phase + 2 * .pi * task.clock * episode.time
      let wanted = self.expected(episode, phase: (sin(now), cos(now)))
      for (k, value) in wanted.enumerated() {
        let found = Double(observation[k])
        #expect(close(found, value, 1e-5), "step \(step), \(layout.channelNames[k])")
      }
      clipped = clipped || observation.contains { abs($0) == 3 }
      airborne = airborne || observation[clock - 1] < 0
      tilted = tilted || observation[2 * model.joints.count] > 0.5
      walk.act(observation: observation, action: action)
    }
    let thrown = Quaternion(axis: .unitZ, angle: task.heading).rotate(Vector3(9, 3, -4))
    let push = Watch { episode in
      if episode.time > 1.5 { episode.simulation.world.setGravity(thrown) }
    }
    _ = episode.run(probe, EpisodeSpecification(seed: 31), observer: push)
    #expect(clipped && airborne && tilted, "\(clipped), \(airborne), \(tilted)")
  }

  /// A level base feels gravity along −z; on an uphill slope it also feels it from ahead.
  @Test func gravityOfAStandingRobot() throws {
    let model = try Shipped.model("ant")
    let at = 2 * model.joints.count
    for (conditions, degrees) in [([], 0.0), ([Condition(.slope, severity: 3)], 9.0)] {
      var task = LocomotionTask.lasting(0.02)
      (task.settle, task.startSpread) = (0, 0)
      let episode = Episode(model: model, task: task)
      var seen: [Float] = []
      _ = episode.run(
        Script { _, observation, _ in seen = Array(observation) },
        EpisodeSpecification(seed: 1, conditions: conditions))
      let angle = degrees * .pi / 180
      #expect(close(Double(seen[at]), -sin(angle), 1e-6) && abs(seen[at + 1]) < 1e-6)
      #expect(close(Double(seen[at + 2]), -cos(angle), 1e-6))
      #expect(seen[..<at].allSatisfy { abs($0) < 1e-6 }, "joints stand")
    }
  }
}
