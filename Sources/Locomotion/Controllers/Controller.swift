/// What drives a robot: a map from observation to action with a memory of its own.
///
/// An episode calls `reset(seed:)` once and `act` once a control step. Implementations allocate
/// nothing in `act` and depend on nothing but what they are given, so that an episode repeats bit
/// for bit.
public protocol Controller: AnyObject {
  /// Forgets everything learned or remembered since the last reset.
  func reset()

  /// Resets, and keys by `seed` every random draw of the controller's own until the next reset. One
  /// that draws nothing need not implement it.
  func reset(seed: UInt64)

  /// - Parameters:
  ///   - observation: normalised observation, laid out by `ObservationLayout`.
  ///   - action: to be filled, one value in [−1, 1] per joint in the robot's joint order; the
  ///     joint's target is `standing + actionRange · action`.
  func act(observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>)

  /// Whether all that the controller remembers is finite, asked after each `act`. One that
  /// remembers nothing need not implement it.
  var isFinite: Bool { get }
}

extension Controller {
  public var isFinite: Bool { true }

  public func reset(seed: UInt64) { reset() }
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
