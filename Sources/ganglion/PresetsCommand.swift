import ArgumentParser
import Foundation
import Policies

struct PresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets", abstract: "Lists the experiments that train knows by name.",
    discussion: "Example:\n  ganglion presets --show ant > my-experiment.yaml")

  @Option(help: "Print this preset as YAML, with every key.")
  var show: String?
  @OptionGroup var display: OutputOptions

  private struct Row: Encodable {
    let name: String
    let summary: String
  }

  func run() throws {
    if let show {
      return Console.output(try ExperimentFile.write(ExperimentArgument.read(show)))
    }
    let rows = Presets.all.map { Row(name: $0.name, summary: $0.summary) }
    if display.json { return try Console.json(["presets": rows]) }
    let width = 2 + (rows.map(\.name.count).max() ?? 0)
    for row in rows {
      Console.output(row.name.padding(toLength: width, withPad: " ", startingAt: 0) + row.summary)
    }
  }
}
