/// A rigid transform: a point p of the child frame lies at `position + rotation · p` in the parent.
@frozen
public struct Pose: Sendable, Hashable, Codable {
  /// Origin of the child frame in the parent frame [m].
  public var position: Vector3
  /// Orientation of the child frame in the parent frame.
  public var rotation: Quaternion

  @inlinable
  public init(position: Vector3 = .zero, rotation: Quaternion = .identity) {
    (self.position, self.rotation) = (position, rotation)
  }

  public static let identity = Pose()

  /// `a * b`: frame b, given in a, seen from a's parent.
  @inlinable
  public static func * (a: Pose, b: Pose) -> Pose {
    Pose(position: a.apply(b.position), rotation: a.rotation * b.rotation)
  }

  @inlinable
  public func apply(_ p: Vector3) -> Vector3 { position + rotation.rotate(p) }

  @inlinable
  public var inverse: Pose {
    Pose(position: -rotation.unrotate(position), rotation: rotation.conjugate)
  }
}
