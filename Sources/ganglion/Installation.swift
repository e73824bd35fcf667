import Foundation
import RobotDescription

/// Where Ganglion's own data lies.
enum Installation {
  /// The folder that holds `robots/` and `policies/`: `GANGLION_HOME`, or the nearest folder above
  /// the program or the working directory that has one.
  static let home: String = {
    if let home = ProcessInfo.processInfo.environment["GANGLION_HOME"] { return home }
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let working = FileManager.default.currentDirectoryPath
    return folderWithRobots(above: working) ?? folderWithRobots(above: program) ?? working
  }()

  /// Git commit of the program, from `tools/ganglion`.
  static let commit = ProcessInfo.processInfo.environment["GANGLION_COMMIT"] ?? "unknown"

  /// Folders that may hold the packages of `package://` names: `GANGLION_PACKAGE_PATH` and ROS's own
  /// `ROS_PACKAGE_PATH`, apart by colons.
  static var packageRoots: [String] {
    let environment = ProcessInfo.processInfo.environment
    return ["GANGLION_PACKAGE_PATH", "ROS_PACKAGE_PATH"].flatMap {
      (environment[$0] ?? "").split(separator: ":").map(String.init)
    }
  }

  static var robots: String { home + "/robots" }

  /// A robot by the name of its folder, or by the path of a URDF file.
  static func robot(_ name: String) throws -> RobotModel {
    name.hasSuffix(".urdf")
      ? try RobotModel.load(urdfPath: name, packageRoots: packageRoots)
      : try RobotLibrary.model(named: name, in: robots)
  }

  private static func folderWithRobots(above path: String) -> String? {
    var folder = path
    while true {
      if FileManager.default.fileExists(atPath: folder + "/robots") { return folder }
      if folder == "/" { return nil }
      folder = (folder as NSString).deletingLastPathComponent
    }
  }
}
