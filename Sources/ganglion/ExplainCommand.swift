import ArgumentParser
import FileFormats
import Policies
import RobotDescription
import RobustnessEvaluation

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says what a key of experiments, robot profiles and suites means.",
    discussion: """
      Examples:
        ganglion explain evolution.sigma      meaning, unit, default, range, where it matters
        ganglion explain evolution            every key below
        ganglion explain kp                   by its last name, also of profiles and suites
        ganglion explain                      every key there is
      """)

  @Argument(help: "A key, the beginning of keys, or a key's last name.")
  var key: String?
  @OptionGroup var display: OutputOptions

  /// A file, and its keys.
  private static let files: [(name: String, keys: [KeyNote])] = [
    ("experiment", ExperimentKeys.all), ("profile", ProfileKeys.all), ("suite", SuiteKeys.all),
  ]

  func run() throws {
    let found = Self.files.map { ($0.name, matches(in: $0.keys)) }.filter { !$0.1.isEmpty }
    guard !found.isEmpty else { throw unknown() }
    // What reading accepts is asked of the reader, which takes a while for many.
    let isFew = found.reduce(0) { $0 + $1.1.count } <= 8
    let told = found.map { name, keys in
      let isRanged = name == "experiment" && (isFew || display.json)
      return (name, isRanged ? keys.map(ExperimentKeys.ranged) : keys)
    }
    if display.json {
      let rows = told.flatMap { file, keys in
        keys.map { note -> Fields in
          [
            "file": file, "key": note.key, "meaning": note.meaning, "default": note.standard,
            "range": note.range, "where": note.scope,
          ]
        }
      }
      return try Console.json(["keys": rows])
    }
    for (file, keys) in told {
      if key == nil || told.count > 1 { Console.output("\(file)\n") }
      isFew ? keys.forEach(print) : list(keys)
    }
  }

  /// Those of that name or below it; else those whose last name it is.
  private func matches(in keys: [KeyNote]) -> [KeyNote] {
    guard let key else { return keys }
    let exact = keys.filter { $0.key == key || $0.key.hasPrefix(key + ".") }
    return exact.isEmpty ? keys.filter { $0.name == key } : exact
  }

  private func unknown() -> ValidationError {
    let names = Self.files.flatMap(\.keys).flatMap { [$0.key, $0.name] }
    let near = nearestName(to: key ?? "", among: names).map { "; did you mean \($0)?" } ?? ""
    return ValidationError("no key \"\(key ?? "")\"\(near)")
  }

  private func print(_ note: KeyNote) {
    let rows = [
      ("default", note.standard), ("range", note.range), ("where", note.scope),
    ]
    Console.output(note.key)
    for line in note.meaning.wrapped(at: 96) { Console.output("  " + line) }
    for (name, value) in rows {
      guard let value else { continue }
      let lines = value.wrapped(at: 86)
      Console.output("  \(name.padded(10))\(lines.joined(separator: "\n            "))")
    }
    Console.output("")
  }

  /// A line a key.
  private func list(_ keys: [KeyNote]) {
    let width = min(44, keys.map(\.key).columnWidth)
    for note in keys {
      let meaning = note.meaning.wrapped(at: max(20, 98 - width)).first ?? ""
      let isWhole = meaning.count == note.meaning.count
      Console.row([note.key, meaning + (isWhole ? "" : " …")], [width])
    }
    Console.output("")
  }
}
