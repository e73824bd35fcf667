import FileFormats
import Foundation

/// Robots on disk: `<directory>/<name>/<name>.urdf`.
public enum RobotLibrary {
  /// Names of the robots in `directory`, sorted; empty when it cannot be read.
  public static func names(in directory: String) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return entries.filter {
      FileManager.default.fileExists(atPath: path(of: $0, in: directory))
    }.sorted()
  }

  /// Reads a robot by name.
  ///
  /// - Throws: `RobotDescriptionError` with the known names and the nearest; otherwise as
  ///   `RobotModel.load(urdfPath:packageRoots:profile:)`.
  public static func model(
    named name: String, in directory: String, packageRoots: [String] = []
  ) throws -> RobotModel {
    let known = names(in: directory)
    guard known.contains(name) else {
      let others = known.isEmpty ? "none" : known.joined(separator: ", ")
      let near = suggestion(for: name, among: known)
      throw RobotDescriptionError(
        nil, "\(directory): no robot '\(name)'\(near); there are: \(others)")
    }
    return try RobotModel.load(
      urdfPath: path(of: name, in: directory), packageRoots: packageRoots)
  }

  private static func path(of name: String, in directory: String) -> String {
    "\(directory)/\(name)/\(name).urdf"
  }
}
