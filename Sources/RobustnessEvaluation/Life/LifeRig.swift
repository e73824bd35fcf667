import Locomotion
import NeuralControl
import Policies
import SpikingNetworks

/// A policy's robot and network, for one worker to lead lives with.
final class LifeRig {
  private let episode: Episode
  private let controller: AblatedController

  init(_ policy: Policy, name: String, duration: Double) throws {
    var (robot, task) = try policy.requireLocomotion(path: name)
    task.duration = duration
    episode = Episode(model: robot, task: task)
    controller = AblatedController(try policy.makeNetwork())
  }

  func live(
    _ specification: EpisodeSpecification, _ ablation: FastWeightAblation
  ) -> LifeRecord {
    let meter = LifeMeter(controller.network)
    controller.ablation = ablation
    let result = episode.run(controller, specification, observer: meter)
    var cost = ControllerCost()
    cost.add(
      controller.network.diagnostics, controlSteps: result.controlSteps,
      distance: result.distance)
    return LifeRecord(
      result: result, cost: cost, duration: episode.task.duration,
      controlPeriod: episode.model.profile.controlPeriod, way: meter.way,
      drift: meter.drift, samples: meter.samples)
  }
}
