import NumericalMethods
import RobustnessEvaluation

/// A suite's summary as text.
struct SuiteReport {
  /// Above this many conditions, severities stand side by side instead of one below the other.
  private static let longest = 40

  let summary: SuiteSummary

  init(_ summary: SuiteSummary) { self.summary = summary }

  func print() {
    for policy in summary.policies {
      printTotals(policy)
      if isLong {
        printMatrix(policy)
      } else if summary.policies.count == 1 {
        printRows(policy)
      }
    }
    if !isLong {
      if summary.policies.count > 1 { printSideBySide() }
      printSurvived()
    }
    printComparisons()
  }

  private var isLong: Bool { (summary.policies.first?.conditions.count ?? 0) > Self.longest }

  private func printTotals(_ policy: PolicySummary) {
    let nominal = policy.nominal
    let gap = policy.optimalityGap
    let diverged = nominal.diverged > 0 ? ", \(nominal.diverged) diverged" : ""
    let cone = nominal.coneViolation.map { ", cone violation \((100 * $0).fixed(1)) %" } ?? ""
    Console.output(
      """
      \(policy.name)
        nominal  \(nominal.speedMps.fixed(2)) m/s, \(nominal.falls) falls in \(nominal.episodes)\
      \(diverged)\(cone)
        retained \(policy.retained.percent) over all conditions, \
      optimality gap \(gap.percent)

      """)
  }

  private func printRows(_ policy: PolicySummary) {
    let width = max(24, 1 + (policy.conditions.map(\.name.count).max() ?? 0))
    Console.output(
      "  \("condition".padded(width))speed m/s  retained (95 % interval)   falls  recovery s")
    for row in policy.conditions {
      let failures = row.diverged > 0 ? "\(row.falls)+\(row.diverged)d" : "\(row.falls)"
      let recovery = row.recoveryS.map { "\($0.fixed(1)) (\(row.recovered))" } ?? ""
      let line =
        "  \(row.name.padded(width))\(row.speedMps.fixed(2).padded(11))"
        + "\(row.retained.percent.padded(26)) \(failures.padded(6)) \(recovery)"
      Console.output(line.trimmedEnd)
    }
    Console.output("")
  }

  /// One line a series of severities: retained % with the number of falls where there are any, and
  /// the highest severity survived.
  private func printMatrix(_ policy: PolicySummary) {
    let rows = Dictionary(grouping: policy.conditions.enumerated()) { series($0.element) }
      .values.sorted { $0[0].offset < $1[0].offset }.map { $0.map(\.element) }
    let width = 2 + (rows.map { series($0[0]).count }.max() ?? 0)
    let survived = Dictionary(
      uniqueKeysWithValues: policy.survived.map { ($0.name, $0.severity) })
    Console.output("  \("retained % (falls)".padded(width))by severity; survived: \(survival)\n")
    for row in rows {
      let cells = row.map { cell in
        let failures = cell.falls + cell.diverged
        let text = "\(cell.severity): \((100 * cell.retained.estimate).fixed(0))"
        return (text + (failures > 0 ? " (\(failures))" : "")).padded(12)
      }
      let highest = survived[series(row[0])].map { "survived \($0)" } ?? ""
      Console.output(
        "  \(series(row[0]).padded(width))\(cells.joined().padded(62))\(highest)".trimmedEnd)
    }
    Console.output("")
  }

  private func printSideBySide() {
    let width = 2 + (summary.policies[0].conditions.map(\.name.count).max() ?? 0)
    let columns = summary.policies.indices.map { "\($0 + 1)".padded(26) }.joined()
    for (index, policy) in summary.policies.enumerated() {
      Console.output("  \(index + 1) = \(policy.name)")
    }
    Console.output("\n  \("condition".padded(width))\(columns)retained (95 % interval) falls")
    for index in summary.policies[0].conditions.indices {
      let rows = summary.policies.map { $0.conditions[index] }
      let cells = rows.map { "\($0.retained.percent) \($0.falls + $0.diverged)".padded(26) }
      Console.output("  \(rows[0].name.padded(width))\(cells.joined())".trimmedEnd)
    }
    Console.output("")
  }

  private func printSurvived() {
    Console.output("  highest severity survived: \(survival)")
    let width = 2 + (summary.policies[0].survived.map(\.name.count).max() ?? 0)
    for index in summary.policies[0].survived.indices {
      let entries = summary.policies.map { $0.survived[index] }
      let tried = entries[0].tried.map { "\($0)" }.joined(separator: " ")
      let cells = entries.map { "\($0.severity)".padded(4) }.joined()
      Console.output("  \(entries[0].name.padded(width))\(cells)of \(tried)")
    }
    Console.output("")
  }

  private func printComparisons() {
    for pair in summary.comparisons {
      let (faster, more) = (pair.probabilityOfImprovement, pair.probabilityOfRetainingMore)
      Console.output(
        "P(\(pair.a) faster than \(pair.b)) = \(probability(faster)), "
          + "P(retains more) = \(probability(more))")
    }
  }

  private var survival: String {
    let definitions = summary.definitions
    return "at least \((100 * definitions.survivedRetainedIqm).fixed(0)) % retained, at most "
      + "\((100 * definitions.survivedFailuresShare).fixed(0)) % of trials fallen or diverged, at all "
      + "lower severities too"
  }

  /// The row's name without its severity, which the columns tell; compositions keep theirs.
  private func series(_ row: ConditionSummary) -> String {
    row.kind.contains("+")
      ? row.name : row.name.replacing(":\(row.severity)", with: "", maxReplacements: 1)
  }

  private func probability(_ p: ConfidenceInterval) -> String {
    "\(p.estimate.fixed(2)) (\(p.low.fixed(2))–\(p.high.fixed(2)))"
  }
}

extension String {
  /// Without trailing spaces.
  var trimmedEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}

extension StatisticInterval {
  /// Point and interval in whole per cent.
  var percent: String {
    "\((100 * estimate).fixed(0)) % (\((100 * low).fixed(0))–\((100 * high).fixed(0)))"
  }
}
