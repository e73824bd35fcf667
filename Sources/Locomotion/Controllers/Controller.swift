/// What drives a robot: a map from observation to action with a memory of its own.
///
/// An episode calls `reset()` once and `act` once a control step. Implementations allocate nothing
/// in `act` and depend on nothing but what they are given, so that an episode repeats bit for bit.
public protocol Controller: AnyObject {
  /// Forgets everything learned or remembered since the last reset.
  func reset()

  /// - Parameters:
  ///   - observation: normalised observation, laid out by `ObservationLayout`.
  ///   - action: to be filled, one value in [−1, 1] per joint in the robot's joint order; the
  ///     joint's target is `standing + actionRange · action`.
  func act(observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>)
}

/// Holds the standing pose.
public final class ConstantPose: Controller {
  public init() {}
  public func reset() {}
  public func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    action.update(repeating: 0)
  }
}
