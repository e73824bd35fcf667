/// How a robot is simulated and driven; from the profile beside its URDF.
public struct ControlProfile: Sendable, Hashable, Codable {
  /// Inertia [kg m² or kg] of each joint's rotor as the joint sees it, behind its gear: it resists
  /// changes of the joint's rate and nothing else, and keeps explicit servos stable.
  public var armature = 0.004
  /// Time between control actions [s]; an integer multiple of `physicsStep`.
  public var controlPeriod = 0.02
  /// [s]
  public var physicsStep = 0.005
  /// Cut-off [Hz] of the low-pass between actions and servo targets; nil is none. Without it,
  /// targets at 12–25 Hz shake some robots along at 0.3–0.6 m/s.
  public var targetFilter: Double?
  /// Share of a joint's position error that a physics step corrects, in (0, 1].
  public var jointERP = 0.8
  /// Whether links that no joint connects collide with each other.
  public var selfCollision = true
  /// Stiffness [N/m] and damping [N s/m] of a contact point; nil leaves them to the robot's mass
  /// (`RobotModel.contactStiffness`).
  public var contactStiffness: Double?
  public var contactDamping: Double?
  /// Friction coefficient between feet and ground.
  public var friction = 1.0

  /// The defaults of an absent profile.
  public init() {}
}
