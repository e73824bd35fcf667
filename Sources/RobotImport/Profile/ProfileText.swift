import FileFormats
import RobotDescription

/// The profile of an imported robot: what is written beside its URDF.
struct ProfileText {
  let model: RobotModel
  /// Names of links, one for each foot.
  let feet: [String]
  let standing: [Double]
  let kp: [Double]
  let kd: [Double]
  /// [rad or m], one per joint.
  let ranges: [Double]
  /// [s]
  let physicsStep: Double
  /// [kg m²]
  let armature: Double
  let estimatesInertias: Bool

  /// YAML that `RobotModel` reads.
  var yaml: String {
    let physics =
      "step: \(physicsStep), armature: \(armature), friction: 1.0, self_collision: true"
      + (estimatesInertias ? ", inertias: estimate" : "")
    let (usualKp, usualKd) = (most(kp), most(kd))
    let groups = model.joints.indices.map { j in
      let gains = kp[j] == usualKp && kd[j] == usualKd ? "" : ", kp: \(kp[j]), kd: \(kd[j])"
      return "    - { match: \(Self.quoted(model.joints[j].name)), standing: \(standing[j]), "
        + "range: \(ranges[j])\(gains) }"
    }
    return """
      schema: 1
      physics: { \(physics) }
      control: { period: 0.02, filter: 5 }
      feet: [\(feet.map(Self.quoted).joined(separator: ", "))]
      joints:
        defaults: { kp: \(usualKp), kd: \(usualKd) }
        groups:
      \(groups.joined(separator: "\n"))

      """
  }

  /// The value that most joints share, the least among equals.
  private func most(_ values: [Double]) -> Double {
    let counts = Dictionary(grouping: values) { $0 }.mapValues(\.count)
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
  }

  /// A double-quoted YAML scalar.
  private static func quoted(_ name: String) -> String {
    "\"" + name.replacing(scalars: ["\\": "\\\\", "\"": "\\\""]) + "\""
  }
}
