import ArgumentParser
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

  func run() throws {
    let models = try RobotLibrary.names(in: Installation.robots).map {
      (name: $0, model: try Installation.robot($0))
    }
    if display.json {
      let rows = models.map { name, model in
        ["name": name, "joints": model.joints.count, "mass_kg": model.totalMass] as Fields
      }
      return try Console.json(["robots": rows])
    }
    for (name, model) in models {
      Console.row([name, "\(model.joints.count) joints, \(model.totalMass.fixed(1)) kg"], [14])
    }
  }
}
