import NumericalMethods

/// A URDF as written: its links and joints, each checked alone, not yet a tree.
struct URDFDocument {
  let name: String
  let location: SourceLocation
  let links: [LinkElement]
  let joints: [JointElement]
}

struct LinkElement {
  let name: String
  let location: SourceLocation
  /// nil for a link that is a mere frame.
  let inertial: MassPart?
  /// In the link's frame.
  let shapes: [CollisionShape]
}

/// A rigid piece: mass [kg], centre of mass [m] and inertia [kg m²] about it, along the axes of
/// the frame the piece is seen from.
struct MassPart {
  let mass: Double
  let center: Vector3
  let inertia: Matrix3

  /// The piece seen from a frame in which its own frame has the given pose: I′ = R I Rᵀ.
  func moved(by pose: Pose) -> MassPart {
    let r = Matrix3(pose.rotation)
    return MassPart(mass: mass, center: pose.apply(center), inertia: r * inertia * r.transpose)
  }
}

struct JointElement {
  enum Kind: String, CaseIterable {
    case fixed, revolute, continuous, prismatic

    /// nil when the joint does not move.
    var motion: Joint.Kind? { Joint.Kind(rawValue: rawValue) }
  }

  let name: String
  let location: SourceLocation
  let kind: Kind
  let parent: String
  let child: String
  /// In the parent link's frame.
  let origin: Pose
  /// Unit vector.
  let axis: Vector3
  let limits: JointLimits
}

/// Stops [rad or m], largest effort [N m or N] and speed [rad/s or m/s], friction.
struct JointLimits {
  var lower = -Double.infinity
  var upper = Double.infinity
  var effort = 0.0
  var velocity = 0.0
  var damping = 0.0
  var friction = 0.0
}
