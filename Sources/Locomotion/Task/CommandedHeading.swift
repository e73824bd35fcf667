public import NumericalMethods

/// The direction in which a robot is asked to walk, and the world as seen along it.
public struct CommandedHeading: Sendable, Equatable {
  /// From the world's +x to the left [rad].
  public let angle: Double
  private let cosine: Double
  private let sine: Double

  public init(_ angle: Double) {
    self.angle = angle
    (cosine, sine) = (Double.cos(angle), Double.sin(angle))
  }

  /// Component along the heading of a vector of the world frame.
  public func ahead(_ v: Vector3) -> Double { cosine * v.x + sine * v.y }

  /// Component to the left of the heading of a vector of the world frame.
  public func left(_ v: Vector3) -> Double { cosine * v.y - sine * v.x }

  /// Heading of a body with this orientation, minus the commanded one [rad], in (−π, π].
  public func error(of rotation: Quaternion) -> Double { wrappedAngle(rotation.yaw - angle) }
}
