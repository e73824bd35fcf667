import Locomotion
public import SpikingNetworks

/// What is done to a network's fast weights within a life, to see what they are good for.
public enum FastWeightAblation: Sendable, Hashable {
  /// Nothing: the rule is at work.
  case none
  /// E is held at 0 for the whole life.
  case off
  /// E is held at these values for the whole life, one array for each plastic projection in the
  /// order of `Network.plasticProjections`.
  case hold([[Float]])
  /// E is held as it is from control step `step` on.
  case freeze(step: Int)
  /// At control step `step` E is set to 0, and held from then on.
  case zero(step: Int)
  /// At control step `step` E is dealt out anew among the synapses of its projection, and held from
  /// then on: the same numbers as frozen ones, in other places.
  case shuffle(step: Int)

  /// The control step from which the rule is at rest; nil where it is always at work.
  var start: Int? {
    switch self {
    case .none: nil
    case .off, .hold: 0
    case .freeze(let step), .zero(let step), .shuffle(let step): step
    }
  }
}

/// A plastic network at the controls, whose fast weights an experimenter ablates at a control step.
public final class AblatedController: NetworkDriven {
  private let controller: any NetworkDriven
  // Used by the one thread that runs the episode.
  @exclusivity(unchecked) public var ablation: FastWeightAblation
  @exclusivity(unchecked) private var step = 0
  @exclusivity(unchecked) private var seed: UInt64 = 0

  public init(_ controller: any NetworkDriven, _ ablation: FastWeightAblation = .none) {
    (self.controller, self.ablation) = (controller, ablation)
  }

  public var network: Network { controller.network }

  public var networks: [Network] { controller.networks }

  public var isFinite: Bool { controller.isFinite }

  public func reset() { reset(seed: 0) }

  /// The seed also names the order into which fast weights are shuffled.
  public func reset(seed: UInt64) {
    controller.reset(seed: seed)
    network.plasticityEnabled = true
    (step, self.seed) = (0, seed)
  }

  public func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    if step == ablation.start { ablate() }
    controller.act(observation: observation, action: action)
    step += 1
  }

  private func ablate() {
    network.plasticityEnabled = false
    switch ablation {
    case .none, .off, .freeze: break
    case .hold(let values):
      for (name, values) in zip(network.plasticProjections, values) {
        network.setFastWeights(values, of: name)
      }
    case .zero: network.clearFastWeights()
    case .shuffle: network.shuffleFastWeights(seed: seed)
    }
  }
}
