import ArgumentParser
import Locomotion
import RobustnessEvaluation

struct SuitesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suites",
    abstract: "Lists robustness suites, and every condition with what its severities mean.",
    discussion: """
      Examples:
        ganglion suites
        ganglion suites --show quick
        ganglion suites --show my-suite.yaml

      A suite of your own is a YAML file for evaluate --suite:

        schema: 1
        name: wet-field
        version: 1                  # raise it whenever the trials change
        episodes: 20                # of each condition; 10 when left out
        duration: 10                # of a life in seconds; the policy's own when left out
        primary: {settling: 1}      # what is compared: mean speed from so many seconds after the \
      change
        conditions:
          - slope:3+friction:2@4s   # as replay --condition reads it
          - {kind: payload, severities: [1, 3, 5], onset: 4, end: 7}
          - {kind: dead-joint, place: fl_knee}
      """)

  @Option(help: "Print the conditions of one suite, or of a suite file.")
  var show: String?
  @OptionGroup var display: OutputOptions

  func validate() throws { _ = try show.map(SuiteArgument.named) }

  func run() throws {
    if let show {
      let suite = try SuiteArgument.read(show)
      guard !display.json else { return try Console.json(fields(suite)) }
      for conditions in suite.conditions { Console.output(Condition.text(conditions)) }
      return
    }
    guard display.json else { return printTables() }
    let kinds = Condition.Kind.allCases.map {
      ["name": $0.rawValue, "levels": $0.levels, "summary": $0.summary] as Fields
    }
    try Console.json(["suites": Suite.all.map(fields), "conditions": kinds])
  }

  private func fields(_ suite: Suite) -> Fields {
    [
      "name": suite.name, "version": suite.version, "summary": suite.summary,
      "episodes": suite.episodes, "duration_s": suite.duration, "primary": suite.primary.text,
      "conditions": suite.conditions.map { Condition.text($0) },
    ]
  }

  private func printTables() {
    for suite in Suite.all {
      let text = "version \(suite.version), \(suite.conditions.count) conditions: \(suite.summary)"
      Console.row([suite.name, text], [11])
    }
    Console.output("\ncompared by the \(PrimaryMeasure().text)")
    let kinds = Condition.Kind.allCases
    let width = 1 + kinds.map(\.rawValue).columnWidth
    Console.output("")
    Console.row(["condition", "severities 1 to 5"], [width])
    for kind in kinds {
      let levels = kind.levels.map { "\($0)" }.joined(separator: ", ")
      Console.row([kind.rawValue, "\(levels): \(kind.summary)"], [width])
    }
  }
}
