import EvolutionStrategies
import FileFormats
import Foundation
import Locomotion
import SpikingNetworks
import TemporalTasks
import Yams

/// Reads and writes experiments as YAML.
///
/// The defaults are the schema: a file names only what departs from a base experiment, a key that
/// the base does not have is an error, and values are laid over the base before all is decoded.
public enum ExperimentFile {
  /// Reads YAML text over `base`; `path` is named in errors. Files of schema 1 are read as well.
  /// - Parameter note: called with a line that says what of a file of schema 1 is elsewhere now.
  public static func read(
    _ text: String, path: String, over base: Experiment = Experiment(),
    note: (String) -> Void = { _ in }
  ) throws -> Experiment {
    let root = try compose(text, path: path)
    guard let root, root.mapping != nil else {
      throw ExperimentError(
        place: path, key: "", found: root == nil ? "nothing" : "no mapping",
        expected: "a mapping of keys to values")
    }
    // A file that names none is of today.
    let version = root["schema"].map(\.int) ?? Experiment.schema
    guard let version, (1...Experiment.schema).contains(version) else {
      let schema = root["schema"]
      throw ExperimentError(
        place: "\(path):\(schema?.mark?.line ?? 1)", key: "schema",
        found: schema?.scalar?.string ?? "no number", expected: "\(Experiment.schema)")
    }
    let current = version == 1 ? numbered(upgraded(root, place: path, note)) : root
    let (experiment, places) = try overlay(
      current, path: path, over: defaults(of: current, else: base))
    return try validated(experiment) { places.place(of: $0) }
  }

  /// The tree with keys of schema 1 where they are now.
  private static func upgraded(_ root: Node, place: String, _ note: (String) -> Void) -> Node {
    let (tree, moved) = ExperimentUpgrade.apply(to: root)
    if !moved.isEmpty {
      let keys = moved.map { "\($0.from) is \($0.to)" }.joined(separator: ", ")
      note("\(place): read as schema \(Experiment.schema): \(keys)")
    }
    return tree
  }

  /// The tree of a file, with the schema that is written today.
  private static func numbered(_ root: Node) -> Node {
    guard var mapping = root.mapping else { return root }
    mapping["schema"] = Node("\(Experiment.schema)", Tag(.int))
    return .mapping(mapping)
  }

  private static func compose(_ text: String, path: String) throws(ExperimentError) -> Node? {
    do {
      return try YAMLDocument.compose(text, file: path)
    } catch {
      throw ExperimentError(
        place: error.line.map { "\(path):\($0)" } ?? path, key: "", found: error.found,
        expected: error.expected)
    }
  }

  /// Where a file names another kind of task than `base`, the defaults of that kind.
  private static func defaults(of root: Node, else base: Experiment) -> Experiment {
    guard let kind = root["task"]?["kind"]?.string, kind != base.task.kind else { return base }
    return TaskOptions.all.first { $0.kind == kind }.map(Experiment.defaults) ?? base
  }

  /// Applies `key.path=value`.
  public static func set(_ assignments: String..., on base: Experiment) throws -> Experiment {
    try set(assignments, on: base)
  }

  /// Applies several, in their order; what they lead to together has to be an experiment.
  /// - Parameter note: called with a line that says which keys of schema 1 have other names now.
  public static func set(
    _ assignments: [String], on base: Experiment, note: (String) -> Void = { _ in }
  ) throws -> Experiment {
    try validated(assignments.reduce(base) { try set($1, over: $0, note) }) { _ in "--set" }
  }

  private static func set(
    _ assignment: String, over base: Experiment, _ note: (String) -> Void
  ) throws -> Experiment {
    let parts = assignment.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else {
      throw ExperimentError(
        place: "--set", key: "", found: "\"\(assignment)\"", expected: "key.path=value")
    }
    guard let value = try? YAMLDocument.compose(String(parts[1]), file: "--set") else {
      throw ExperimentError(
        place: "--set", key: String(parts[0]), found: "\"\(parts[1])\"", expected: "a YAML value")
    }
    let path = parts[0].split(separator: ".").map(String.init)
    let nested = path.reversed().reduce(value) { Node([(Node($1), $0)]) }
    let current = upgraded(nested, place: "--set", note)
    return try overlay(current, path: "--set", over: base).experiment
  }

  /// YAML text with every key, which `read` turns back into the same experiment.
  public static func write(_ experiment: Experiment) throws -> String {
    try Yams.serialize(node: YAMLDocument.snakeCased(YAMLDocument.tree(experiment)))
  }

