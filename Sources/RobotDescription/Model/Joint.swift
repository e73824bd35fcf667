public import NumericalMethods

/// An actuated joint between two links, with the servo that drives it.
public struct Joint: Sendable, Hashable {
  /// How the child moves: about the axis between stops, about the axis freely, along the axis.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case revolute, continuous, prismatic
  }

  /// Unique in the robot.
  public let name: String
  /// How the child moves.
  public let kind: Kind
  /// Index of the parent link.
  public let parent: Int
  /// Index of the child link.
  public let child: Int
  /// The joint frame, which is the child's frame at position 0, in the parent (merged) link's frame.
  public let origin: Pose
  /// Unit vector in the joint frame; a positive position turns or shifts the child along it.
  public let axis: Vector3
  /// Lower stop [rad or m]; −∞ for a continuous joint.
  public let lower: Double
  /// Upper stop [rad or m]; +∞ for a continuous joint.
  public let upper: Double
  /// Largest motor effort [N m or N].
  public let effort: Double
  /// Largest speed under power [rad/s or m/s].
  public let velocity: Double
  /// Viscous friction [N m s/rad or N s/m].
  public let damping: Double
  /// Coulomb friction [N m or N].
  public let friction: Double
  /// Position in the standing pose [rad or m].
  public let standing: Double
  /// Servo stiffness [N m/rad or N/m].
  public let kp: Double
  /// Servo damping [N m s/rad or N s/m].
  public let kd: Double
  /// Reach of a control action [rad or m]: target = standing + actionRange · action.
  public let actionRange: Double

  /// How the child's frame moves in the joint frame at position `q` [rad or m].
  public func motion(_ q: Double) -> Pose {
    switch kind {
    case .revolute, .continuous: Pose(rotation: Quaternion(axis: axis, angle: q))
    case .prismatic: Pose(position: axis * q)
    }
  }
}
