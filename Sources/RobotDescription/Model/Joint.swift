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
  /// The joint frame, which is the child's frame at position 0, in the parent (merged) link's
  /// frame.
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
  public internal(set) var standing: Double
  /// Servo stiffness [N m/rad or N/m].
  public let kp: Double
  /// Servo damping [N m s/rad or N s/m].
  public let kd: Double
  /// Reach of a control action [rad or m]: target = standing + actionRange · action.
  public let actionRange: Double
  /// The joint that this one follows; nil for a joint that is commanded.
  public internal(set) var mimic: Mimic?

  /// How the child's frame moves in the joint frame at position `q` [rad or m].
  public func motion(_ q: Double) -> Pose {
    switch kind {
    case .revolute, .continuous: Pose(rotation: Quaternion(axis: axis, angle: q))
    case .prismatic: Pose(position: axis * q)
    }
  }
}

/// A coupling of joints, as of a finger's links or a crank: position = multiplier · leader +
/// offset.
///
/// The follower's servo pulls it there at each physics step, so that the coupling gives way as far
/// as its gains and effort limit let it, and the leader feels nothing of the follower.
public struct Mimic: Sendable, Hashable {
  /// Index of the joint that leads, which is commanded.
  public let joint: Int
  /// [1, or the follower's unit per the leader's]
  let multiplier: Double
  /// [rad or m]
  public let offset: Double

  /// The follower's position [rad or m] for the leader's.
  public func position(_ leader: Double) -> Double { multiplier * leader + offset }
}
