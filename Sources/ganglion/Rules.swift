import ArgumentParser
import SpikingNetworks

struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints every plasticity rule and gate with its equation and source.",
    discussion: "Example:\n  ganglion rules --json")

  @OptionGroup var display: OutputOptions

  func run() throws {
    let rules = PlasticityRule.allCases.map {
      row($0.rawValue, $0.equation, [$0.extraState?.equation], $0.source)
    }
    let gates = PlasticityGate.allCases.map {
      row($0.rawValue, $0.equation, [$0.extraState?.equation, $0.modulator], $0.source)
    }
    if display.json { return try Console.json(["rules": rules, "gates": gates]) }
    Console.output("x pre trace, y post trace, E fast weight, M modulator, η learning rate\n")
    for (title, rows) in [("rules", rules), ("gates", gates)] {
      Console.output(title)
      for row in rows {
        let lines = ["equation", "state", "source"].compactMap { row[$0] }
        for line in ["  \(row["name"] ?? "")"] + lines.map({ "    " + $0 }) { Console.output(line) }
      }
    }
  }

  /// - Parameter state: equations of what is kept besides E.
  private func row(
    _ name: String, _ equation: String, _ state: [String?], _ source: String
  ) -> [String: String] {
    var row = ["name": name, "equation": equation, "source": source]
    let state = state.compactMap(\.self)
    if !state.isEmpty { row["state"] = state.joined(separator: "; ") }
    return row
  }
}
