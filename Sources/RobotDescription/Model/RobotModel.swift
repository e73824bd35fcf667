public import NumericalMethods

/// A legged robot as the rest of the stack sees it: rigid links, actuated joints, feet, gains.
///
/// Read from a URDF and a control profile; immutable. Links held together by fixed joints have been
/// merged exactly, so every joint here moves.
public struct RobotModel: Sendable {
  /// From the URDF.
  public let name: String
  /// The base first, parents before their children.
  public let links: [Link]
  /// Movable joints, depth first and otherwise in the order of the URDF; `joints[i].child == i +
  /// 1`.
  public let joints: [Joint]
  /// Indices of the joints that are commanded, ascending: all but those that follow another.
  public let motors: [Int]
  /// Feet in the order of the profile.
  public let feet: [Foot]
  /// How the robot is simulated and driven.
  public let profile: ControlProfile
  /// The texts the robot was read from.
  public let source: RobotSource
  /// Sixteen hexadecimal digits that change with any byte of the URDF or the profile.
  public let digest: String
  /// Height [m] of the base frame above level ground when the base is level, the joints stand and
  /// the lowest point of the robot touches the ground.
  public let standingHeight: Double
  /// [kg]
  public let totalMass: Double
  /// Whether the profile named the feet; otherwise they are the leaves of the tree.
  let feetAreNamed: Bool

  /// The robot of a document.
  ///
  /// - Parameters:
  ///   - source: texts that describe the same robot and need no other file.
  ///   - profileName: file name for error messages.
  init(_ document: RobotDocument, _ source: RobotSource, profileName: String) throws {
    try document.requireFew()
    let settings = try ProfileSettings(source.profile, file: profileName)
    try settings.requireMatches(
      among: document.joints.filter { $0.kind != .fixed }.map(\.name))
    let body = try KinematicTree(document).merged(settings)
    name = document.name
    links = body.links
    joints = body.joints
    motors = body.joints.indices.filter { body.joints[$0].mimic == nil }
    self.profile = settings.control
    self.source = source
    digest = source.digest
    totalMass = body.links.reduce(0) { $0 + $1.mass }
    let poses = ForwardKinematics.poses(
      joints: joints, base: .identity, positions: joints.map(\.standing))
    feet = try FootFinder(links: links, joints: joints, poses: poses, body: body).feet(settings)
    feetAreNamed = settings.feet != nil
    standingHeight = -ForwardKinematics.lowestPoint(of: links, poses: poses)
  }

  /// Stiffness of a contact point [N/m]: where the profile names none, a foot that carries its
  /// share of the weight gives way by half a millimetre, as a rubber ball of 30 to 50 mm does on a
  /// hard floor.
  public var contactStiffness: Double {
    profile.contactStiffness ?? footLoad * Self.standardGravity / 0.5e-3
  }

  /// Damping of a contact point [N s/m]: where the profile names none, 0.7 of what is critical for
  /// a foot's share of the mass. The mass that a foot meets the ground with is less, so that it
  /// does not bounce.
  public var contactDamping: Double {
    profile.contactDamping ?? 1.4 * (contactStiffness * footLoad).squareRoot()
  }

  /// Inertia [kg m² or kg] that joint `j` turns or shifts at least: of its child link alone, and
  /// its rotor.
  public func leastInertia(ofJoint j: Int) -> Double {
    let (joint, link) = (joints[j], links[joints[j].child])
    guard joint.kind != .prismatic else { return link.mass + profile.armature }
    let arm = joint.axis.cross(link.centerOfMass)
    return joint.axis.dot(link.inertia * joint.axis) + link.mass * arm.lengthSquared
      + profile.armature
  }

  /// A foot's share of the mass [kg].
  private var footLoad: Double { totalMass / Double(max(1, feet.count)) }
  private static let standardGravity = 9.81

  /// Puts joints that follow others where their leaders want them, within their stops.
  ///
  /// - Parameter positions: [rad or m], one per joint.
  public func couple(_ positions: inout [Double]) {
    for (j, joint) in joints.enumerated() {
      guard let mimic = joint.mimic else { continue }
      let wanted = mimic.position(positions[mimic.joint])
      positions[j] = min(max(wanted, joint.lower), joint.upper)
    }
  }

  /// Poses of the link frames in the world, one per link.
  ///
  /// - Parameters:
  ///   - base: the base link's frame in the world.
  ///   - jointPositions: [rad or m], one per joint, in the robot's joint order.
  public func linkPoses(base: Pose, jointPositions: [Double]) -> [Pose] {
    precondition(jointPositions.count == joints.count, "one position per joint")
    return ForwardKinematics.poses(joints: joints, base: base, positions: jointPositions)
  }
}
