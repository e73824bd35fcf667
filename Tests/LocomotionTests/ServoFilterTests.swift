import Foundation
import Locomotion
import RobotDescription
import Testing

@Suite("Servo filter") struct ServoFilterTests {
  /// The set-point after a unit step of the target, n control periods on, is 1 − e^(−2π f T n).
  @Test(arguments: [2.0, 5, 12]) func stepResponse(_ cutOff: Double) throws {
    let source = try Shipped.model("ant").source
    let model = try RobotModel(
      urdf: source.urdf, urdfName: "ant.urdf",
      profile: source.profile.replacing("filter: 10", with: "filter: \(cutOff)"),
      profileName: "ant.yaml")
    #expect(model.profile.targetFilter == cutOff)
    let episode = Episode(model: model, task: .lasting(0.4))
    let period = model.profile.controlPeriod
    let watch = Watch { episode in
      let joint = model.joints[0]
      let share =
        (episode.simulation.actuators.setpoints[0] - joint.standing) / (0.1 * joint.actionRange)
      let n = (episode.time / period).rounded()
      #expect(close(share, 1 - exp(-2 * .pi * cutOff * period * n), 1e-6))
    }
    _ = episode.run(
      Script { _, _, action in action[0] = 0.1 }, EpisodeSpecification(seed: 1), observer: watch)
  }

  /// Without a filter the set-point is the target.
  @Test func absentFilter() throws {
    let model = try Shipped.singleStepAnt()
    #expect(model.profile.targetFilter == nil)
    let episode = Episode(model: model, task: .lasting(0.1))
    let watch = Watch { episode in
      let joint = model.joints[0]
      let wanted = joint.standing + joint.actionRange * 0.25
      #expect(close(episode.simulation.actuators.setpoints[0], wanted, 1e-9))
    }
    _ = episode.run(
      Script { _, _, action in action[0] = 0.25 }, EpisodeSpecification(seed: 1), observer: watch)
  }
}
