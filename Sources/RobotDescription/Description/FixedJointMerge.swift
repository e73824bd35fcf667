import NumericalMethods

/// Links and movable joints after every fixed joint has been merged into its parent.
struct MergedTree {
  var links: [Link] = []
  var joints: [Joint] = []
  /// For each link of the URDF, the index of the link it belongs to now.
  var owner: [String: Int] = [:]
}

extension KinematicTree {
  /// A rigid body under assembly; everything in the frame of its first link.
  private struct Assembly {
    let name: String
    let location: SourceLocation
    var parts: [MassPart] = []
    var shapes: [CollisionShape] = []
  }

  /// A link to visit: the joint that leads to it, its parent's body and pose in that body.
  private struct Visit {
    let link: Int
    var joint: Int?
    var body = 0
    var parent = Pose.identity
  }

  /// Depth first, in the order of the file, without recursion.
  func merged(_ settings: ProfileSettings) throws -> MergedTree {
    var tree = MergedTree()
    var bodies: [Assembly] = []
    var open = [Visit(link: root)]
    while let visit = open.popLast() {
      let (body, pose) = try attach(visit, to: &bodies, &tree, settings)
      tree.owner[document.links[visit.link].name] = body
      absorb(document.links[visit.link], at: pose, into: &bodies[body])
      for joint in childJoints[visit.link].reversed() {
        open.append(Visit(link: childLink[joint], joint: joint, body: body, parent: pose))
      }
    }
    tree.links = try bodies.map(Self.link)
    return tree
  }

  /// The body the visited link belongs to and its pose there; a movable joint starts a new body.
  private func attach(
    _ visit: Visit, to bodies: inout [Assembly], _ tree: inout MergedTree,
    _ settings: ProfileSettings
  ) throws -> (body: Int, pose: Pose) {
    let link = document.links[visit.link]
    if let index = visit.joint {
      let joint = document.joints[index]
      let origin = visit.parent * joint.origin
      guard let kind = joint.kind.motion else { return (visit.body, origin) }
      guard link.inertial != nil else {
        throw RobotDescriptionError.massless(link.location, link: link.name)
      }
      tree.joints.append(
        Joint(
          joint, kind, parent: visit.body, child: bodies.count, origin: origin,
          settings.servo(of: joint.name)))
    }
    bodies.append(Assembly(name: link.name, location: link.location))
    return (bodies.count - 1, .identity)
  }

  private func absorb(_ link: LinkElement, at pose: Pose, into body: inout Assembly) {
    if let part = link.inertial { body.parts.append(part.moved(by: pose)) }
    body.shapes += link.shapes.map {
      CollisionShape(
        geometry: $0.geometry, pose: pose * $0.pose, source: $0.source, mesh: $0.mesh)
    }
  }

  /// m = Σ mᵢ, c = Σ mᵢ cᵢ / m, I = Σ Iᵢ + mᵢ (|dᵢ|² 1 − dᵢ dᵢᵀ) with dᵢ = cᵢ − c.
  private static func link(_ body: Assembly) throws -> Link {
    let mass = body.parts.reduce(0) { $0 + $1.mass }
    guard mass > 0 else {
      throw RobotDescriptionError.massless(body.location, link: body.name)
    }
    let center = body.parts.reduce(Vector3.zero) { $0 + $1.center * $1.mass } / mass
    let inertia = body.parts.reduce(Matrix3.zero) {
      $0 + $1.inertia + Matrix3.pointInertia(mass: $1.mass, at: $1.center - center)
    }
    return Link(
      name: body.name, mass: mass, centerOfMass: center, inertia: inertia, shapes: body.shapes)
  }
}

extension Joint {
  fileprivate init(
    _ joint: JointElement, _ kind: Kind, parent: Int, child: Int, origin: Pose,
    _ servo: ServoSettings
  ) {
    let limits = joint.limits
    self.init(
      name: joint.name, kind: kind, parent: parent, child: child, origin: origin,
      axis: joint.axis, lower: limits.lower, upper: limits.upper, effort: limits.effort,
      velocity: limits.velocity, damping: limits.damping, friction: limits.friction,
      standing: servo.standing ?? min(max(0, limits.lower), limits.upper), kp: servo.kp ?? 0,
      kd: servo.kd ?? 0, actionRange: servo.range ?? 0)
  }
}
