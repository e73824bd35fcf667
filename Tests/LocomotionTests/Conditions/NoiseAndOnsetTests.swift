import Foundation
import Locomotion
import RobotDescription
import Testing

@Suite("Sensor noise") struct SensorNoiseTests {
  private func observations(_ conditions: [Condition], seed: UInt64) throws -> [[Float]] {
    try Shipped.antObservations(conditions, duration: 8, seed: seed)
  }

  @Test(arguments: zip(1...5, [0.05, 0.1, 0.2, 0.3, 0.4])) func hasTheStatedDeviation(
    _ severity: Int, _ deviation: Double
  ) throws {
    let layout = ObservationLayout(try Shipped.model("ant"))
    let clean = try observations([], seed: 7)
    let noisy = try observations([Condition(.sensorNoise, severity: severity)], seed: 7)
    try #require(noisy.count == 400 && clean.count == 400)
    var sensed: [Double] = []
    for slice in layout.slices {
      let range = slice.offset..<slice.offset + slice.count
      let noise = zip(noisy, clean).flatMap { a, b in range.map { Double(a[$0] - b[$0]) } }
      if slice.group == .clock || slice.group == .command {
        #expect(noise.allSatisfy { $0 == 0 }, "\(slice.group) is not sensed")
        continue
      }
      sensed += noise
      let n = Double(noise.count)
      let mean = noise.reduce(0, +) / n
      let spread = (noise.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
      #expect(abs(mean) < 5 * deviation / n.squareRoot(), "\(slice.group): mean \(mean)")
      let tolerance = 5 * deviation / (2 * n).squareRoot()
      #expect(close(spread, deviation, tolerance), "\(slice.group): \(spread)")
      let beyond = Double(noise.filter { abs($0) > 1.96 * deviation }.count) / n
      #expect(close(beyond, 0.05, 5 * (0.0475 / n).squareRoot()), "\(slice.group): \(beyond)")
    }
    let squares = sensed.reduce(0) { $0 + $1 * $1 }
    let spread = (squares / Double(sensed.count)).squareRoot()
    #expect(close(spread, deviation, 0.04 * deviation), "all sensors: \(spread)")
  }

  @Test func isKeyedBySeed() throws {
    let condition = [Condition(.sensorNoise, severity: 2)]
    #expect(try observations(condition, seed: 1) == observations(condition, seed: 1))
    #expect(try observations(condition, seed: 1) != observations(condition, seed: 2))
  }
}

@Suite("Onset") struct OnsetTests {
  /// All that a life shows: pose, joints, action, observation and reward of every control step.
  private func trace(_ robot: String, _ conditions: [Condition]) throws -> [[UInt64]] {
    let model = try Shipped.model(robot)
    let episode = Episode(model: model, task: .lasting(2, endingOnFalls: false))
    let walk = ScriptedGait.walk(model)
    let controller = Script { step, observation, action in
      if step == 0 { walk.reset() }
      walk.act(observation: observation, action: action)
      for j in action.indices { action[j] += 0.1 * observation[j] }
    }
    var rows: [[UInt64]] = []
    let watch = Watch { episode in
      let pose = episode.simulation.basePose
      let base = [pose.position.x, pose.position.y, pose.position.z, pose.rotation.w]
      let body = base + episode.simulation.positions + episode.simulation.actuators.efforts
      let signals = (Array(episode.action) + Array(episode.observation)).map(Double.init)
      rows.append((body + signals + [episode.stepReward]).map(\.bitPattern))
    }
    _ = episode.run(
      controller, EpisodeSpecification(seed: 13, conditions: conditions), observer: watch)
    return rows
  }

  @Test(arguments: Shipped.names) func nothingChangesBeforeTheOnset(_ name: String) throws {
    let nominal = try trace(name, [])
    let period = try Shipped.model(name).profile.controlPeriod
    for kind in Condition.Kind.allCases {
      let changed = try trace(name, [Condition(kind, severity: 5, onset: 0.8)])
      let onset = Int((0.8 / period).rounded())
      #expect(Array(changed[..<onset]) == Array(nominal[..<onset]), "\(kind) acts too early")
      // New ground begins beyond a clearing, and smaller friction with the next slip.
      let isGround = kind.category == .ground && kind != .slope && kind != .downhill
      if isGround && kind != .roughGround && kind != .friction { continue }
      #expect(changed[onset...] != nominal[onset...], "\(kind) never acts")
      if kind == .roughGround || kind == .friction { continue }
      // A late or still sensor repeats the reading of its onset, and a battery begins full.
      if kind == .sensorLatency || kind == .sensorFreeze || kind == .batterySag {
        #expect(changed[onset + 1] != nominal[onset + 1], "\(kind) acts in the second step")
        continue
      }
      #expect(changed[onset] != nominal[onset], "\(kind) acts in the first step of its time")
    }
  }

  @Test func conditionsBeginInTheOrderOfTheirOnsets() throws {
    let early = Condition(.payload, severity: 3, onset: 0.4)
    let late = Condition(.slope, severity: 3, onset: 1.2)
    let both = try trace("ant", [late, early])
    #expect(both == (try trace("ant", [early, late])))
    #expect(both[..<60] == (try trace("ant", [early]))[..<60])
    #expect(both[60] != (try trace("ant", [early]))[60])
  }

  /// Rough ground that rises in mid-life leaves a flat clearing under the robot.
  @Test func roughGroundOpensAroundTheRobot() throws {
    let model = try Shipped.model("ant")
    let episode = Episode(model: model, task: .lasting(3, endingOnFalls: false))
    var heights: [Double] = []
    var away = 0.0
    let watch = Watch { episode in
      guard close(episode.time, 2.02, 1e-9) else { return }
      let p = episode.simulation.basePose.position
      for k in 0..<16 {
        let (x, y) = (0.4 * cos(Double(k)), 0.4 * sin(Double(k)))
        heights.append(episode.simulation.world.groundHeight(x: p.x + x, y: p.y + y))
      }
      away = episode.simulation.world.groundHeight(x: p.x + 3.3, y: p.y + 0.7)
    }
    let conditions = [Condition(.roughGround, severity: 5, onset: 2)]
    _ = episode.run(
      ScriptedGait.walk(model), EpisodeSpecification(seed: 2, conditions: conditions),
      observer: watch)
    #expect(heights.count == 16 && heights.allSatisfy { $0 == 0 } && away != 0)
  }
}
