import Locomotion

extension KeyNotes {
  /// What the key of a path means, or what keys below it are about; nil where there is none.
  static func meaning(of key: String) -> String? {
    let parts = key.split(separator: ".")
    if parts.starts(with: ["task", "reward"]), parts.count == 3 {
      return RewardTerm(rawValue: String(parts[2])).map { "Weight of \($0.summary)" }
    }
    return key == "task.kind" ? "What is trained." : notes[key]
  }

  private static let notes: [String: String] = {
    var notes: [String: String] = [:]
    var key = ""
    for line in text.split(separator: "\n") {
      guard line.hasPrefix("  ") else {
        key = String(line)
        continue
      }
      notes[key, default: ""] += (notes[key] == nil ? "" : " ") + line.dropFirst(2)
    }
    return notes
  }()
}
