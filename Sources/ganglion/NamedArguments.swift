import ArgumentParser
import FileFormats
import Policies
import RobustnessEvaluation

/// A name among those that the program knows, or the path of a YAML file.
enum NameOrFile {
  /// False for a file.
  /// - Throws: a usage error, which `subject` begins, for what is neither.
  static func isName(
    _ name: String, among known: [String], _ subject: String, _ kinds: String, _ file: String
  ) throws -> Bool {
    if known.contains(name) { return true }
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return false }
    let hint = nearestName(to: name, among: known).map { "; did you mean \($0)?" } ?? "."
    throw ValidationError(
      "\(subject)\"\(name)\"\(hint) \(kinds): \(known.joined(separator: ", ")); "
        + "\(file) ends in .yaml")
  }
}

/// What commands take for an experiment: the name of a preset or a YAML file.
enum ExperimentArgument {
  static func read(_ name: String) throws -> Experiment {
    if let preset = try preset(name) { return preset }
    return try ExperimentFile.read(text(of: name), path: name, note: Console.warn)
  }

  /// What is named laid over the experiment of a run: keys that a file has; of a preset nothing,
  /// as any experiment may have begun with it.
  static func read(_ name: String, over run: Experiment) throws -> Experiment {
    if try preset(name) != nil { return run }
    return try ExperimentFile.read(text(of: name), path: name, over: run)
  }

  private static func text(of file: String) throws -> String {
    String(decoding: try AtomicFile.read(file, limit: 1 << 24), as: UTF8.self)
  }

  /// Nil for a file.
  private static func preset(_ name: String) throws -> Experiment? {
    let isPreset = try NameOrFile.isName(
      name, among: Presets.all.map(\.name), "no preset ", "Presets", "an experiment file")
    return isPreset ? Presets.experiment(named: name) : nil
  }

  /// The experiment with a command line's choices laid over it: `assignments`, then the rule, then
  /// `last`.
  /// - Parameter rule: a plasticity rule, or `none` for a network of fixed weights.
  static func set(
    _ assignments: [String], rule: String?, last: [String] = [], seed: UInt64?, start: String?,
    on experiment: Experiment
  ) throws -> Experiment {
    var experiment = experiment
    if let seed { experiment.seed = seed }
    if let start { experiment.start = start }
    if rule == "none" { experiment.network.plastic = [] }
    let rule = rule.flatMap { $0 == "none" ? nil : "network.rule=\($0)" }
    return try ExperimentFile.set(
      assignments + [rule].compactMap(\.self) + last, on: experiment, note: Console.warn)
  }
}

/// What `--suite` takes: the name of a suite or a YAML file.
enum SuiteArgument {
  /// The known suite of that name; nil for a file.
  static func named(_ name: String) throws -> Suite? {
    let all = Suite.all
    let isName = try NameOrFile.isName(
      name, among: all.map(\.name), "--suite is ", "Suites", "a suite file")
    return isName ? all.first { $0.name == name } : nil
  }

  static func read(_ name: String) throws -> Suite {
    if let suite = try named(name) { return suite }
    return try Suite(String(decoding: Launch.read(name, limit: 1 << 24), as: UTF8.self), path: name)
  }
}
