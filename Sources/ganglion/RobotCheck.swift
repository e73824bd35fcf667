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

  func validate() throws { try requireNames(("the robot", robot)) }

  func run() throws {
    let model = try Installation.robot(robot)
    let verdict = RobotVerdict(model)
    let rules = verdict.rules.map {
      ["rule": $0.name, "level": $0.level, "summary": $0.summary] as Fields
    }
    try verdict.report(model, ["robot": model.name, "rules": rules], display)
  }
}

extension RobotVerdict {
  /// Prints the verdict: on a terminal a line for each rule and, where a rule has several findings,
  /// one for each of these, then `lines`; as JSON with `fields` besides.
  /// - Throws: the exit code of a robot that is not usable.
  func report(
    _ model: RobotModel, _ fields: Fields, _ display: OutputOptions, lines: [String] = []
  ) throws {
    if display.json {
      try Console.json(fields + ["usable": isUsable, "findings": findings])
    } else {
      for rule in rules { print(rule) }
      Console.output("\(model.name): \(isUsable ? "usable" : "not usable")")
      for line in lines { Console.output(line) }
    }
    if !isUsable { throw ExitCode(ExitCodes.badInput) }
  }

  private func print(_ rule: Rule) {
    Console.row([rule.level.rawValue, rule.name, rule.summary], [9, 18])
    let own = findings.filter { $0.rule == rule.name }
    guard own.contains(where: { $0.message != rule.summary }) else { return }
    for finding in own { Console.output("         \(finding.where): \(finding.message)") }
  }
}
