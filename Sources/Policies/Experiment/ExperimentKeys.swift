public import FileFormats
import Foundation
import Yams

/// The keys of experiments: what each means, as the comment over its field says, with the default
/// of the schema and the values that reading accepts.
public enum ExperimentKeys {
  /// Every key but for ranges, in the order of a file; of tasks those of walking first.
  public static let all: [KeyNote] = {
    var notes: [KeyNote] = []
    var places: [String: Int] = [:]
    for task in TaskOptions.all {
      for (key, value) in leaves(Experiment.defaults(of: task)) {
        let isOfTask = key.hasPrefix("task.") && key != "task.kind"
        guard let place = places[key] else {
          places[key] = notes.count
          notes.append(
            KeyNote(
              key, meaning(of: key) ?? "", standard: text(value),
              scope: isOfTask ? "task.kind: \(task.kind)" : scope(of: key)))
          continue
        }
        // A key of several tasks.
        if isOfTask { notes[place] = notes[place].also(task.kind) }
      }
    }
    return notes
  }()

  /// The same with the range of each.
  public static func ranged(_ note: KeyNote) -> KeyNote {
    KeyNote(
      note.key, note.meaning, standard: note.standard, range: range(of: note.key),
      scope: note.scope)
  }

  /// What the key of a path means, or what keys below it are about; nil where there is none.
  public static func meaning(of key: String) -> String? { KeyNotes.meaning(of: key) }

  /// An experiment's YAML text with what each key means above it, as comments.
  public static func explained(_ text: String) -> String {
    var path: [String] = []
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let indent = line.prefix { $0 == " " }.count
      let name = line.dropFirst(indent).prefix { $0 != ":" }
      guard name.count + indent < line.count, !name.hasPrefix("-") else { return String(line) }
      path = path.prefix(indent / 2) + [String(name)]
      guard let meaning = meaning(of: path.joined(separator: ".")) else { return String(line) }
      let start = String(repeating: " ", count: indent) + "# "
      return start + meaning.wrapped(at: 98 - indent).joined(separator: "\n" + start) + "\n" + line
    }.joined(separator: "\n")
  }

  private static let sections = [
    "evolution": "trainer: evolution", "gradient": "trainer: gradient",
    "policy_gradient": "trainer: policy-gradient", "perturbation": "trainer: perturbation",
    "distillation": "trainer: distillation", "randomisation": "task.kind: locomotion",
    "robot": "task.kind: locomotion",
  ]

  private static func scope(of key: String) -> String? {
    key.split(separator: ".").first.flatMap { sections[String($0)] }
  }

  /// Keys without keys below them, and their values.
  private static func leaves(_ experiment: Experiment) -> [(key: String, value: Node)] {
    guard let tree = try? YAMLDocument.tree(experiment) else { return [] }
    return leaves(YAMLDocument.snakeCased(tree), below: "")
  }

  private static func leaves(_ node: Node, below key: String) -> [(key: String, value: Node)] {
    guard let mapping = node.mapping, !mapping.isEmpty else { return [(key, node)] }
    return mapping.flatMap { name, value in
      leaves(value, below: (key.isEmpty ? "" : key + ".") + (name.string ?? ""))
    }
  }

  private static func text(_ value: Node) -> String {
    guard let list = value.sequence else { return value.scalar.map { number($0.string) } ?? "{}" }
    return "[" + list.map { number($0.string ?? "") }.joined(separator: ", ") + "]"
  }

  /// A number as one would write it.
  private static func number(_ text: String) -> String {
    guard text.contains("e"), let value = Double(text) else { return text.isEmpty ? "''" : text }
    return "\(value)"
  }

  /// What reading an experiment answers to values that no key accepts.
  private static func range(of key: String) -> String? {
    for task in TaskOptions.all {
      let base = Experiment.defaults(of: task)
      guard let value = leaves(base).first(where: { $0.key == key })?.value else { continue }
      let isList = value.sequence != nil
      for probe in ["\"?\"", ".nan", "-1", "-1e300", "1e300", "1000000000000000"] {
        do {
          _ = try ExperimentFile.set("\(key)=\(isList ? "[\(probe)]" : probe)", on: base)
        } catch let error as ExperimentError where error.key == key && isRange(error.expected) {
          return error.expected
        } catch {
          continue
        }
      }
      return value.bool != nil ? "true or false" : nil
    }
    return nil
  }

  /// Whether an expectation says more than the kind of a value.
  private static func isRange(_ expected: String) -> Bool {
    !["a number", "a whole number", "text", "a list", "true or false"].contains(expected)
      && !expected.hasPrefix("a value of kind") && !expected.hasPrefix("a valid value")
  }
}

extension KeyNote {
  /// The same, of a further kind of task.
  fileprivate func also(_ kind: String) -> KeyNote {
    KeyNote(
      key, meaning, standard: standard, range: range, scope: (scope ?? "task.kind:") + ", \(kind)")
  }
}