  private static func validated(
    _ experiment: Experiment, _ locate: @escaping (String) -> String
  ) throws -> Experiment {
    try experiment.validate(locate: locate)
    return experiment
  }

  private static func overlay(
    _ node: Node, path: String, over base: Experiment
  ) throws -> (experiment: Experiment, places: Overlay) {
    var overlay = Overlay(path: path)
    var base = base
    if let strategy = node["evolution"]?["strategy"]?.string.flatMap(Strategy.Kind.init),
      strategy != base.evolution.strategy
    {
      base.evolution.choose(strategy)
    }
    let tree = try YAMLDocument.tree(base)
    let merged = try overlay.merge(node, over: YAMLDocument.snakeCased(tree), key: [])
    do {
      let named = YAMLDocument.camelCased(merged, like: tree)
      return (try YAMLDecoder().decode(Experiment.self, from: named), overlay)
    } catch let error as DecodingError {
      throw overlay.located(error)
    }
  }
}

/// Lays one YAML tree over another and remembers where each value came from.
struct Overlay {
  let path: String
  private var sources: [String: Node] = [:]

  init(path: String) { self.path = path }

  mutating func merge(_ node: Node, over base: Node, key: [String]) throws -> Node {
    let name = key.joined(separator: ".")
    sources[name] = node
    guard let known = base.mapping else {
      let isList = base.sequence != nil
      guard node.mapping == nil, isList || node.sequence == nil else {
        throw error(name, found: describe(node), expected: isList ? "a list" : "a single value")
      }
      try checkChoice(node, name: name)
      try checkKind(node, name: name, of: base)
      return node
    }
    guard let given = node.mapping else {
      throw error(name, found: describe(node), expected: "a mapping")
    }
    var result = known
    // The kind of a task tells which other keys it has.
    let kinds = given.filter { $0.key.string == "kind" }
    for (keyNode, value) in kinds + given.filter({ $0.key.string != "kind" }) {
      let child = keyNode.string ?? ""
      guard let below = known[keyNode] else {
        sources[name] = keyNode
        let keys = Array(known.keys.compactMap(\.string))
        throw error(
          name, found: "unknown key \"\(child)\"",
          expected: expectation(child, keys) {
            ExperimentKeys.meaning(of: (key + [$0]).joined(separator: "."))
          })
      }
      result[keyNode] = try merge(value, over: below, key: key + [child])
    }
    return Node.mapping(result)
  }

  /// The nearest name with what it means, and all names.
  private func expectation(
    _ found: String, _ known: [String], meaning: (String) -> String?
  ) -> String {
    let list = "one of " + known.sorted().joined(separator: ", ")
    guard let nearest = nearestName(to: found, among: known) else { return list }
    return "\"\(nearest)\"?\(meaning(nearest).map { " \($0)" } ?? "") (\(list))"
  }

  private static let choices: [String: [String]] = [
    "start_added": Experiment.StartAdded.allCases.map(\.rawValue),
    "trainer": TrainerKind.allCases.map(\.rawValue),
    "randomisation.conditions": Condition.Kind.allCases.map(\.rawValue),
    "randomisation.draw": RandomisationOptions.Draw.allCases.map(\.rawValue),
    "randomisation.succession": RandomisationOptions.Succession.allCases.map(\.rawValue),
    "evolution.strategy": Strategy.Kind.allCases.map(\.rawValue),
    "evolution.search": EvolutionOptions.Search.allCases.map(\.rawValue),
    "evolution.fitness": EvolutionOptions.Fitness.allCases.map(\.rawValue),
    "evaluation.selection_set": EvaluationOptions.SelectionSet.allCases.map(\.rawValue),
    "gradient.schedule": GradientOptions.Schedule.allCases.map(\.rawValue),
    "gradient.surrogate": Surrogate.Kind.allCases.map(\.rawValue),
    "policy_gradient.schedule": PolicyGradientOptions.Schedule.allCases.map(\.rawValue),
    "policy_gradient.surrogate": Surrogate.Kind.allCases.map(\.rawValue),
    "task.cue_kind": CueAssociation.CueKind.allCases.map(\.rawValue),
    "task.feedback": FeedbackKind.allCases.map(\.rawValue),
    "task.split": GlyphSplit.allCases.map(\.rawValue),
    "perturbation.form": PerturbationOptions.Form.allCases.map(\.rawValue),
    "perturbation.baseline": PerturbationOptions.Baseline.allCases.map(\.rawValue),
    "perturbation.site": PerturbationSpec.Site.allCases.map(\.rawValue),
    "perturbation.schedule": GradientOptions.Schedule.allCases.map(\.rawValue),
    "network.neuron": NetworkOptions.Neuron.allCases.map(\.rawValue),
    "network.encoding": NetworkOptions.Encoding.allCases.map(\.rawValue),
    "network.rule": PlasticityRule.allCases.map(\.rawValue),
    "network.gate": PlasticityGate.allCases.map(\.rawValue),
    "network.granularity": Granularity.allCases.map(\.rawValue),
    "network.modulation": ModulationSpec.allCases.map(\.rawValue),
    "network.modulation_source": NetworkOptions.ModulationSource.allCases.map(\.rawValue),
    "network.lif.reset": ResetMode.allCases.map(\.rawValue),
    "network.centred": ObservationLayout.Group.allCases.map(\.rawValue),
    "network.tonic": ObservationLayout.Group.allCases.map(\.rawValue),
    "task.privileged": HiddenFact.allCases.map(\.rawValue),
    "distillation.sharing": DistillationOptions.Sharing.allCases.map(\.rawValue),
    "network.plastic": NetworkOptions.Projection.allCases.map(\.rawValue),
  ]

