public import FileFormats
import Locomotion

/// The keys of suite files. What is read has a row here: a reader knows the keys of a mapping from
/// this table alone.
public enum SuiteKeys {
  static let versions = 1...1_000_000_000
  static let episodes = 1...1_000_000
  /// Of a life, and of what happens within it [s].
  static let duration = 0.1...86_400
  static let times = 0.0...86_400
  /// Rows of the list of conditions; a row is one entry, or one for each of its severities.
  static let mostConditions = 1000

  private static func text<Value>(_ range: ClosedRange<Value>) -> String {
    "\(range.lowerBound) to \(range.upperBound)"
  }

  public static let all: [KeyNote] = [
    KeyNote("schema", "Version of the layout.", range: "1"),
    KeyNote("name", "Names the suite in tables and reports."),
    KeyNote(
      "version", "To be raised whenever the trials change.", standard: "1",
      range: text(versions)),
    KeyNote("summary", "One line of what it is for.", standard: "''"),
    KeyNote("episodes", "Episodes of each condition.", standard: "10", range: text(episodes)),
    KeyNote(
      "duration", "Length of a life [s].", standard: "the policy's own", range: text(duration)),
    KeyNote(
      "primary.settling",
      "The primary measure is the mean speed from so many seconds after the change to the end.",
      standard: "1", range: text(times)),
    KeyNote(
      "conditions",
      "A list: a text as `ganglion replay --condition` reads it is one condition, a mapping with "
        + "the keys below one of each severity.", range: "1 to \(mostConditions) of them"),
    KeyNote(
      "conditions.kind", "What befalls the robot; see ganglion suites.",
      range: Condition.Kind.allCases.map(\.rawValue).joined(separator: ", ")),
    KeyNote(
      "conditions.place", "The joint or leg that it strikes, of kinds that strike one.",
      standard: "drawn by the episode's seed"),
    KeyNote(
      "conditions.severities", "How hard.", standard: "[1, 2, 3, 4, 5]",
      range: text(Condition.severities)),
    KeyNote("conditions.onset", "When it begins [s].", standard: "0", range: text(times)),
    KeyNote(
      "conditions.end", "When it ends [s].", standard: "never",
      range: "after the onset, to \(times.upperBound)"),
  ]

  /// Names that a mapping at a path may have; "" is the whole file.
  static func names(below path: String) -> [String] {
    let start = path.isEmpty ? "" : path + "."
    var names: [String] = []
    for note in all where note.key.hasPrefix(start) {
      let name = String(note.key.dropFirst(start.count).prefix { $0 != "." })
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
