import FileFormats
import Foundation
import NumericalMethods
import RobotDescription

/// Pieces of small URDFs.
enum Fixture {
  static let unitInertia = #"<inertia ixx="1" iyy="1" izz="1"/>"#

  static func inertial(mass: String = "1", inertia: String = unitInertia) -> String {
    #"<inertial><mass value="\#(mass)"/>\#(inertia)</inertial>"#
  }

  static func link(_ name: String, _ content: String = inertial()) -> String {
    #"<link name="\#(name)">\#(content)</link>"#
  }

  static let limit = #"<limit lower="-1" upper="1" effort="10" velocity="5"/>"#

  static func joint(
    _ name: String, _ parent: String, _ child: String, type: String = "revolute",
    _ content: String = limit
  ) -> String {
    #"<joint name="\#(name)" type="\#(type)"><parent link="\#(parent)"/>"#
      + #"<child link="\#(child)"/>\#(content)</joint>"#
  }

  static func robot(_ parts: String...) -> String {
    "<robot name=\"r\">\n" + parts.joined(separator: "\n") + "\n</robot>"
  }

  static func model(_ urdf: String, profile: String = "") throws -> RobotModel {
    try RobotModel(urdf: urdf, urdfName: "r.urdf", profile: profile, profileName: "r.yaml")
  }

  /// The error of reading `urdf`, or nil when there is none.
  static func error(_ urdf: String, profile: String = "") -> (any Error)? {
    do {
      _ = try model(urdf, profile: profile)
      return nil
    } catch {
      return error
    }
  }

  /// The line that an error of a URDF names.
  static func line(of error: (any Error)?) -> Int? {
    (error as? RobotDescriptionError)?.location?.line ?? (error as? XMLError)?.location?.line
  }

  /// Two links and a joint: the smallest robot that moves.
  static let pair = robot(link("a"), link("b"), joint("j", "a", "b"))

  static let robots = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("robots").path
}

func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
  abs(a - b) <= tolerance
}

func close(_ a: Vector3, _ b: Vector3, _ tolerance: Double = 1e-12) -> Bool {
  (a - b).length <= tolerance
}

func close(_ a: Matrix3, _ b: Matrix3, _ tolerance: Double = 1e-12) -> Bool {
  close(a.r0, b.r0, tolerance) && close(a.r1, b.r1, tolerance) && close(a.r2, b.r2, tolerance)
}
