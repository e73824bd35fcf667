import Yams

/// Reads experiments of schema 1, in which the keys of every strategy, neuron and encoding stood
/// side by side.
enum ExperimentUpgrade {
  /// Dotted paths of schema 1 and of schema 2.
  static let moved: [(from: String, to: String)] =
    keys(of: "network", into: "lif", ["decay", "reset"])
    + keys(
      of: "network", into: "conductance",
      [
        "tick_duration", "membrane_time_constant", "synaptic_time_constant", "refractory_period",
        "utilisation", "recovery_time_constant", "facilitation_time_constant",
      ])
    + ["neurons", "range", "width"].map {
      ("network.code_\($0)", "network.population_code.\($0)")
    }
    + keys(of: "evolution", into: "openai_es", ["weight_decay"])
    + keys(of: "evolution", into: "pgpe", ["max_speed", "momentum", "sigma_learning_rate"])
    + keys(of: "evolution", into: "ars", ["top_share"])

  private static func keys(
    of parent: String, into child: String, _ names: [String]
  ) -> [(from: String, to: String)] {
    names.map { ("\(parent).\($0)", "\(parent).\(child).\($0)") }
  }

  /// The tree with every key where schema 2 has it, and what was moved.
  static func apply(to root: Node) -> (root: Node, moved: [(from: String, to: String)]) {
    moved.reduce(into: (root, [])) { result, move in
      let (from, to) = (path(move.from), path(move.to))
      guard let found = value(at: from, in: result.0), value(at: to, in: result.0) == nil else {
        return
      }
      result.0 = setting(found, at: to, in: setting(nil, at: from, in: result.0))
      result.1.append(move)
    }
  }

  private static func path(_ key: String) -> [String] {
    key.split(separator: ".").map(String.init)
  }

  private static func value(at path: [String], in node: Node) -> Node? {
    path.reduce(node) { $0?.mapping?[Node($1)] }
  }

  /// The same tree with another value there; nil takes it away. Nodes keep their places in the
  /// file.
  private static func setting(_ value: Node?, at path: [String], in node: Node) -> Node {
    guard let key = path.first else { return value ?? node }
    var mapping = node.mapping ?? Node.Mapping([])
    if path.count == 1 {
      mapping[Node(key)] = value
    } else {
      let child = mapping[Node(key)] ?? Node([(Node, Node)]())
      mapping[Node(key)] = setting(value, at: Array(path.dropFirst()), in: child)
    }
    return .mapping(mapping)
  }
}
