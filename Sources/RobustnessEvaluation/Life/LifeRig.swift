import Locomotion
import NeuralControl
import Policies
import RobotDescription
import SpikingNetworks

/// A policy's robot and network, for one worker to lead lives with.
final class LifeRig {
  private let rig: NetworkRig
  private let controller: AblatedController

  init(_ policy: Policy, name: String, duration: Double) throws {
    rig = try policy.makeRig(path: name, duration: duration)
    controller = AblatedController(rig.controller)
  }

  func live(
    _ specification: EpisodeSpecification, _ ablation: FastWeightAblation
  ) -> LifeRecord {
    let meter = LifeMeter(controller.network)
    controller.ablation = ablation
    let result = rig.episode.run(controller, specification, observer: meter)
    var cost = ControllerCost()
    cost.add(
      controller.network.diagnostics, controlSteps: result.controlSteps,
      distance: result.distance)
    return LifeRecord(
      result: result, cost: cost, duration: rig.episode.task.duration,
      controlPeriod: rig.episode.model.profile.controlPeriod, way: meter.way,
      drift: meter.drift, samples: meter.samples)
  }
}
