import Foundation
import Locomotion
import NeuralControl
import NumericalMethods
import RobotDescription
import SpikingNetworks

/// The shipped robots, read from the repository.
func shippedModel(_ name: String) throws -> RobotModel {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  return try RobotLibrary.model(named: name, in: root.appending(path: "robots").path)
}

func lasting(_ duration: Double) -> LocomotionTask {
  var task = LocomotionTask()
  task.duration = duration
  return task
}

/// Every joint swings at 1.5 Hz.
func swinging(_ model: RobotModel) -> ScriptedGait {
  ScriptedGait(
    waves: model.joints.indices.map { ScriptedGait.Wave(amplitude: 0.5, phase: Double($0)) },
    frequency: 1.5, controlPeriod: model.profile.controlPeriod)
}

/// Two populations with plastic synapses and random parameters.
func plasticNetwork(for model: RobotModel) throws -> NetworkController {
  let spec = NetworkSpec(
    inputs: ObservationLayout(model).count, outputs: model.joints.count,
    hidden: [
      PopulationSpec(size: 16, recurrent: true, recurrentPlasticity: PlasticitySpec(rule: .bcm)),
      PopulationSpec(size: 8, inputPlasticity: PlasticitySpec(gate: .eligibility)),
    ])
  let network = try Network(spec: spec)
  var stream = RandomStream(seed: 6, purpose: .test)
  let parameters = spec.initialParameters { Float(stream.gaussian()) }
  network.load(parameters.span)
  return NetworkController(network)
}

/// Gives up the state of its robot: an action without meaning at step 160.
final class Faltering: Controller {
  private let gait: ScriptedGait
  private var step = 0

  init(_ gait: ScriptedGait) { self.gait = gait }

  func reset() {
    gait.reset()
    step = 0
  }

  func act(observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>) {
    gait.act(observation: observation, action: action)
    if step == 160 { action[0] = .nan }
    step += 1
  }
}
