public import FileFormats

/// The keys of control profiles, `robots/<name>/<name>.yaml`. What is read has a row here: a reader
/// knows the keys of a mapping from this table alone.
public enum ProfileKeys {
  public static let all: [KeyNote] = {
    let plain = ControlProfile()
    let servo = ServoSettings()
    func range(_ range: ClosedRange<Double>, _ unit: String = "") -> String {
      PhysicalLimits.text(range, unit)
    }
    func text(_ value: Double?) -> String? { value.map { "\($0)" } }
    let joint = [
      KeyNote(
        "standing", "Position in the standing pose [rad or m], which action 0 asks for.",
        standard: "the position nearest 0 between the stops", range: range(PhysicalLimits.position)
      ),
      KeyNote(
        "kp", "Stiffness of the servo [N m/rad or N/m].", standard: text(servo.kp),
        range: range(PhysicalLimits.gain)),
      KeyNote(
        "kd", "Damping of the servo [N m s/rad or N s/m].", standard: text(servo.kd),
        range: range(PhysicalLimits.gain)),
      KeyNote(
        "range", "How far an action of ±1 moves the target from the standing pose [rad or m].",
        standard: text(servo.range), range: range(PhysicalLimits.range)),
    ]
    func joints(_ prefix: String) -> [KeyNote] {
      joint.map {
        KeyNote(prefix + $0.key, $0.meaning, standard: $0.standard, range: $0.range)
      }
    }
    return [
      KeyNote("schema", "Version of the layout.", standard: "1", range: "1"),
      KeyNote(
        "physics.step", "Step of the rigid-body engine [s].", standard: text(plain.physicsStep),
        range: range(PhysicalLimits.physicsStep, "s")),
      KeyNote(
        "physics.armature",
        "Inertia [kg m² or kg] of each joint's rotor as the joint sees it, behind its gear.",
        standard: text(plain.armature), range: range(PhysicalLimits.armature)),
      KeyNote(
        "physics.friction", "Coulomb's coefficient between the robot and the ground.",
        standard: text(plain.friction), range: range(PhysicalLimits.friction)),
      KeyNote(
        "physics.joint_erp",
        "Share of a joint's position error that a physics step corrects; for ODE's own solvers.",
        standard: text(plain.jointERP), range: range(PhysicalLimits.jointERP)),
      KeyNote(
        "physics.self_collision", "Whether links that no joint connects collide with each other.",
        standard: "\(plain.selfCollision)", range: "true or false"),
      KeyNote(
        "physics.inertias",
        "What becomes of bodies whose mass or inertia is missing or that of no body.",
        standard: InertiaPolicy.refuse.rawValue,
        range: InertiaPolicy.allCases.map(\.rawValue).joined(separator: " or ")),
      KeyNote(
        "physics.contact_stiffness", "Stiffness of a contact point [N/m].",
        standard: "by the robot's mass", range: range(PhysicalLimits.contactStiffness)),
      KeyNote(
        "physics.contact_damping", "Damping of a contact point [N s/m].",
        standard: "by the robot's mass", range: range(PhysicalLimits.contactDamping)),
      KeyNote(
        "control.period", "Time between actions [s], a whole multiple of physics.step.",
        standard: text(plain.controlPeriod), range: range(PhysicalLimits.controlPeriod, "s")),
      KeyNote(
        "control.filter", "Cut-off [Hz] of the low-pass between actions and servo targets.",
        standard: "none", range: range(PhysicalLimits.targetFilter)),
      KeyNote(
        "feet", "Names of the links that are feet.",
        standard: "the ends of the limbs that have a shape"),
    ] + joints("joints.defaults.")
      + [
        KeyNote(
          "joints.groups.match",
          "Of a list of groups, later over earlier: a joint's name, or a pattern in which * stands "
            + "for any letters.", range: "at most \(PhysicalLimits.longestName) bytes")
      ] + joints("joints.groups.")
  }()

  /// Names that a mapping at a path may have; "" is the whole file.
  static func names(below path: String) -> [String] {
    let start = path.isEmpty ? [] : path.split(separator: ".")
    var names: [String] = []
    for note in all {
      let parts = note.key.split(separator: ".")
      guard parts.starts(with: start), parts.count > start.count else { continue }
      let name = String(parts[start.count])
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
