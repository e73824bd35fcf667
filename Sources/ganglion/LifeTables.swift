import Foundation
import NumericalMethods
import RobustnessEvaluation

extension DividendSummary {
  /// The tables on stdout.
  func print() {
    for policy in policies {
      Console.output(
        """
        \(policy.name)
          plasticity dividend: speed [m/s] of the rule at work less that of each other arm, \
        \(episodes) lives of \(durationS.fixed(1)) s, 95 % intervals

        """)
      Console.table(
        [["condition", "against", "at once", "early half", "late half", "the gap is"]]
          + policy.conditions.flatMap(rows))
      for row in policy.conditions {
        Console.output("  \(row.condition): \(row.reading.words)")
      }
      Console.output("\n  over all conditions but the nominal one")
      Console.table(
        [["against", "speed m/s", "retained, % points"]]
          + policy.overall.map {
            [$0.against, $0.speedMps.signed(2), $0.retained.signed(0, scale: 100)]
          })
      printCost(policy)
    }
  }

  private func rows(_ row: PolicyDividend.Row) -> [[String]] {
    row.gaps.enumerated().map { index, gap in
      [
        index == 0 ? row.condition : "", gap.against, gap.atOnceMps.signed(2),
        gap.earlyMps.signed(2), gap.lateMps.signed(2), gap.verdict.reading,
      ]
    }
  }

  private func printCost(_ policy: PolicyDividend) {
    guard let nominal = policy.conditions.first else { return }
    func text(_ value: Double?) -> String { value.map { $0.fixed(0) } ?? "–" }
    Console.output("  in the nominal world")
    Console.table(
      [["arm", "speed m/s", "falls", "spikes/step", "synaptic operations/step", "…/m"]]
        + nominal.arms.map {
          [
            $0.name, $0.speedMps.plain(2), "\($0.falls)", text($0.cost.spikesPerStep),
            text($0.cost.synapticOperationsPerStep), text($0.cost.synapticOperationsPerM),
          ]
        })
  }
}

extension LifespanSummary {
  /// The tables on stdout.
  func print() {
    for policy in policies {
      for row in policy.conditions {
        Console.output(
          """
          \(policy.name)
            \(row.condition), \(episodes) lives, training horizon \(policy.horizonS.fixed(1)) s; \
          speeds [m/s] over the last \((policy.horizonS / 2).fixed(1)) s of each, 95 % intervals

          """)
        Console.table(
          [["life", "speed", "in any direction", "falls", "firing rate", "|E|", "|αE|/|W|"]]
            + row.spans.map(cells))
      }
    }
  }

  private func cells(_ span: PolicyLifespan.Span) -> [String] {
    let network =
      span.activity.map {
        [$0.firingRate.fixed(3), $0.fastNorm.fixed(2), $0.fastShare.fixed(3)]
      } ?? ["–", "–", "–"]
    let diverged = span.diverged > 0 ? ", \(span.diverged) diverged" : ""
    return [
      "\(span.multiple) × (\(span.timeS.fixed(0)) s)", span.speedMps.plain(2),
      span.paceMps.plain(2), "\(span.falls)\(diverged)",
    ] + network
  }
}

extension Console {
  /// Rows in columns as wide as their widest cell, and an empty line.
  static func table(_ rows: [[String]]) {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    for row in rows {
      let cells = zip(row, widths).map { $0.padded($1 + 2) }
      output(("  " + cells.joined()).trimmedEnd)
    }
    output("")
  }
}

extension Estimate {
  func plain(_ digits: Int) -> String {
    "\(estimate.fixed(digits)) (\(low.fixed(digits)) to \(high.fixed(digits)))"
  }

  func signed(_ digits: Int, scale: Double = 1) -> String {
    func text(_ value: Double) -> String {
      let rounded = (scale * value).fixed(digits)
      if rounded.allSatisfy({ "-0.".contains($0) }) { return 0.0.fixed(digits) }
      return rounded.hasPrefix("-") ? rounded : "+" + rounded
    }
    return "\(text(estimate)) (\(text(low)) to \(text(high)))"
  }
}
