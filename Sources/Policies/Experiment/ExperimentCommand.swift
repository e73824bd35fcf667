import EvolutionStrategies
import FileFormats
import Yams

extension Experiment {
  /// The command that trains the same: the nearest preset, and every key in which the experiment
  /// departs from it.
  public var command: String {
    var (name, base) = nearestPreset
    base.seed = seed
    var words = ["ganglion", "train", name, "--seed", "\(seed)"]
    if base.evolution.strategy != evolution.strategy {
      base.evolution.choose(evolution.strategy)
      words += ["--set", "evolution.strategy=\(evolution.strategy.rawValue)"]
    }
    for (option, differs, value) in [
      ("--robot", robot != base.robot, robot ?? ""), ("--start", start != base.start, start),
      ("--trainer", trainer != base.trainer, trainer.rawValue),
      ("--rule", network.plastic.isEmpty && !base.network.plastic.isEmpty, "none"),
      (
        "--generations", budget.generations != base.budget.generations, "\(budget.generations)"
      ),
    ] where differs { words += [option, value] }
    if network.plastic.isEmpty { base.network.plastic = [] }
    (base.robot, base.start, base.trainer) = (robot, start, trainer)
    base.budget.generations = budget.generations
    words += differences(from: base).flatMap { ["--set", "\($0.key)=\($0.own)"] }
    return words.map(shellQuoted).joined(separator: " ")
  }

  /// The preset of the experiment's name or, where that is none or has another kind of task, of its
  /// kind.
  private var nearestPreset: (name: String, experiment: Experiment) {
    let presets = Presets.all.compactMap { row in
      Presets.experiment(named: row.name).map { (name: row.name, experiment: $0) }
    }
    .filter { $0.experiment.task.kind == task.kind }
    let near =
      presets.first { $0.name == name } ?? presets.first { $0.name == task.kind } ?? presets.first
    guard let near else { preconditionFailure("every kind of task has a preset") }
    return near
  }

  /// Keys whose values differ from those of another experiment, in their order; a key that the
  /// other does not have counts as nothing there.
  package func differences(
    from other: Experiment
  ) -> [(key: String, own: String, other: String)] {
    guard let own = try? YAMLDocument.snakeCased(YAMLDocument.tree(self)),
      let other = try? YAMLDocument.snakeCased(YAMLDocument.tree(other))
    else {
      preconditionFailure("an experiment can be written")
    }
    let known = Dictionary(uniqueKeysWithValues: Self.leaves(other, []).map { ($0.key, $0.value) })
    return Self.leaves(own, []).filter { known[$0.key] != $0.value }
      .map { ($0.key, $0.value, known[$0.key] ?? "nothing") }
  }

  private static func leaves(_ node: Node, _ path: [String]) -> [(key: String, value: String)] {
    if let mapping = node.mapping {
      return mapping.flatMap { leaves($0.value, path + [$0.key.string ?? ""]) }
    }
    let value =
      node.sequence.map { "[" + $0.map(inlineText).joined(separator: ",") + "]" }
      ?? inlineText(node)
    return [(path.joined(separator: "."), value)]
  }

  /// A scalar as YAML, also in a list: in quotes where its plain text would read as something else.
  private static func inlineText(_ node: Node) -> String {
    let text = node.scalar?.string ?? ""
    let items = (try? Yams.compose(yaml: "[\(text)]"))?.sequence
    if let items, items.count == 1, items[0].scalar?.string == text { return text }
    return (try? JSON.text(text)) ?? text
  }
}
