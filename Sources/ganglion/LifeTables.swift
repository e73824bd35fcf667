import NumericalMethods
import RobustnessEvaluation

extension DividendSummary {
  /// The tables on stdout.
  func print() {
    for arm in arms {
      Console.output(
        """
        \(arm.name)
          plasticity dividend: \(primary.text), of one state of the fast weights less that of \
        another; frozen-after, zeroed-after and shuffled-after are \(freezeAtS.fixed(1)) s after \
        the change and count from then on; \(episodes) lives of \(durationS.fixed(1)) s, 95 % \
        intervals over \(arm.conditions[0].states[0].primaryMps.covers.rawValue), p after Holm \
        over conditions

        """)
      Console.table(
        [["condition", "difference", "m/s", "p", "gain > 0.2", "lose > 0.2"]]
          + arm.conditions.flatMap(rows))
      for row in arm.conditions {
        Console.output(
          "  \(row.condition): \(row.verdicts.map(\.rawValue).joined(separator: ", "))")
      }
      printCost(arm)
    }
    printTruthTables()
    Comparison.print(comparisons)
  }

  private func rows(_ row: ArmDividend.Row) -> [[String]] {
    row.contrasts.enumerated().map { index, contrast in
      [
        index == 0 ? row.condition : "", contrast.contrast.text,
        contrast.differenceMps.signed(2), contrast.adjustedP.map { $0.fixed(3) } ?? "–",
        contrast.gains.percent(0), contrast.losses.percent(0),
      ]
    }
  }

  private func printCost(_ arm: ArmDividend) {
    guard let nominal = arm.conditions.first else { return }
    func text(_ value: Double?) -> String { value.map { $0.fixed(0) } ?? "–" }
    Console.output("\n  in the nominal world")
    Console.table(
      [["fast weights", "m/s", "failed", "spikes/step", "synaptic operations/step", "…/m"]]
        + nominal.states.map {
          [
            $0.name, $0.primaryMps.plain(2), $0.failed.percent(0), text($0.cost.spikesPerStep),
            text($0.cost.synapticOperationsPerStep), text($0.cost.synapticOperationsPerM),
          ]
        })
  }

  /// How verdicts come about, and what they mean.
  private func printTruthTables() {
    for table in truthTables {
      Console.output(
        "  verdicts \(table.hasChange ? "where the world changes within the life" : "elsewhere")")
      Console.table(
        [[table.first.text, table.second.text, "verdict"]]
          + table.rows.map {
            [
              DividendTable.sign($0.first), DividendTable.sign($0.second),
              $0.verdicts.map(\.rawValue).joined(separator: ", "),
            ]
          })
    }
    for verdict in DividendVerdict.allCases {
      Console.output("  \(verdict.rawValue): \(verdict.definition)")
    }
    Console.output("")
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
