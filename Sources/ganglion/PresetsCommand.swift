import ArgumentParser
import Policies

struct PresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets", abstract: "Lists the experiments that train knows by name.",
    discussion: """
      Examples:
        ganglion presets --show ant > my-experiment.yaml
        ganglion presets --show ant --explain         with what each key means
      """)

  @Option(help: "Print this preset as YAML, with every key.")
  var show: String?
  @Flag(help: "With --show: what each key means, as a comment above it.")
  var explain = false
  @OptionGroup var display: OutputOptions

  func validate() throws {
    try require(!explain || show != nil, "--explain is for --show")
  }

  func run() throws {
    if let show {
      let text = try ExperimentFile.write(ExperimentArgument.read(show))
      return Console.output(explain ? ExperimentKeys.explained(text) : text)
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
