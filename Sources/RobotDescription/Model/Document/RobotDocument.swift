import FileFormats
import NumericalMethods

/// A robot as its description has it: its links and joints, each checked alone, not yet a tree.
struct RobotDocument {
  let name: String
  let location: SourceLocation
  let links: [LinkElement]
  let joints: [JointElement]
}

extension RobotDocument {
  /// - Throws: `RobotDescriptionError` for more than can be simulated.
  func requireFew() throws {
    let counts = [
      (links.count, PhysicalLimits.mostLinks, "links"),
      (joints.count { $0.kind != .fixed }, PhysicalLimits.mostJoints, "joints that move"),
      (links.reduce(0) { $0 + $1.shapes.count }, PhysicalLimits.mostShapes, "collision shapes"),
    ]
    for (count, most, what) in counts {
      try RobotDescriptionError.require(count, atMost: most, what, location)
    }
  }

  /// The robot without the world that its base floats in, as some URDFs describe it: a root link of
  /// nothing, with one joint, which is floating. All robots here float.
  ///
  /// - Throws: `RobotDescriptionError` for any other floating joint.
  func withoutWorld() throws -> RobotDocument {
    guard let free = joints.first(where: { $0.kind == .floating }) else { return self }
    let isWorld = links.contains {
      $0.name == free.parent && $0.inertial == nil && $0.shapes.isEmpty
    }
    let hasMore = joints.contains {
      $0.name != free.name
        && ($0.kind == .floating || $0.parent == free.parent || $0.child == free.parent)
    }
    guard isWorld, !hasMore else {
      throw RobotDescriptionError(
        free.location, place: "joint '\(free.name)', type", found: "'floating'",
        expected: "fixed, revolute, continuous or prismatic; floating only from an empty world to "
          + "the base")
    }
    return RobotDocument(
      name: name, location: location, links: links.filter { $0.name != free.parent },
      joints: joints.filter { $0.name != free.name })
  }
}

struct LinkElement {
  let name: String
  let location: SourceLocation
  /// nil for a link that is a mere frame, or says that its mass is 0.
  let inertial: MassPart?
  /// Where `<inertia>`, else `<inertial>` or the link, stands.
  let inertialLocation: SourceLocation
  /// Whether there is an `<inertial>`.
  let statesMass: Bool
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
    case fixed, revolute, continuous, prismatic, floating

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
  let mimic: MimicElement?
}

/// `<mimic>`: this joint's position = multiplier · position of `joint` + offset.
struct MimicElement {
  let joint: String
  let multiplier: Double
  /// [rad or m]
  let offset: Double
  let location: SourceLocation
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
