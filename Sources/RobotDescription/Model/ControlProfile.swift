/// How a robot is simulated and driven; from the profile beside its URDF.
public struct ControlProfile: Sendable, Hashable, Codable {
  /// Rotor inertia [kg m²] added to each moving link, which keeps explicit servos stable.
  public var armature = 0.004
  /// Time between control actions [s]; an integer multiple of `physicsStep`.
  public var controlPeriod = 0.02
  /// [s]
  public var physicsStep = 0.005
  /// Whether links that no joint connects collide with each other.
  public var selfCollision = true
  /// Friction coefficient between feet and ground.
  public var friction = 1.0

  /// The defaults of an absent profile.
  public init() {}
}
