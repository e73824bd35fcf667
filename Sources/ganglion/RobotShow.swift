import ArgumentParser
import RobotDescription

struct RobotShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints a robot's joints, limits, masses and feet.",
    discussion: "Example:\n  ganglion robot show hexapod")

  @Argument(help: "A robot of robots/, or the path of a robot's folder or URDF file.")
  var robot: String
  @OptionGroup var display: OutputOptions

  func validate() throws { try requireNames(("the robot", robot)) }

  func run() throws {
    let model = try Installation.robot(robot)
    display.json ? try Console.json(fields(model)) : print(model)
  }

  private func fields(_ model: RobotModel) -> Fields {
    let joints = model.joints.map { joint in
      [
        "name": joint.name, "kind": joint.kind.rawValue, "lower": joint.lower,
        "upper": joint.upper, "effort": joint.effort, "velocity": joint.velocity,
        "standing": joint.standing, "kp": joint.kp, "kd": joint.kd, "range": joint.actionRange,
      ] as Fields
    }
    return [
      "name": model.name, "digest": model.digest, "mass_kg": model.totalMass,
      "standing_height_m": model.standingHeight, "control_period_s": model.profile.controlPeriod,
      "physics_step_s": model.profile.physicsStep, "feet": model.feet.map(\.name),
      "joints": joints,
      "links": Dictionary(uniqueKeysWithValues: model.links.map { ($0.name, $0.mass) }),
    ]
  }

  private func print(_ model: RobotModel) {
    Console.output(
      """
      \(model.name)  \(model.totalMass.fixed(2)) kg, stands \(model.standingHeight.fixed(3)) m, \
      control \((1000 * model.profile.controlPeriod).fixed(0)) ms, \
      physics \((1000 * model.profile.physicsStep).fixed(1)) ms, digest \(model.digest)
      feet    \(model.feet.map(\.name).joined(separator: ", "))

      link              mass kg
      """)
    for link in model.links { Console.row([link.name, link.mass.fixed(3)], [18]) }
    Console.output("")
    let names = ["lower", "upper", "effort", "velocity", "standing", "kp", "kd", "range"]
    let rows = model.joints.map { joint in
      [joint.name]
        + [joint.lower, joint.upper, joint.effort, joint.velocity, joint.standing]
        .map { $0.fixed(2) } + [joint.kp.fixed(1), joint.kd.fixed(2), joint.actionRange.fixed(2)]
    }
    for row in [["joint"] + names] + rows { Console.row(row, [18, 10, 10, 10, 10, 10, 8, 8]) }
  }
}
