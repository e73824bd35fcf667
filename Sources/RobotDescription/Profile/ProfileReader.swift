import FileFormats

/// Reads `robots/<name>/<name>.yaml`.
enum ProfileReader {
  static let schema = 1

  static func read(_ text: String, file: String) throws -> ProfileSettings {
    let root = try YAMLReader(text, file: file)
    try root.rejectUnknownKeys(known: ["schema", "physics", "control", "feet", "joints"])
    if let version = try root.child("schema"), try version.int() != schema {
      throw version.failure(expected: "\(schema), the schema this program reads")
    }
    var settings = ProfileSettings()
    try root.child("physics").map { try readPhysics($0, into: &settings) }
    try root.child("control").map { try readControl($0, into: &settings.control) }
    try requireWholeSteps(root, settings.control)
    settings.feet = try readFeet(root)
    settings.groups = try root.child("joints").map(readJoints) ?? []
    return settings
  }

  private static func readPhysics(
    _ node: YAMLReader, into settings: inout ProfileSettings
  ) throws {
    try node.rejectUnknownKeys(known: [
      "step", "armature", "friction", "joint_erp", "self_collision", "inertias",
      "contact_stiffness", "contact_damping",
    ])
    if let choice = try node.child("inertias") {
      settings.inertias = try choice.choice(InertiaPolicy.self)
    }
    try readPhysics(node, into: &settings.control)
  }

  private static func readPhysics(_ node: YAMLReader, into control: inout ControlProfile) throws {
    control.physicsStep = try node.positive("step", default: control.physicsStep)
    control.armature = try node.double(
      "armature", default: control.armature, in: 0...(.infinity))
    control.friction = try node.double(
      "friction", default: control.friction, in: 0...(.infinity))
    control.contactStiffness = try node.double("contact_stiffness", in: 1...1e9)
    control.contactDamping = try node.double("contact_damping", in: 0...1e9)
    control.jointERP = try node.double("joint_erp", default: control.jointERP, in: 0.01...1)
    control.selfCollision = try node.bool("self_collision", default: control.selfCollision)
  }

  private static func readControl(_ node: YAMLReader, into control: inout ControlProfile) throws {
    try node.rejectUnknownKeys(known: ["period", "filter"])
    control.targetFilter = try node.double("filter", in: 0.1...1000)
    control.controlPeriod = try node.positive("period", default: control.controlPeriod)
  }

  private static func requireWholeSteps(_ root: YAMLReader, _ control: ControlProfile) throws {
    let steps = control.controlPeriod / control.physicsStep
    if steps.rounded() >= 1, abs(steps - steps.rounded()) < 1e-9 * steps { return }
    let place = try root.child("control")?.child("period") ?? root.child("physics")?.child("step")
    throw (place ?? root).failure(
      found: "control period \(control.controlPeriod) s, physics step \(control.physicsStep) s",
      expected: "a control period that is a whole multiple of the physics step")
  }

  private static func readFeet(_ root: YAMLReader) throws -> [YAMLReader]? {
    guard let feet = try root.child("feet")?.elements() else { return nil }
    var seen = Set<String>()
    for foot in feet where !seen.insert(try foot.string()).inserted {
      throw foot.failure(expected: "each foot once")
    }
    return feet
  }

  private static func readJoints(_ node: YAMLReader) throws -> [JointGroup] {
    try node.rejectUnknownKeys(known: ["defaults", "groups"])
    let defaults = try node.child("defaults").map { defaults in
      try defaults.rejectUnknownKeys(known: servoKeys)
      return JointGroup(pattern: "*", place: nil, values: try readServo(defaults))
    }
    let groups = try node.array("groups").map { group in
      try group.rejectUnknownKeys(known: ["match"] + servoKeys)
      let pattern = try group.required("match")
      return JointGroup(
        pattern: try pattern.string(), place: pattern, values: try readServo(group))
    }
    return [defaults].compactMap { $0 } + groups
  }

  private static let servoKeys = ["standing", "kp", "kd", "range"]

  private static func readServo(_ node: YAMLReader) throws -> ServoSettings {
    ServoSettings(
      standing: try node.double("standing"),
      kp: try node.double("kp", in: 0...(.infinity)),
      kd: try node.double("kd", in: 0...(.infinity)),
      range: try node.double("range", in: 0...(.infinity)))
  }
}
