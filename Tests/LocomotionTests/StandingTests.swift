import Locomotion
import NumericalMethods
import Testing

@Suite("Standing") struct StandingTests {
  /// Ten seconds, once the robot has had three to sag into its servos and swing out.
  @Test(arguments: Shipped.names) func standsStill(_ name: String) throws {
    let model = try Shipped.model(name)
    var task = LocomotionTask.lasting(13)
    task.startSpread = 0
    let episode = Episode(model: model, task: task)
    var start = Vector3.zero
    var drift = 0.0
    var energy = 0.0
    var everyFoot = true
    let watch = Watch { episode in
      let position = episode.simulation.basePose.position
      if close(episode.time, 3, 1e-9) { start = position }
      guard episode.time > 3 else { return }
      var way = position - start
      way.z = 0
      drift = max(drift, way.length)
      energy = max(energy, episode.simulation.world.kineticEnergy)
      let feet = model.feet.indices
      everyFoot = everyFoot && feet.allSatisfy { episode.simulation.footTouches($0) }
    }
    let result = episode.run(ConstantPose(), EpisodeSpecification(seed: 3), observer: watch)
    print("standing \(name): drift \(drift) m, largest kinetic energy \(energy) J")
    #expect(result.outcome == .completed)
    #expect(drift < 1e-3, "base drifts by \(drift) m from 3 s to 13 s")
    #expect(energy < 1e-4, "the standing robot moves with \(energy) J")
    #expect(everyFoot)
    #expect(result.solverMessages == 0)
  }
}
