import FileFormats
import RobotDescription

extension RobotImporter.Import {
  /// What was done, for the reader of the robot's folder; Markdown.
  ///
  /// - Parameter source: name of the URDF file it came from.
  public func card(_ verdict: RobotVerdict, name: String, source: String) -> String {
    let rules = verdict.rules.map { "| \($0.name) | \($0.level.rawValue) | \($0.summary) |" }
    let notes = verdict.findings.filter { $0.level != .info || $0.rule == "mesh" }
      .map { "- \($0.rule), \($0.where): \($0.message)" }
    return """
      # \(name)

      Made by `ganglion robot import` from `\(source)`, \(model.totalMass.decimals(2)) kg, \
      \(model.motors.count) motors. Meshes became the solids that cover them; links and \
      joints are those of
      the URDF.

      Standing pose and gains were found by trying \(tried) combinations in simulation: legs at \
      \((100 * legExtension).decimals(0)) % of their length, \
      kp = \(stiffness.decimals(0)) m g ℓ / n, kd = 0.025 s · kp, physics step \
      \((1000 * model.profile.physicsStep).decimals(1)) ms, armature \
      \(model.profile.armature) kg m². They are a start, not the maker's.

      | rule | | |
      | --- | --- | --- |
      \(rules.joined(separator: "\n"))

      \(notes.isEmpty ? "No remarks." : notes.joined(separator: "\n"))

      """
  }
}
