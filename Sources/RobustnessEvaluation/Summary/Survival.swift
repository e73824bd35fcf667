import Locomotion
import NumericalMethods

/// When a condition counts as survived, and up to which severity.
enum Survival {
  /// Least interquartile mean of retained speed.
  static let retained = 0.5
  /// Largest share of trials that may fall or diverge: one in ten.
  static let failures = 0.1

  static func isSurvived(_ row: ConditionSummary, episodes: Int) -> Bool {
    let failed = Double(row.falls + row.diverged)
    return row.retained.estimate >= retained && failed <= failures * Double(episodes) + 1e-9
  }

  /// One entry for each series of rows that differ by a single condition's severity alone, in the
  /// order of their first rows. Compositions stand for themselves.
  static func severities(
    _ rows: [(conditions: [Condition], row: ConditionSummary)], episodes: Int
  ) -> [SeveritySurvived] {
    rows.grouped(by: { $0.conditions.series }).map { name, cells in
      let rising = cells.map(\.row).sorted { $0.severity < $1.severity }
      return SeveritySurvived(
        name: name,
        severity: rising.prefix { isSurvived($0, episodes: episodes) }.last?.severity ?? 0,
        tried: rising.map(\.severity))
    }
  }
}

extension [Condition] {
  /// What rows of one series have in common: kind and timing of a single condition. Of several
  /// conditions it is all their text, for which of their severities rises is not known.
  var series: String {
    guard count == 1 else { return Condition.text(self) }
    return self[0].description.replacing(":\(self[0].severity)", with: "", maxReplacements: 1)
  }
}
