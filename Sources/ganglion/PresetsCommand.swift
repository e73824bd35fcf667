import ArgumentParser
import Policies

struct PresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets", abstract: "Lists the experiments that train knows by name.",
    discussion: "Example:\n  ganglion presets --show ant > my-experiment.yaml")

  @Option(help: "Print this preset as YAML, with every key.")
  var show: String?
  @OptionGroup var display: OutputOptions

  func run() throws {
    if let show {
      return Console.output(try ExperimentFile.write(ExperimentArgument.read(show)))
    }
    let presets = Presets.all
    if display.json {
      let rows = presets.map { ["name": $0.name, "summary": $0.summary] }
      return try Console.json(["presets": rows])
    }
    let width = presets.map(\.name).columnWidth
    for preset in presets { Console.row([preset.name, preset.summary], [width]) }
  }
}
