import ArgumentParser
import SpikingNetworks

struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints every plasticity rule and gate with its equation and source.",
    discussion: "Example:\n  ganglion rules --json")

  @OptionGroup var display: OutputOptions

  private struct Row: Encodable {
    let name: String
    let equation: String
    /// Equations of what is kept besides E; nil without any.
    let state: String?
    let source: String
  }

  func run() throws {
    let rules = PlasticityRule.allCases.map {
      Row(
        name: $0.rawValue, equation: $0.equation, state: $0.extraState?.equation,
        source: $0.source)
    }
    let gates = PlasticityGate.allCases.map {
      let state = [$0.extraState?.equation, $0.modulator].compactMap { $0 }
      return Row(
        name: $0.rawValue, equation: $0.equation,
        state: state.isEmpty ? nil : state.joined(separator: "; "), source: $0.source)
    }
    if display.json { return try Console.json(["rules": rules, "gates": gates]) }
    Console.output("x pre trace, y post trace, E fast weight, M modulator, η learning rate\n")
    for (title, rows) in [("rules", rules), ("gates", gates)] {
      Console.output(title)
      for row in rows {
        Console.output("  \(row.name)\n    \(row.equation)")
        if let state = row.state { Console.output("    \(state)") }
        Console.output("    \(row.source)")
      }
    }
  }
}
