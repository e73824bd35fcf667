/// Between which bounds the numbers of a description lie. They are far wider than any robot, and
/// so narrow that products and quotients of them stay within floating-point numbers, where the
/// engine's assertions cannot fire.
enum PhysicalLimits {
  /// Of a body that moves [kg].
  static let mass = 1e-6...1e6
  /// Principal moments of inertia of a body that moves [kg m²].
  static let moment = 1e-12...1e12
  /// Edges, radii and lengths of solids [m].
  static let size = 1e-4...1e4
  /// Coordinates of origins [m], and of what an inertia tensor holds [kg m²].
  static let coordinate = -1e4...1e4
  static let inertia = -1e12...1e12
  /// Length of an axis before it is made one.
  static let axis = 1e-6...1e6
  /// Largest effort [N m or N] and speed [rad/s or m/s] of a motor.
  static let motor = 1e-9...1e9
  /// Stops, standing positions and offsets of followers [rad or m].
  static let position = -1e6...1e6
  /// A follower's way per way of its leader.
  static let multiplier = -1e3...1e3
  /// Reach of an action [rad or m].
  static let range = 0.0...1e6
  /// Servo gains [N m/rad …], rotors [kg m² or kg] and friction of joints [N m s/rad, N m …].
  static let gain = 0.0...1e9
  static let armature = 0.0...1e6
  /// Coulomb's coefficient of the ground.
  static let friction = 0.0...1e3
  /// Stiffness [N/m] and damping [N s/m] of a contact point.
  static let contactStiffness = 1.0...1e9
  static let contactDamping = 0.0...1e9
  /// Share of a joint's position error that a step corrects.
  static let jointERP = 0.01...1.0
  /// Cut-off of the low-pass of targets [Hz].
  static let targetFilter = 0.1...1000.0
  /// Time between actions and physics steps [s].
  static let controlPeriod = 1e-5...10.0
  static let physicsStep = 1e-6...1.0
  /// Physics steps of a control period.
  static let mostSteps = 10_000.0

  /// Bytes of a name of a link or joint, or of a pattern of such names.
  static let longestName = 256
  /// Links and fixed joints of a description, joints that move, and solids that collide: pairs of
  /// these are looked at in each physics step.
  static let mostLinks = 10_000
  static let mostJoints = 256
  static let mostShapes = 256
  /// Groups of joints of a profile, each of which is matched with every joint.
  static let mostGroups = 512

  /// "0.0001 to 10000.0 m".
  static func text(_ range: ClosedRange<Double>, _ unit: String = "") -> String {
    "\(range.lowerBound) to \(range.upperBound)\(unit.isEmpty ? "" : " ")\(unit)"
  }
}
