import Foundation
import NumericalMethods
import RigidBodyDynamics
import RobotDescription
import Testing

@testable import Locomotion

@Suite("Gait analyser") struct GaitAnalyserTests {
  /// Every figure anew from what an observer sees after the first second.
  @Test(arguments: Shipped.names) func figuresFollowTheirDefinitions(_ name: String) throws {
    let model = try Shipped.model(name)
    let episode = Episode(model: model, task: .lasting(5))
    let gait = GaitAnalyser()
    var (contacts, steps, slide, squaredDrift, peak) = (0, 0, 0.0, 0.0, 0.0)
    var (start, work, workAtStart) = (Vector3.zero, 0.0, 0.0)
    var (push, excess, yaw, fastest, saturated) = (0.0, 0.0, 0.0, 0.0, 0)
    let watch = Watch { episode in
      let simulation = episode.simulation
      if episode.time > 1 + 1e-9 {
        steps += 1
        squaredDrift += simulation.world.largestJointDrift * simulation.world.largestJointDrift
        for foot in model.feet.indices where simulation.footTouches(foot) {
          contacts += 1
          let v = simulation.footContactVelocity(foot)
          slide += (v.x * v.x + v.y * v.y).squareRoot() * model.profile.controlPeriod
        }
        push += simulation.groundPush.tangentialImpulse
        excess += simulation.groundPush.excessImpulse
        for (joint, rate) in zip(model.joints, simulation.rates) {
          fastest = max(fastest, abs(rate) / joint.velocity)
        }
        saturated += episode.action.count { abs($0) >= 0.999 }
        peak = max(peak, (simulation.actuators.work - work) / model.profile.controlPeriod)
      } else {
        start = simulation.basePose.position
        yaw = simulation.basePose.rotation.yaw
        workAtStart = simulation.actuators.work
      }
      work = simulation.actuators.work
    }
    _ = episode.run(
      ScriptedGait.walk(model), EpisodeSpecification(seed: 8),
      observer: ObserverGroup([gait, watch]))
    let metrics = try #require(gait.metrics)
    var way = episode.simulation.basePose.position - start
    way.z = 0
    let feet = Double(model.feet.count)
    #expect(close(metrics.dutyFactor, Double(contacts) / (Double(steps) * feet), 1e-12))
    #expect(close(metrics.slip, slide / feet / way.length, 1e-9))
    let transport = (work - workAtStart) / (model.totalMass * 9.81 * way.length)
    #expect(close(metrics.costOfTransport, transport, 1e-9 * transport))
    let drift = (squaredDrift / Double(steps)).squareRoot()
    #expect(drift > 0 && close(metrics.jointDrift, drift, 1e-12))
    #expect(close(metrics.peakPower, peak, 1e-9 * peak))
    #expect(push > 1 && close(metrics.coneViolation, excess / push, 1e-12))
    #expect(fastest > 0.01 && close(metrics.peakJointRate, fastest, 1e-12))
    #expect(metrics.saturatedActions == Double(saturated) / Double(steps * model.motors.count))
    #expect(close(metrics.drift, abs(way.y) / way.length, 1e-12) && metrics.drift > 0)
    let turn = abs(episode.simulation.basePose.rotation.yaw - yaw)
    #expect(turn < 3 && turn > 0 && close(metrics.headingChange, turn, 1e-9))
  }

  /// The same open-loop life, asked for another course: what was ahead is sideways then.
  @Test func driftIsOfTheCommandedHeading() throws {
    let model = try Shipped.model("ant")
    let gait = GaitAnalyser()
    let episode = Episode(model: model, task: .lasting(4))
    for turn in [0, 0.5, .pi / 2] {
      var start = Vector3.zero
      let watch = Watch { if $0.time <= 1 { start = $0.simulation.basePose.position } }
      _ = episode.run(
        ScriptedGait.walk(model), EpisodeSpecification(seed: 8, turn: turn),
        observer: ObserverGroup([gait, watch]))
      var way = episode.simulation.basePose.position - start
      way.z = 0
      let ahead = Vector3(cos(turn), sin(turn), 0)
      let aside = (way - way.dot(ahead) * ahead).length
      let drift = try #require(gait.metrics).drift
      #expect(aside > 0.01 && close(drift, aside / way.length, 1e-9), "\(turn) rad: \(drift)")
    }
  }

  /// Two of eight actions at their ends or beyond, one short of it, and only after the first
  /// second.
  @Test func actionsAtTheirEndsAreCounted() throws {
    let model = try Shipped.model("ant")
    let gait = GaitAnalyser()
    let ends = Script { step, _, action in
      action.update(repeating: step < 50 ? 1 : 0)
      if step >= 50 { (action[0], action[1], action[2]) = (5, -0.9995, 0.9985) }
    }
    _ = Episode(model: model, task: .lasting(3, endingOnFalls: false)).run(
      ends, EpisodeSpecification(seed: 1), observer: gait)
    #expect(gait.metrics?.saturatedActions == 0.25)
  }

