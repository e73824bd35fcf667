import Foundation
import RobustnessEvaluation

extension DividendSummary {
  /// The tables on stdout.
  func print() {
    for policy in policies {
      Console.output(
        """
        \(policy.name)
          plasticity dividend: speed with the rule less speed without, \(episodes) lives of \
        \(duration.fixed(1)) s, 95 % intervals

          condition                 against         at once m/s           late m/s              \
        retained              gap
        """)
      for row in policy.conditions {
        for gap in row.gaps {
          Console.output(
            "  " + row.condition.padded(26) + gap.against.padded(16)
              + gap.atOnce.signed(2).padded(22)
              + gap.late.signed(2).padded(22) + gap.retained.signed(0, scale: 100).padded(22)
              + gap.verdict.reading)
        }
      }
      for total in policy.overall {
        Console.output(
          "  " + "all but nominal".padded(26) + total.against.padded(60)
            + total.retained.signed(0, scale: 100) + " % points")
      }
      Console.output("")
      printCost(policy)
    }
  }

  private func printCost(_ policy: PolicyDividend) {
    guard let nominal = policy.conditions.first else { return }
    for arm in nominal.arms {
      let cost = arm.cost
      func text(_ value: Double?) -> String { value.map { $0.fixed(0) } ?? "–" }
      Console.output(
        "  " + arm.name.padded(16) + "\(arm.speed.iqm.fixed(2)) m/s, \(arm.falls) falls; "
          + "\(text(cost.spikesPerStep)) spikes and \(text(cost.synapticOperationsPerStep)) synaptic "
          + "operations a step, \(text(cost.synapticOperationsPerMetre)) a metre")
    }
    Console.output("")
  }
}

extension LifespanSummary {
  /// The tables on stdout.
  func print() {
    for policy in policies {
      let stretch = (policy.horizon / 2).fixed(1)
      for row in policy.conditions {
        Console.output(
          """
          \(policy.name)
            \(row.condition), \(episodes) lives, training horizon \(policy.horizon.fixed(1)) s

            life               speed m/s in its last \(stretch.padded(8)) change                falls   \
          rate    |E|      |αE|/|W|
          """)
        for span in row.spans { Console.output("  " + line(span)) }
        Console.output("")
      }
    }
  }

  private func line(_ span: PolicyLifespan.Span) -> String {
    let life = "\(span.multiple) × (\(span.time.fixed(0)) s)"
    let network =
      span.activity.map {
        $0.firingRate.fixed(3).padded(8) + $0.fastNorm.fixed(2).padded(9) + $0.fastShare.fixed(3)
      } ?? "–"
    let diverged = span.diverged > 0 ? ", \(span.diverged) diverged" : ""
    return life.padded(19) + span.speed.plain(2).padded(31) + span.change.signed(2).padded(22)
      + "\(span.falls)\(diverged)".padded(8) + network
  }
}

extension Estimate {
  func plain(_ digits: Int) -> String {
    "\(iqm.fixed(digits)) (\(low.fixed(digits)) to \(high.fixed(digits)))"
  }

  func signed(_ digits: Int, scale: Double = 1) -> String {
    func text(_ value: Double) -> String {
      let rounded = (scale * value).fixed(digits)
      return rounded.hasPrefix("-") ? rounded : "+" + rounded
    }
    return "\(text(iqm)) (\(text(low)) to \(text(high)))"
  }
}

extension String {
  /// Filled up with blanks; a longer text gets one.
  func padded(_ width: Int) -> String {
    count < width ? self + String(repeating: " ", count: width - count) : self + " "
  }
}
