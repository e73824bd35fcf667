import Foundation
import Locomotion
import NeuralControl
import NumericalMethods
import RobotDescription
import SpikingNetworks

extension ScriptedGait {
  /// Frequency of the scripted walks [Hz].
  static let walkFrequency = 2.0

  /// Legs in two groups of opposite phase, each swinging and lifting once a cycle.
  static func walk(_ model: RobotModel) -> ScriptedGait {
    ScriptedGait(
      waves: model.joints.map { wave(of: $0.name, robot: model.name) }, frequency: walkFrequency,
      controlPeriod: model.profile.controlPeriod)
  }

  /// Chosen so that the way hardly depends on the physics step.
  private static func wave(of joint: String, robot: String) -> Wave {
    let parts = joint.split(separator: "_")
    let first = robot == "hexapod" ? ["lf", "lr", "rm"] : ["fl", "rr"]
    let phase = first.contains(String(parts[0])) ? 0 : Double.pi
    switch (robot, parts[1]) {
    case ("ant", "hip"): return Wave(amplitude: 0.8, phase: phase + .pi)
    case ("ant", "knee"): return Wave(amplitude: 0.8, phase: phase - .pi / 4)
    case ("hexapod", "yaw"): return Wave(amplitude: 0.8, phase: phase)
    case ("quadruped", "hip"): return Wave(amplitude: 0.3, phase: phase + .pi)
    case (_, "abduction"): return Wave(amplitude: 0, phase: 0)
    default: return Wave(amplitude: 0.7, phase: phase - .pi / 2)
    }
  }
}

/// A small recurrent network with plastic synapses and random parameters.
func plasticNetwork(
  for model: RobotModel, seed: UInt64, code: PopulationCode? = nil
) throws -> NetworkController {
  let spec = NetworkSpec(
    inputs: ObservationLayout(model).count, outputs: model.joints.count,
    hidden: [
      PopulationSpec(
        size: 24, recurrent: true, inputPlasticity: PlasticitySpec(),
        recurrentPlasticity: PlasticitySpec())
    ], populationCode: code)
  let network = try Network(spec: spec)
  var stream = RandomStream(seed: seed, purpose: .test)
  let start = spec.initialParameters { Float(stream.gaussian()) }
  let parameters = start.map { $0 + 0.2 * Float(stream.gaussian()) }
  network.load(parameters.span)
  return NetworkController(network)
}