  /// A robot that stands bears on its feet alone, moves no joint and pushes within the cone; one on
  /// its back lies on other parts.
  @Test(arguments: Shipped.names) func whatBearsTheRobot(_ name: String) throws {
    let model = try Shipped.model(name)
    let gait = GaitAnalyser()
    let episode = Episode(model: model, task: .lasting(3, endingOnFalls: false))
    _ = episode.run(ConstantPose(), EpisodeSpecification(seed: 1), observer: gait)
    let standing = try #require(gait.metrics)
    #expect(standing.nonFootContact == 0 && standing.peakJointRate < 0.05, "\(standing)")
    #expect(standing.headingChange < 0.01 && standing.saturatedActions == 0)
    var (lying, steps) = (0, 0)
    let watch = Watch { episode in
      guard episode.time > 1 + 1e-9 else { return }
      steps += 1
      let feet = Set(model.feet.map { [$0.link, $0.shape] })
      let shapes = model.links.enumerated().flatMap { link, record in
        record.shapes.indices.map { [link, $0] }
      }
      let bears = zip(shapes, episode.simulation.groundForces).contains { shape, force in
        force.force != .zero && !feet.contains(shape)
      }
      lying += bears ? 1 : 0
    }
    let upset = Watch { if $0.time < 0.03 { $0.simulation.turnOver() } }
    _ = episode.run(
      ConstantPose(), EpisodeSpecification(seed: 1),
      observer: ObserverGroup([upset, gait, watch]))
    #expect(lying > 0 && steps == 100)
    #expect(gait.metrics?.nonFootContact == Double(lying) / Double(steps))
  }

  /// Turning goes on beyond half a turn.
  @Test func fullTurnsCount() throws {
    let model = try Shipped.model("ant")
    let gait = GaitAnalyser()
    let spin = Watch { episode in
      guard episode.time < 0.11 else { return }
      episode.simulation.world.setGravity(Vector3(0, 0, -1e-3))
      episode.simulation.spinInTheAir(2)
    }
    let episode = Episode(model: model, task: .lasting(6, endingOnFalls: false))
    _ = episode.run(
      ConstantPose(), EpisodeSpecification(seed: 1), observer: ObserverGroup([spin, gait]))
    let turned = try #require(gait.metrics?.headingChange)
    #expect(abs(turned - 10) < 1, "\(turned) rad in 5 s")
  }

  /// Measuring the ground's forces leaves the motion as it is.
  @Test func analysingChangesNothing() throws {
    let model = try Shipped.model("ant")
    let episode = Episode(model: model, task: .lasting(2))
    let specification = EpisodeSpecification(seed: 4)
    let alone = episode.run(ScriptedGait.walk(model), specification)
    let watched = episode.run(
      ScriptedGait.walk(model), specification, observer: GaitAnalyser())
    #expect(alone == watched)
  }

