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
        conditions:
          - slope:3+friction:2@4s   # as replay --condition reads it
          - {kind: payload, severities: [1, 3, 5], onset: 4}
      """)

  @Option(help: "Print the conditions of one suite, or of a suite file.")
  var show: String?
  @OptionGroup var display: OutputOptions

  func validate() throws { if let show { try SuiteArgument.validate(show) } }

  private struct Listing: Encodable {
    struct Entry: Encodable {
      let name: String
      let version: Int
      let summary: String
      let episodes: Int
      let durationS: Double?
      let conditions: [String]

      init(_ suite: Suite) {
        name = suite.name
        version = suite.version
        summary = suite.summary
        episodes = suite.episodes
        durationS = suite.duration
        conditions = suite.conditions.map { Condition.text($0) }
      }
    }

    struct Kind: Encodable {
      let name: String
      let levels: [Double]
      let summary: String
    }

    let suites: [Entry]
    let conditions: [Kind]
  }

  func run() throws {
    if let show {
      let suite = try SuiteArgument.read(show)
      guard !display.json else { return try Console.json(Listing.Entry(suite)) }
      for conditions in suite.conditions { Console.output(Condition.text(conditions)) }
      return
    }
    let listing = Listing(
      suites: Suite.all.map { Listing.Entry($0) },
      conditions: Condition.Kind.allCases.map {
        Listing.Kind(name: $0.rawValue, levels: $0.levels, summary: $0.summary)
      })
    display.json ? try Console.json(listing) : printTable(listing)
  }

  private func printTable(_ listing: Listing) {
    for suite in listing.suites {
      Console.output(
        "\(suite.name.padded(10)) version \(suite.version), \(suite.conditions.count) conditions: "
          + suite.summary)
    }
    let width = 2 + (listing.conditions.map(\.name.count).max() ?? 0)
    Console.output("\n\("condition".padded(width)) severities 1 to 5")
    for kind in listing.conditions {
      let levels = kind.levels.map { "\($0)" }.joined(separator: ", ")
      Console.output("\(kind.name.padded(width)) \(levels): \(kind.summary)")
    }
  }
}

extension String {
  /// Filled up with spaces; a longer text stays as it is.
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
