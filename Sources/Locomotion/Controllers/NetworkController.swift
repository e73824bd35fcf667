public import SpikingNetworks

/// A plastic spiking network at the controls.
public final class NetworkController: Controller {
  public let network: Network

  public init(_ network: Network) { self.network = network }

  public func reset() { network.reset() }

  public func reset(seed: UInt64) { network.reset(seed: seed) }

  public func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    network.step(observation: observation.baseAddress!, action: action.baseAddress!)
  }
}
