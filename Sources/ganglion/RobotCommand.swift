import ArgumentParser
import Foundation
import RobotDescription

struct RobotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "robot", abstract: "Checks, imports, exports, lists and shows robots.",
    subcommands: [
      RobotCheck.self, RobotImportCommand.self, RobotExportCommand.self, RobotList.self,
      RobotShow.self,
    ])
}

struct RobotList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the robots of robots/.")

  @OptionGroup var display: OutputOptions

  private struct Row: Encodable {
    let name: String
    let joints: Int
    let massKg: Double
  }

  func run() throws {
    let rows = try RobotLibrary.names(in: Installation.robots).map { name in
      let model = try Installation.robot(name)
      return Row(name: name, joints: model.joints.count, massKg: model.totalMass)
    }
    if display.json { return try Console.json(["robots": rows]) }
    for row in rows {
      let name = row.name.padding(toLength: 14, withPad: " ", startingAt: 0)
      Console.output("\(name)\(row.joints) joints, \(row.massKg.fixed(1)) kg")
    }
  }
}

struct RobotShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints a robot's joints, limits, masses and feet.",
    discussion: "Example:\n  ganglion robot show hexapod")

  @Argument(help: "A robot of robots/, or the path of a robot's folder or URDF file.")
  var robot: String
  @OptionGroup var display: OutputOptions

  private struct JointRow: Encodable {
    let name: String
    let kind: String
    let lower: Double
    let upper: Double
    let effort: Double
    let velocity: Double
    let standing: Double
    let kp: Double
    let kd: Double
    let range: Double
  }

  private struct Report: Encodable {
    let name: String
    let digest: String
    let massKg: Double
    let standingHeightM: Double
    let controlPeriodS: Double
    let physicsStepS: Double
    let links: [String: Double]
    let joints: [JointRow]
    let feet: [String]
  }

  func run() throws {
    let model = try Installation.robot(robot)
    let report = Report(
      name: model.name, digest: model.digest, massKg: model.totalMass,
      standingHeightM: model.standingHeight, controlPeriodS: model.profile.controlPeriod,
      physicsStepS: model.profile.physicsStep,
      links: Dictionary(uniqueKeysWithValues: model.links.map { ($0.name, $0.mass) }),
      joints: model.joints.map {
        JointRow(
          name: $0.name, kind: $0.kind.rawValue, lower: $0.lower, upper: $0.upper,
          effort: $0.effort, velocity: $0.velocity, standing: $0.standing, kp: $0.kp, kd: $0.kd,
          range: $0.actionRange)
      },
      feet: model.feet.map(\.name))
    if display.json { return try Console.json(report) }
    printTable(report, model)
  }

  private func printTable(_ report: Report, _ model: RobotModel) {
    Console.output(
      """
      \(report.name)  \(report.massKg.fixed(2)) kg, stands \(report.standingHeightM.fixed(3)) m, \
      control \((1000 * report.controlPeriodS).fixed(0)) ms, \
      physics \((1000 * report.physicsStepS).fixed(1)) ms, digest \(report.digest)
      feet    \(report.feet.joined(separator: ", "))

      link              mass kg
      """)
    for link in model.links {
      Console.output(column(link.name, 18) + link.mass.fixed(3))
    }
    Console.output(
      "\njoint             lower     upper     effort    velocity  standing  kp      kd      range")
    for j in report.joints {
      let cells = [j.lower, j.upper, j.effort, j.velocity, j.standing].map {
        column($0.fixed(2), 10)
      }
      Console.output(
        column(j.name, 18) + cells.joined() + column(j.kp.fixed(1), 8) + column(j.kd.fixed(2), 8)
          + j.range.fixed(2))
    }
  }

  private func column(_ text: String, _ width: Int) -> String {
    text.padding(toLength: width, withPad: " ", startingAt: 0)
  }
}