  @Test func aFindingIsToldAboveTheBoundAlone() {
    #expect(GaitMetrics.finding(coneViolation: nil, friction: 1) == nil)
    #expect(GaitMetrics.finding(coneViolation: .nan, friction: 1) == nil)
    #expect(GaitMetrics.finding(coneViolation: 0.05, friction: 1) == nil)
    #expect(
      GaitMetrics.finding(coneViolation: 0.312, friction: 0.8)
        == "31 % of the feet's tangential push, more than 5 %, is beyond what friction µ=0.8 "
        + "allows; the gait may not transfer")
  }

  /// The work of an episode is the sum of power over physics steps; here one to a control step.
  @Test func workIsTheIntegralOfPower() throws {
    let model = try Shipped.singleStepAnt()
    let episode = Episode(model: model, task: .lasting(0.4))
    var rates: [Double] = []
    var work = 0.0
    let watch = Watch(start: { rates = $0.simulation.rates }) { episode in
      let efforts = episode.simulation.actuators.efforts
      for (effort, rate) in zip(efforts, rates) {
        work += abs(effort * rate) * model.profile.controlPeriod
      }
      rates = episode.simulation.rates
    }
    let result = episode.run(
      ScriptedGait.walk(model), EpisodeSpecification(seed: 2), observer: watch)
    #expect(work > 0 && close(result.work, work, 1e-9 * work), "\(result.work) J, \(work) J")
  }

  /// The table has every metric once, under the keys of files.
  @Test func columnsAreTheMetrics() throws {
    let values = (1...12).map(Double.init)
    let metrics = try #require(GaitMetrics(values: values))
    #expect(metrics.values == values && GaitMetrics(values: [1]) == nil)
    let data = try JSONEncoder().encode(metrics)
    #expect(
      try JSONDecoder().decode([String: Double].self, from: data) == [
        "frequency": 1, "dutyFactor": 2, "slip": 3, "costOfTransport": 4, "jointDrift": 5,
        "peakPower": 6, "coneViolation": 7, "nonFootContact": 8, "saturatedActions": 9,
        "peakJointRate": 10, "driftMPerM": 11, "headingChangeRad": 12,
      ])
    #expect(try JSONDecoder().decode(GaitMetrics.self, from: data) == metrics)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(GaitMetrics.self, from: Data(#"{"frequency": 1}"#.utf8))
    }
    #expect(Mirror(reflecting: metrics).children.count == GaitMetrics.columns.count)
  }

  /// Means and, of what may not be exceeded, the largest; of what is finite.
  @Test func severalEpisodesAreSummarised() throws {
    let rows = [
      Array(repeating: 1.0, count: 12), Array(repeating: 4, count: 12),
      Array(repeating: .nan, count: 12),
    ]
    let summary = GaitMetrics(summarising: rows.compactMap { GaitMetrics(values: $0) })
    #expect(summary.values == [2.5, 2.5, 2.5, 2.5, 4, 4, 2.5, 2.5, 2.5, 4, 2.5, 2.5])
    #expect(GaitMetrics(summarising: []) == GaitMetrics())
  }

  @Test func silentWithinTheWarmUp() throws {
    let model = try Shipped.model("ant")
    let gait = GaitAnalyser()
    let short = Episode(model: model, task: .lasting(0.9))
    _ = short.run(ConstantPose(), EpisodeSpecification(seed: 1), observer: gait)
    #expect(gait.metrics == nil)
    let long = Episode(model: model, task: .lasting(1.5))
    _ = long.run(ConstantPose(), EpisodeSpecification(seed: 1), observer: gait)
    #expect(gait.metrics != nil)
    _ = short.run(ConstantPose(), EpisodeSpecification(seed: 1), observer: gait)
    #expect(gait.metrics == nil, "forgets the life before")
  }

  /// An episode of several segments has the frequency of its gait, and one without a step for each
  /// half period of any gait has none.
  @Test func longEpisodesAndLongPeriods() throws {
    let model = try Shipped.model("ant")
    var task = LocomotionTask.lasting(2.2 * GaitAnalyser.segment)
    (task.minimumUprightness, task.minimumHeight) = (-2, -1)
    let gait = GaitAnalyser()
    let result = Episode(model: model, task: task).run(
      ScriptedGait.walk(model), EpisodeSpecification(seed: 8), observer: gait)
    #expect(result.outcome == .completed)
    let short = GaitAnalyser()
    _ = Episode(model: model, task: .lasting(10)).run(
      ScriptedGait.walk(model), EpisodeSpecification(seed: 8), observer: short)
    let (long, brief) = (try #require(gait.metrics), try #require(short.metrics))
    #expect(brief.frequency > 0.3 && abs(long.frequency - brief.frequency) < 0.05)
    #expect(gait.samples <= Int(GaitAnalyser.segment / model.profile.controlPeriod))

    let slow = try RobotModel(
      urdf: model.source.urdf, urdfName: "u",
      profile: "physics: {step: 0.01}\ncontrol: {period: 2}", profileName: "p")
    _ = Episode(model: slow, task: .lasting(10)).run(
      ScriptedGait.walk(slow), EpisodeSpecification(seed: 8), observer: gait)
    #expect(gait.metrics?.frequency ?? 0 == 0)
  }
}

extension Simulation {
  /// Lays the robot on its back, 0.5 m up.
  fileprivate func turnOver() {
    let half = Quaternion(axis: .unitX, angle: .pi)
    let center = basePose.position
    for body in bodies {
      let pose = world.state(of: body).pose
      let position = center + half.rotate(pose.position - center) + Vector3(0, 0, 0.5)
      world.setState(
        of: body, BodyState(pose: Pose(position: position, rotation: half * pose.rotation)))
    }
  }

  /// Lifts the robot by 1 m and turns all of it about the vertical at `rate` [rad/s].
  fileprivate func spinInTheAir(_ rate: Double) {
    let axis = Vector3(0, 0, rate)
    let center = basePose.position
    for body in bodies {
      var state = world.state(of: body)
      state.velocity = axis.cross(state.pose.position - center)
      state.angularVelocity = axis
      state.pose.position.z += 1
      world.setState(of: body, state)
    }
  }
}
