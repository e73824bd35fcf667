import FileFormats
import NumericalMethods

/// Links and movable joints after every fixed joint has been merged into its parent.
struct MergedTree {
  var links: [Link] = []
  var joints: [Joint] = []
  /// For each link of the URDF, the index of the link it belongs to now.
  var owner: [String: Int] = [:]
}

extension KinematicTree {
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
    var bodies: [BodyAssembly] = []
    var open = [Visit(link: root)]
    while let visit = open.popLast() {
      let (body, pose) = attach(visit, to: &bodies, &tree, settings)
      tree.owner[document.links[visit.link].name] = body
      bodies[body].absorb(document.links[visit.link], at: pose)
      for joint in childJoints[visit.link].reversed() {
        open.append(Visit(link: childLink[joint], joint: joint, body: body, parent: pose))
      }
    }
    tree.links = try bodies.map { try $0.link(settings.inertias) }
    try couple(&tree)
    return tree
  }

  /// The body the visited link belongs to and its pose there; a movable joint starts a new body.
  private func attach(
    _ visit: Visit, to bodies: inout [BodyAssembly], _ tree: inout MergedTree,
    _ settings: ProfileSettings
  ) -> (body: Int, pose: Pose) {
    let link = document.links[visit.link]
    if let index = visit.joint {
      let joint = document.joints[index]
      let origin = visit.parent * joint.origin
      guard let kind = joint.kind.motion else { return (visit.body, origin) }
      tree.joints.append(
        Joint(
          joint, kind, parent: visit.body, child: bodies.count, origin: origin,
          settings.servo(of: joint.name)))
    }
    bodies.append(BodyAssembly(link))
    return (bodies.count - 1, .identity)
  }

  /// Joints that follow others, once all are known; the leader's standing position gives theirs.
  private func couple(_ tree: inout MergedTree) throws {
    let index = Dictionary(uniqueKeysWithValues: tree.joints.enumerated().map { ($1.name, $0) })
    let followers = Set(document.joints.filter { $0.mimic != nil }.map(\.name))
    for element in document.joints {
      guard let mimic = element.mimic, let follower = index[element.name] else { continue }
      guard let leader = index[mimic.joint], leader != follower else {
        throw refusal(of: element, mimic, "another joint that moves", among: index.keys.sorted())
      }
      if followers.contains(mimic.joint) {
        throw refusal(of: element, mimic, "a joint with a motor of its own")
      }
      tree.joints[follower].mimic = Mimic(
        joint: leader, multiplier: mimic.multiplier, offset: mimic.offset)
      let standing = mimic.multiplier * tree.joints[leader].standing + mimic.offset
      tree.joints[follower].standing = standing
    }
  }

  private func refusal(
    of joint: JointElement, _ mimic: MimicElement, _ expected: String, among names: [String] = []
  ) -> RobotDescriptionError {
    let near = suggestion(for: mimic.joint, among: names.filter { $0 != joint.name })
    return RobotDescriptionError(
      mimic.location, place: "joint '\(joint.name)', joint of <mimic>",
      found: "'\(mimic.joint)'", expected: expected + near)
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
