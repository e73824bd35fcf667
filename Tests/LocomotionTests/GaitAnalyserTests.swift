import Locomotion
import NumericalMethods
import RobotDescription
import Testing

@Suite("Gait analyser") struct GaitAnalyserTests {
  /// Every figure anew from what an observer sees after the first second.
  @Test(arguments: Shipped.names) func figuresFollowTheirDefinitions(_ name: String) throws {
    let model = try Shipped.model(name)
    let episode = Episode(model: model, task: .lasting(5))
    let gait = GaitAnalyser()
    var (contacts, steps, slide, squaredDrift, peak) = (0, 0, 0.0, 0.0, 0.0)
    var (start, work, workAtStart) = (Vector3.zero, 0.0, 0.0)
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
        peak = max(peak, (simulation.actuators.work - work) / model.profile.controlPeriod)
      } else {
        start = simulation.basePose.position
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
}
