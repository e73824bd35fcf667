import FileFormats
import NumericalMethods
import RobustnessEvaluation

extension SuiteSummary {
  /// Above this many conditions, severities stand side by side instead of one below the other.
  private static let longest = 40

  /// The tables on stdout.
  func print() {
    for sentence in headline {
      for line in sentence.wrapped(at: 96) { Console.output(line) }
    }
    Console.output("")
    let isLong = (policies.first?.conditions.count ?? 0) > Self.longest
    for policy in policies {
      printTotals(policy)
      if isLong {
        printMatrix(policy)
      } else if policies.count == 1 {
        printRows(policy)
      }
    }
    if !isLong {
      if policies.count > 1 { printSideBySide() }
      printSurvived()
    }
    printArms()
    headroom.map { printHeadroom($0) }
    Comparison.print(comparisons)
  }

  /// What arms are compared by.
  private func printArms() {
    Console.output("  primary measure: \(primary.text); 95 % intervals")
    Console.table(
      [["arm", "policies", "nominal", "mean", "interquartile mean", "failed", "covers"]]
        + arms.map {
          [
            $0.name, "\($0.policies.count)", $0.nominal.primaryMps.plain(2),
            $0.overall.primaryMps.plain(2), $0.overall.primaryIqmMps.plain(2),
            $0.overall.failed.percent(0), $0.overall.primaryMps.covers.rawValue,
          ]
        })
  }

  /// What the truth is worth under each condition, beside what other arms do there.
  private func printHeadroom(_ headroom: Headroom) {
    let others = arms.filter { ![headroom.oracle, headroom.nominal].contains($0.name) }
    let rows = headroom.conditions.enumerated().map { index, row in
      [
        row.condition, row.oracleMps.fixed(2), row.nominalMps.fixed(2), row.gainMps.plain(2),
        row.isOpen ? "" : "none shown",
      ] + others.map { $0.conditions[index].primaryMps.plain(2) }
    }
    Console.output("  headroom: \(headroom.oracle) less \(headroom.nominal), primary measure [m/s]")
    Console.table(
      [["condition", headroom.oracle, headroom.nominal, "headroom", ""] + others.map(\.name)]
        + rows)
  }

  private func printTotals(_ policy: PolicySummary) {
    let nominal = policy.nominal
    let diverged = nominal.diverged > 0 ? ", \(nominal.diverged) diverged" : ""
    let cone = nominal.coneViolation.map { ", cone violation \($0.percent(1))" } ?? ""
    Console.output(
      """
      \(policy.name)
        nominal  \(nominal.speedMps.fixed(2)) m/s, \(nominal.falls) falls in \(nominal.episodes)\
      \(diverged)\(cone)
        retained \(policy.retained.percent()) over all conditions, \
      optimality gap \(policy.optimalityGap.percent())

      """)
  }

  private func printRows(_ policy: PolicySummary) {
    let rows = policy.conditions.map { row in
      [
        row.name, row.speedMps.fixed(2), row.retained.percent(),
        row.diverged > 0 ? "\(row.falls)+\(row.diverged)d" : "\(row.falls)",
        row.recoveryS.map { "\($0.fixed(1)) (\(row.recovered))" } ?? "",
      ]
    }
    let width = max(24, policy.conditions.map(\.name).columnWidth - 1)
    Console.table(
      [["condition", "speed m/s", "retained (95 % interval)", "falls", "recovery s"]] + rows,
      widths: [width, 11, 27, 7])
  }

  /// One line a series of severities: retained % with the number of falls where there are any, and
  /// the highest severity survived.
  private func printMatrix(_ policy: PolicySummary) {
    let rows = Dictionary(grouping: policy.conditions.enumerated()) { series($0.element) }
      .values.sorted { $0[0].offset < $1[0].offset }.map { $0.map(\.element) }
    let width = rows.map { series($0[0]) }.columnWidth
    let survived = Dictionary(
      uniqueKeysWithValues: policy.survived.map { ($0.name, $0.severity) })
    Console.output("  \("retained % (falls)".padded(width))by severity; survived: \(survival)\n")
    let lines = rows.map { row in
      let cells = row.map { cell in
        let failures = cell.falls + cell.diverged
        let text = "\(cell.severity): \((100 * cell.retained.estimate).fixed(0))"
        return (text + (failures > 0 ? " (\(failures))" : "")).padded(12)
      }
      let name = series(row[0])
      return [name, cells.joined(), survived[name].map { "survived \($0)" } ?? ""]
    }
    Console.table(lines, widths: [width, 62])
  }

  private func printSideBySide() {
    for (index, policy) in policies.enumerated() {
      Console.output("  \(index + 1) = \(policy.name)")
    }
    Console.output("")
    let numbers = policies.indices.map { "\($0 + 1)" }
    let rows = policies[0].conditions.indices.map { index in
      let rows = policies.map { $0.conditions[index] }
      return [rows[0].name] + rows.map { "\($0.retained.percent()) \($0.falls + $0.diverged)" }
    }
    Console.table(
      [["condition"] + numbers + ["retained (95 % interval) falls"]] + rows,
      widths: [policies[0].conditions.map(\.name).columnWidth] + policies.map { _ in 26 })
  }

  private func printSurvived() {
    Console.output("  highest severity survived: \(survival)")
    let rows = policies[0].survived.indices.map { index in
      let entries = policies.map { $0.survived[index] }
      let tried = entries[0].tried.map { "\($0)" }.joined(separator: " ")
      return [entries[0].name] + entries.map { "\($0.severity)" } + ["of \(tried)"]
    }
    Console.table(
      rows, widths: [policies[0].survived.map(\.name).columnWidth] + policies.map { _ in 4 })
  }

  private var survival: String {
    "at least \(definitions.survivedRetainedIqm.percent(0)) retained, at most "
      + "\(definitions.survivedFailuresShare.percent(0)) of trials fallen or diverged, at all "
      + "lower severities too"
  }

  /// The row's name without its severity, which the columns tell; compositions keep theirs.
  private func series(_ row: ConditionSummary) -> String {
    row.kind.contains("+")
      ? row.name : row.name.replacing(":\(row.severity)", with: "", maxReplacements: 1)
  }
}

extension Comparison {
  /// Conditions that differ are listed up to this many.
  private static let listed = 12

  /// Each pair in a few lines on stdout.
  static func print(_ comparisons: [Comparison]) {
    for pair in comparisons {
      let covers = pair.differenceMps.covers
      Console.output(
        """
          \(pair.a) − \(pair.b): \(pair.differenceMps.signed(3)) m/s, P(better) \
        \(pair.probabilityOfImprovement.plain(2)), faster by more than 0.2 m/s in \
        \(pair.gains.estimate.percent(0)), slower in \(pair.losses.estimate.percent(0)) of paired \
        trials; intervals cover \(covers == .none ? "nothing: too few" : covers.rawValue)
        """)
      let differing = pair.conditions.filter { ($0.adjustedP ?? 1) < 0.05 }
      let rows = differing.prefix(listed).map { row in
        [
          row.condition, row.differenceMps.signed(2), "p \((row.adjustedP ?? 1).fixed(3))",
          row.hasHeadroom == false ? "no headroom is shown here" : "",
        ]
      }
      if !rows.isEmpty { Console.table(Array(rows)) }
    }
  }
}
