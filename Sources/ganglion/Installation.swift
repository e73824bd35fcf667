import FileFormats
import Foundation
import RobotDescription

/// Where Ganglion's own data lies.
enum Installation {
  /// The folder that holds `robots/` and `policies/`: `GANGLION_HOME`, or the nearest folder above
  /// the program or the working directory that has one.
  static let home: String = {
    let given = ProcessInfo.processInfo.environment["GANGLION_HOME"]
    if let given, !given.isEmpty { return given }
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let working = FileManager.default.currentDirectoryPath
    return folderWithRobots(above: working) ?? folderWithRobots(above: program) ?? working
  }()

  /// Git commit of the program, from `tools/ganglion`.
  static let commit = ProcessInfo.processInfo.environment["GANGLION_COMMIT"] ?? "unknown"

  /// Folders that may hold the packages of `package://` names: `GANGLION_PACKAGE_PATH` and ROS's
  /// own `ROS_PACKAGE_PATH`, apart by colons.
  static var packageRoots: [String] {
    let environment = ProcessInfo.processInfo.environment
    return ["GANGLION_PACKAGE_PATH", "ROS_PACKAGE_PATH"].flatMap {
      (environment[$0] ?? "").split(separator: ":").map(String.init)
    }
  }

  static var robots: String { home + "/robots" }

  /// A robot by the name of its folder in `robots/`, by the path of such a folder elsewhere, or by
  /// that of a URDF file.
  static func robot(_ name: String) throws -> RobotModel {
    if name.hasSuffix(".urdf") {
      return try RobotModel.load(urdfPath: name, packageRoots: packageRoots)
    }
    guard name.contains("/") else {
      guard FileManager.default.fileExists(atPath: robots) else {
        throw FileError(
          path: robots, operation: "read",
          reason:
            "there is no such folder; GANGLION_HOME names the folder of Ganglion's robots/ and "
            + "policies/")
      }
      return try RobotLibrary.model(named: name, in: robots, packageRoots: packageRoots)
    }
    let folder = URL(fileURLWithPath: name)
    return try RobotLibrary.model(
      named: folder.lastPathComponent, in: folder.deletingLastPathComponent().path,
      packageRoots: packageRoots)
  }

  /// Files that a robot's name or path leads to, whether they are there or not.
  static func filesOfRobot(_ name: String) -> [String] {
    let folder = name.contains("/") ? name : "\(robots)/\(name)"
    let urdf =
      name.hasSuffix(".urdf")
      ? name : "\(folder)/\(URL(fileURLWithPath: folder).lastPathComponent).urdf"
    return [urdf, urdf.dropLast(".urdf".count) + ".yaml"]
  }

  private static func folderWithRobots(above path: String) -> String? {
    var folder = path
    while true {
      if FileManager.default.fileExists(atPath: folder + "/robots") { return folder }
      if folder == "/" { return nil }
      folder = FilePath.folder(of: folder)
    }
  }
}
