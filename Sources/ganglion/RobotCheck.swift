import ArgumentParser
import FileFormats
import Foundation
import RobotDescription
import RobotImport

struct RobotCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validates a robot description, drops the robot and lets it stand.",
    discussion: """
      Examples:
        ganglion robot check ant
        ganglion robot check my-robot.urdf --json

      One line for each rule: inertia, mass-ratio, motor-limits, joint-range, stops,
      collision-shapes, mesh, feet, self-collision as it stands, a two-second drop, ten
      seconds of standing. Exit code 65 when the robot is not usable.
      """)

  @Argument(help: "A robot of robots/, or the path of a robot's folder or URDF file.")
  var robot: String
  @OptionGroup var display: OutputOptions

  private struct Report: Encodable {
    struct Rule: Encodable {
      let rule: String
      let level: RobotVerdict.Level
      let summary: String
    }

    let robot: String
    let usable: Bool
    let rules: [Rule]
    let findings: [Finding]
  }

  func run() throws {
    let model = try Installation.robot(robot)
    let verdict = RobotVerdict(model)
    if display.json {
      try Console.json(
        Report(
          robot: model.name, usable: verdict.isUsable,
          rules: verdict.rules.map {
            Report.Rule(rule: $0.name, level: $0.level, summary: $0.summary)
          }, findings: verdict.findings))
    } else {
      verdict.print(model)
    }
    if !verdict.isUsable { throw ExitCode(ExitCodes.badInput) }
  }
}

extension RobotVerdict {
  /// A line for each rule and, where a rule has several findings, one for each of these.
  func print(_ model: RobotModel) {
    for rule in rules {
      let name = rule.name.padding(toLength: 18, withPad: " ", startingAt: 0)
      let level = rule.level.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
      Console.output(level + name + rule.summary)
      let own = findings.filter { $0.rule == rule.name }
      guard own.contains(where: { $0.message != rule.summary }) else { continue }
      for finding in own { Console.output("         \(finding.where): \(finding.message)") }
    }
    Console.output("\(model.name): \(isUsable ? "usable" : "not usable")")
  }
}
