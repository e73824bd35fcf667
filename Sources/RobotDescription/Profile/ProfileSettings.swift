import FileFormats

/// What to do with a body whose mass or inertia is missing or that of no body.
enum InertiaPolicy: String, CaseIterable {
  /// It is an error.
  case refuse
  /// It is taken from the collision shapes, and reported by `RobotModel.check`.
  case estimate
}

/// What a control profile, `robots/<name>/<name>.yaml`, says before it meets the robot's joints.
struct ProfileSettings {
  private(set) var control = ControlProfile()
  /// What becomes of bodies whose mass or inertia is missing or wrong.
  private(set) var inertias = InertiaPolicy.refuse
  /// Names of links, each with its place in the file; nil when the profile does not say.
  private(set) var feet: [YAMLReader]?
  /// Applied in order, later over earlier.
  private var groups: [JointGroup] = []

  private static let schema = 1

  init(_ text: String, file: String) throws {
    let root = try YAMLReader(text, file: file)
    try root.rejectUnknownKeys(known: ProfileKeys.names(below: ""))
    if let version = try root.child("schema"), try version.int() != Self.schema {
      throw version.failure(expected: "\(Self.schema), the schema this program reads")
    }
    try root.child("physics").map { try readPhysics($0) }
    if let node = try root.child("control") {
      try node.rejectUnknownKeys(known: ProfileKeys.names(below: "control"))
      control.targetFilter = try node.double("filter", in: PhysicalLimits.targetFilter)
      control.controlPeriod = try node.double(
        "period", default: control.controlPeriod, in: PhysicalLimits.controlPeriod)
    }
    try requireWholeSteps(root)
    feet = try root.child("feet")?.elements()
    var seen = Set<String>()
    for foot in feet ?? [] where !seen.insert(try foot.string()).inserted {
      throw foot.failure(expected: "each foot once")
    }
    groups = try root.child("joints").map(JointGroup.read) ?? []
  }

  private mutating func readPhysics(_ node: YAMLReader) throws {
    try node.rejectUnknownKeys(known: ProfileKeys.names(below: "physics"))
    inertias = try node.choice("inertias", default: inertias)
    control.physicsStep = try node.double(
      "step", default: control.physicsStep, in: PhysicalLimits.physicsStep)
    control.armature = try node.double(
      "armature", default: control.armature, in: PhysicalLimits.armature)
    control.friction = try node.double(
      "friction", default: control.friction, in: PhysicalLimits.friction)
    control.contactStiffness = try node.double(
      "contact_stiffness", in: PhysicalLimits.contactStiffness)
    control.contactDamping = try node.double("contact_damping", in: PhysicalLimits.contactDamping)
    control.jointERP = try node.double(
      "joint_erp", default: control.jointERP, in: PhysicalLimits.jointERP)
    control.selfCollision = try node.bool("self_collision", default: control.selfCollision)
  }

  private func requireWholeSteps(_ root: YAMLReader) throws {
    let steps = control.controlPeriod / control.physicsStep
    let most = PhysicalLimits.mostSteps
    if 1...most ~= steps.rounded(), abs(steps - steps.rounded()) < 1e-9 * steps { return }
    let place = try root.child("control")?.child("period") ?? root.child("physics")?.child("step")
    throw (place ?? root).failure(
      found: "control period \(control.controlPeriod) s, physics step \(control.physicsStep) s",
      expected: "a control period that is a whole multiple of the physics step, 1 to "
        + "\(Int(most)) times")
  }

  /// The servo of the joint called `name`.
  func servo(of name: String) -> ServoSettings {
    groups.filter { $0.matches(name) }.reduce(into: ServoSettings()) { $0.apply($1.values) }
  }

  /// Throws for the first group that matches none of `names`, those of movable joints.
  func requireMatches(among names: [String]) throws {
    for group in groups where !names.contains(where: group.matches) {
      guard let place = group.place else { continue }
      let near = nearestName(to: group.pattern, among: names).map { ", such as '\($0)'" } ?? ""
      throw place.failure(expected: "the name of a movable joint\(near)")
    }
  }
}

/// Servo settings that a group of joints shares; nil leaves the earlier value.
struct ServoSettings {
  /// Defaults to the position nearest zero between the stops.
  var standing: Double?
  var kp: Double? = 40
  var kd: Double? = 1.2
  var range: Double? = 0.4

  /// What a node says.
  init(_ node: YAMLReader) throws {
    standing = try node.double("standing", in: PhysicalLimits.position)
    kp = try node.double("kp", in: PhysicalLimits.gain)
    kd = try node.double("kd", in: PhysicalLimits.gain)
    range = try node.double("range", in: PhysicalLimits.range)
  }

  /// The defaults.
  init() {}

  mutating func apply(_ other: ServoSettings) {
    standing = other.standing ?? standing
    kp = other.kp ?? kp
    kd = other.kd ?? kd
    range = other.range ?? range
  }
}

/// Joints whose names match a pattern, and their settings.
struct JointGroup {
  let pattern: String
  /// Where the pattern stands; nil for the defaults, which need not match.
  let place: YAMLReader?
  let values: ServoSettings

  static func read(_ node: YAMLReader) throws -> [JointGroup] {
    try node.rejectUnknownKeys(known: ProfileKeys.names(below: "joints"))
    let defaults = try node.child("defaults").map { defaults in
      try defaults.rejectUnknownKeys(known: ProfileKeys.names(below: "joints.defaults"))
      return JointGroup(pattern: "*", place: nil, values: try ServoSettings(defaults))
    }
    let listed = try node.array("groups")
    if listed.count > PhysicalLimits.mostGroups {
      throw node.failure(
        found: "\(listed.count) groups", expected: "at most \(PhysicalLimits.mostGroups)")
    }
    let groups = try listed.map { group in
      try group.rejectUnknownKeys(known: ProfileKeys.names(below: "joints.groups"))
      let pattern = try group.required("match")
      let text = try pattern.string()
      if text.utf8.count > PhysicalLimits.longestName {
        throw pattern.failure(
          found: "'\(text.prefix(40))…', \(text.utf8.count) bytes",
          expected: "at most \(PhysicalLimits.longestName)")
      }
      return JointGroup(pattern: text, place: pattern, values: try ServoSettings(group))
    }
    return [defaults].compactMap { $0 } + groups
  }

  /// An exact name, or a glob in which `*` stands for any letters, also none.
  func matches(_ name: String) -> Bool { FileFormats.matches(name, pattern: pattern) }
}
