public import Locomotion
public import SpikingNetworks

/// What a robot's own sensors say of how far its gait is from what was asked for.
public enum MeasuredGaitError: Sendable {
  /// Commanded minus measured forward velocity [m/s].
  case velocity
  /// Commanded minus measured heading [rad].
  case heading

  /// The same of the channels of an observation, noise and faults of the sensors included.
  public func error(in layout: ObservationLayout) -> MeasuredError {
    switch self {
    case .velocity:
      let (target, measured) = (layout[.command], layout[.velocity])
      precondition(target.scale == measured.scale, "velocities are of one scale")
      // The first channel of the velocity is the forward one.
      return MeasuredError(
        target: target.offset, measured: measured.offset, scale: 1 / measured.scale)
    case .heading:
      let heading = layout[.heading]
      return MeasuredError(measured: heading.offset, scale: 1 / heading.scale)
    }
  }
}
