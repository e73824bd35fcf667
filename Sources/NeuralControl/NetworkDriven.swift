public import Locomotion
public import SpikingNetworks

/// A controller whose decisions are a network's, for those who look into it.
public protocol NetworkDriven: Controller {
  var network: Network { get }
}

extension NetworkDriven {
  public var isFinite: Bool { network.isFinite }
}