  private func checkChoice(_ node: Node, name: String) throws {
    guard let known = Self.choices[name] else { return }
    for item in node.sequence.map(Array.init) ?? [node] where !known.contains(item.string ?? "") {
      let text = item.string ?? ""
      // A kind of condition may name what it strikes.
      if name == "randomisation.conditions", text.contains("(") {
        try checkPlaced(text, name)
        continue
      }
      let near = nearestName(to: text, among: known).map { "; did you mean \($0)?" } ?? ""
      throw error(
        name, found: "\"\(text)\"", expected: "one of " + known.joined(separator: ", ") + near)
    }
  }

  private func checkPlaced(_ text: String, _ name: String) throws {
    do {
      _ = try Condition.PlacedKind(parsing: text)
    } catch let refusal as ConditionError {
      throw error(
        name, found: "\"\(text)\"", expected: "a kind, or kind(place) (\(refusal.reason))")
    }
  }

  /// Another kind of task has other keys, so it is not laid over this one.
  private func checkKind(_ node: Node, name: String, of base: Node) throws {
    guard name == "task.kind", node.string != base.string else { return }
    let kinds = TaskOptions.all.map(\.kind)
    let isKnown = kinds.contains(node.string ?? "")
    throw error(
      name, found: "\"\(node.string ?? "")\"",
      expected: isKnown
        ? "\(base.string ?? ""), or an experiment file of its own"
        : "one of " + kinds.joined(separator: ", "))
  }

  func place(of name: String) -> String {
    guard let mark = sources[name]?.mark, path != "--set" else { return path }
    return "\(path):\(mark.line)"
  }

  private func error(_ name: String, found: String, expected: String) -> ExperimentError {
    ExperimentError(place: place(of: name), key: name, found: found, expected: expected)
  }

  func located(_ decoding: DecodingError) -> ExperimentError {
    let (context, expected): (DecodingError.Context, String) =
      switch decoding {
      case .typeMismatch(let type, let context): (context, describe(type))
      case .valueNotFound(let type, let context): (context, describe(type))
      case .dataCorrupted(let context): (context, "a valid value (\(context.debugDescription))")
      case .keyNotFound(_, let context): (context, "the key")
      @unknown default:
        (DecodingError.Context(codingPath: [], debugDescription: ""), "a value")
      }
    let name = context.codingPath.filter { $0.intValue == nil }
      .map { YAMLDocument.snakeCase($0.stringValue) }.joined(separator: ".")
    let found = sources[name].map { describe($0) }
    return error(name, found: found ?? "no usable value", expected: expected)
  }

  private func describe(_ node: Node) -> String {
    node.scalar.map { "\"\($0.string)\"" } ?? (node.sequence == nil ? "a mapping" : "a list")
  }

  private func describe(_ type: Any.Type) -> String {
    switch type {
    case is Int.Type, is UInt64.Type: "a whole number"
    case is Double.Type: "a number"
    case is Bool.Type: "true or false"
    case is String.Type: "text"
    case is any Collection.Type: "a list"
    default: "a value of kind \(type)"
    }
  }
}
