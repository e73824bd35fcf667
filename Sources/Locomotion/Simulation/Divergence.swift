import RigidBodyDynamics
import RobotDescription

/// Bounds beyond which a simulation no longer means anything.
public struct DivergenceBounds: Sendable, Equatable {
  /// Separation of a joint's two anchors [m]. A healthy gait stays below 0.001.
  public var jointDrift = 0.05
  /// Kinetic energy per mass of the robot [J/kg]: 50 is a speed of 10 m/s.
  public var specificKineticEnergy = 50.0

  public init() {}
}

/// Why a simulation was given up.
public enum Divergence: String, Sendable, Codable, CaseIterable {
  case nonFiniteState = "non-finite-state"
  case jointDrift = "joint-drift"
  case kineticEnergy = "kinetic-energy"
  case nonFiniteAction = "non-finite-action"
  /// A potential or synapse of the controller, which the action may not show.
  case nonFiniteNetwork = "non-finite-network"
}

extension Simulation {
  /// The first bound that the present state breaks, if any.
  public func divergence(_ bounds: DivergenceBounds) -> Divergence? {
    if !world.isFinite { return .nonFiniteState }
    if world.largestJointDrift > bounds.jointDrift { return .jointDrift }
    let limit = bounds.specificKineticEnergy * model.totalMass
    return world.kineticEnergy > limit ? .kineticEnergy : nil
  }
}
