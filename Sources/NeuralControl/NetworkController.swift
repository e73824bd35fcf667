public import Locomotion
public import NumericalMethods
public import SpikingNetworks

/// A plastic spiking network at the controls. Observations are normalised here and nowhere else.
public final class NetworkController: NetworkDriven {
  public let network: Network
  /// Nil leaves observations as they are scaled.
  @exclusivity(unchecked) public var normaliser: ObservationNormaliser?
  /// Moments of the observations since the last reset, before they were normalised; nil unless
  /// asked for.
  @exclusivity(unchecked) public private(set) var observed: RunningMoments?
  private let normalised: UnsafeMutablePointer<Float>

  /// - Parameter observes: whether to keep moments of the observations.
  public init(
    _ network: Network, normaliser: ObservationNormaliser? = nil, observes: Bool = false
  ) {
    (self.network, self.normaliser) = (network, normaliser)
    observed = observes ? RunningMoments(channels: network.spec.inputs) : nil
    normalised = .allocate(capacity: network.spec.inputs)
    normalised.initialize(repeating: 0, count: network.spec.inputs)
  }

  deinit { normalised.deallocate() }

  public func reset() {
    network.reset()
    observed?.reset()
  }

  public func reset(seed: UInt64) {
    network.reset(seed: seed)
    observed?.reset()
  }

  public func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    observed?.add(row: observation.span)
    guard let normaliser else {
      return network.step(observation: observation.baseAddress!, action: action.baseAddress!)
    }
    normaliser.apply(observation.baseAddress!, into: normalised)
    network.step(observation: normalised, action: action.baseAddress!)
  }
}

/// A controller whose decisions are a network's, for those who look into it.
public protocol NetworkDriven: Controller {
  var network: Network { get }
  /// All that run for a decision, ``network`` first; it alone unless a controller says otherwise.
  var networks: [Network] { get }
}

extension NetworkDriven {
  public var networks: [Network] { [network] }

  public var isFinite: Bool { network.isFinite }
}
