import FileFormats
import Foundation

extension RobotModel {
  /// Reads a URDF and the profile of the same name ending in `.yaml`, if there is one.
  ///
  /// Collision meshes become solids that cover them (`CoveringSolid`); the model's source is then
  /// the URDF with these solids in it, which reads to the same model without the mesh files.
  ///
  /// - Parameters:
  ///   - packageRoots: folders in which `package://` names are also sought.
  ///   - profile: YAML that stands for the file beside the URDF.
  /// - Throws: `RobotDescriptionError` for the URDF or an unreadable file, `XMLError` for the
  ///   URDF's XML, `ConfigurationError` for the profile.
  public static func load(
    urdfPath: String, packageRoots: [String] = [], profile: String? = nil
  ) throws -> RobotModel {
    let urdf = try DescriptionFile.text(urdfPath)
    let profilePath = (urdfPath as NSString).deletingPathExtension + ".yaml"
    let hasProfile = FileManager.default.fileExists(atPath: profilePath)
    let profile = try profile ?? (hasProfile ? DescriptionFile.text(profilePath) : "")
    let reader = URDFReader(file: urdfPath)
    var (robot, text) = (try reader.parse(urdf), urdf)
    if MeshEmbedding.isNeeded(robot) {
      try reader.refuseMacros(robot)
      let locator = MeshLocator(urdfPath: urdfPath, roots: packageRoots)
      robot = try MeshEmbedding(locator: locator).embedded(robot)
      text = robot.text
    }
    return try RobotModel(
      reader.read(robot), RobotSource(urdf: text, profile: profile), profileName: profilePath)
  }

  /// Reads a robot from the text of its URDF and its profile.
  ///
  /// - Parameters:
  ///   - urdfName, profileName: file names for error messages.
  ///   - profile: may be empty; every key has a default.
  /// - Throws: `RobotDescriptionError` and `XMLError` for the URDF, `ConfigurationError` for the
  ///   profile.
  public init(urdf: String, urdfName: String, profile: String, profileName: String) throws {
    try self.init(
      URDFReader(file: urdfName).read(urdf), RobotSource(urdf: urdf, profile: profile),
      profileName: profileName)
  }
}
