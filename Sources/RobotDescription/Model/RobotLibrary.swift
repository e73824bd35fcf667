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
  /// - Throws: `RobotDescriptionError.unknownRobot` with the known names and the nearest; otherwise
  ///   as `RobotModel.load(urdfPath:packageRoots:profile:)`.
  public static func model(
    named name: String, in directory: String, packageRoots: [String] = []
  ) throws -> RobotModel {
    let known = names(in: directory)
    guard known.contains(name) else {
      throw RobotDescriptionError.unknownRobot(
        name: name, directory: directory, known: known, nearest: nearestName(to: name, among: known)
      )
    }
    return try RobotModel.load(
      urdfPath: path(of: name, in: directory), packageRoots: packageRoots)
  }

  private static func path(of name: String, in directory: String) -> String {
    "\(directory)/\(name)/\(name).urdf"
  }
}

extension RobotModel {
  /// Largest URDF or profile that is read [bytes].
  public static let largestFile = 16 << 20

  /// Reads a URDF and the profile of the same name ending in `.yaml`, if there is one.
  ///
  /// Collision meshes become solids that cover them (`CoveringSolid`); the model's source is then
  /// the URDF with these solids in it, which reads to the same model without the mesh files.
  ///
  /// - Parameters:
  ///   - packageRoots: folders in which `package://` names are also sought.
  ///   - profile: YAML that stands for the file beside the URDF.
  /// - Throws: `RobotDescriptionError` for the URDF or an unreadable file, `ConfigurationError` for
  ///   the profile.
  public static func load(
    urdfPath: String, packageRoots: [String] = [], profile: String? = nil
  ) throws -> RobotModel {
    let urdf = try text(urdfPath)
    let profilePath = (urdfPath as NSString).deletingPathExtension + ".yaml"
    let hasProfile = FileManager.default.fileExists(atPath: profilePath)
    let profile = try profile ?? (hasProfile ? text(profilePath) : "")
    let robot = try MarkupParser.parse(urdf, file: urdfPath)
    guard MeshEmbedding.isNeeded(robot) else {
      return try RobotModel(
        urdf: urdf, urdfName: urdfPath, profile: profile, profileName: profilePath)
    }
    try URDFReader(file: urdfPath).refuseMacros(robot)
    let locator = MeshLocator(urdfPath: urdfPath, roots: packageRoots)
    let embedded = try MeshEmbedding(locator: locator).embedded(robot)
    return try RobotModel(
      URDFReader(file: urdfPath).read(embedded),
      RobotSource(urdf: embedded.text, profile: profile), urdfName: urdfPath,
      profileName: profilePath)
  }

  private static func text(_ path: String) throws -> String {
    let data = try bytes(path, limit: largestFile)
    guard let text = String(validating: data, as: UTF8.self) else {
      throw RobotDescriptionError.unreadableFile(path: path, reason: "is not UTF-8 text")
    }
    return text
  }

  /// At most one byte beyond the limit is read, whatever length the file claims.
  static func bytes(_ path: String, limit: Int) throws -> Data {
    // Opening a pipe would wait for its other end, and a device may have no end.
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw RobotDescriptionError.unreadableFile(path: path, reason: "is not a regular file")
    }
    guard let file = FileHandle(forReadingAtPath: path) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw RobotDescriptionError.unreadableFile(
        path: path, reason: exists ? "cannot be opened" : "does not exist")
    }
    defer { try? file.close() }
    let data: Data
    do {
      data = try file.read(upToCount: limit + 1) ?? Data()
    } catch {
      throw RobotDescriptionError.unreadableFile(path: path, reason: "cannot be read")
    }
    if data.count > limit {
      throw RobotDescriptionError.fileTooLarge(path: path, limit: limit)
    }
    return data
  }
}
