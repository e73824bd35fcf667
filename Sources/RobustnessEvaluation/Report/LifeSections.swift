import FileFormats
import NumericalMethods

extension EvaluationReport {
  /// Curves of learning inside a life, and what the differences between them say.
  var dividendSections: [Section] {
    guard let dividend else { return [] }
    let body = dividend.arms.map { arm -> Markup in
      """
      <h3>\(arm.name)</h3>
      \(verdicts(arm))<div \
      class="figures">\(arm.conditions.map { curves($0, dividend) })</div>
      \(contrasts(arm, dividend))
      """
    }
    return [
      Section(
        id: "dividend", title: "Learning inside a life",
        body: "\(dividendNote(dividend))\(body)\(fixedArms(dividend))\(truthTables(dividend))")
    ]
  }

  private func dividendNote(_ dividend: DividendSummary) -> Markup {
    """
    <p class="soft">Fast weights at work (rule), held at zero (off), held at the mean that they \
    have in nominal lives (folded), held from the moment of the change on (frozen-before), and, \
    \(dividend.freezeAtS) s after it, held (frozen-after), cleared (zeroed-after) or dealt out \
    anew among the synapses of each projection (shuffled-after). Until then a life is the rule's \
    to the bit. Where nothing changes within the life the change is its start. Differences are of \
    the \(dividend.primary.text), of the last three states from \(dividend.freezeAtS) s later on; \
    they count as shown where p &lt; 0.05 after Holm's correction over the conditions.</p>

    """
  }

  private func verdicts(_ arm: ArmDividend) -> Markup {
    DataTable(
      "What the intervals say", ["condition", "verdict"],
      arm.conditions.map { row in
        [row.condition, row.verdicts.map(\.rawValue).joined(separator: ", ")]
      }
    ).markup
  }

  private func curves(_ row: ArmDividend.Row, _ dividend: DividendSummary) -> Markup {
    var plot = Plot(
      "Speed over time, \(row.condition)",
      x: Plot.Axis("time [s]", holds: 0...dividend.durationS),
      y: Plot.Axis("speed [m/s]", holds: 0...0.1),
      row.states.map { state in
        let speeds = state.speedBySecondMps
        return Plot.Curve(
          state.name, speeds.enumerated().map { (Double($0) + 0.5, $1.estimate) },
          band: speeds.compactMap { speed in speed.bounds.map { ($0.low, $0.high) } })
      })
    if row.changeS > 0 { plot.marks.append((row.changeS, "change")) }
    plot.marks.append((row.changeS + dividend.freezeAtS, "+\(dividend.freezeAtS) s"))
    return plot.figure
  }

  private func contrasts(_ arm: ArmDividend, _ dividend: DividendSummary) -> Markup {
    func cells(_ contrast: ArmDividend.Contrast) -> [String] {
      [
        contrast.contrast.text, contrast.differenceMps.text(2),
        contrast.differenceMps.bootstrapText(2), contrast.adjustedP.decimals(3),
        "\((100 * contrast.gains).decimals(0)) %", "\((100 * contrast.losses).decimals(0)) %",
      ]
    }
    let rows = arm.conditions.flatMap { row in row.contrasts.map { [row.condition] + cells($0) } }
    let all = arm.changing.map { ["all that change"] + cells($0) }
    return DataTable(
      "Speed in one state less that in another [m/s], mean of paired differences with 95 % "
        + "intervals over \(arm.conditions[0].states[0].primaryMps.covers.rawValue)",
      [
        "condition", "difference", "m/s (Student)", "m/s (bootstrap)", "p, Holm", "gain > 0.2",
        "lose > 0.2",
      ], rows + all
    ).markup
  }

  private func fixedArms(_ dividend: DividendSummary) -> Markup {
    dividend.comparisons.isEmpty
      ? "" : "<h3>Against fixed weights</h3>\(comparisonTables(dividend.comparisons))"
  }

  private func truthTables(_ dividend: DividendSummary) -> Markup {
    let tables = dividend.truthTables.map { table -> Markup in
      let place = table.hasChange ? "a change within the life" : "no change within the life"
      return DataTable(
        "Verdicts for \(place), by the signs of two differences",
        [table.first.text, table.second.text, "verdict"],
        table.rows.map { row in
          [
            DividendTable.sign(row.first), DividendTable.sign(row.second),
            row.verdicts.map(\.rawValue).joined(separator: ", "),
          ]
        }
      ).markup
    }
    let words = DividendVerdict.allCases.map { verdict -> Markup in
      "<li><strong>\(verdict.rawValue)</strong>: \(verdict.definition)</li>\n"
    }
    return "<h3>What the words mean</h3><ul>\n\(words)</ul>\n\(tables)"
  }

  /// Speed, activity and fast weights over twenty training horizons.
  var lifespanSections: [Section] {
    guard let lifespan else { return [] }
    let body = lifespan.policies.map { policy -> Markup in
      """
      <h3>\(policy.name), training horizon \(policy.horizonS) s</h3>
      <div \
      class="figures">\(lifespanCurves(policy))</div>\(policy.conditions.map { spans($0, policy) })
      """
    }
    return [Section(id: "lifespan", title: "Lifespan", body: "\(body)")]
  }

  private func lifespanCurves(_ policy: PolicyLifespan) -> [Markup] {
    func plot(
      _ title: String, _ label: String, _ value: (PolicyLifespan.Moment) -> Double?
    ) -> Markup {
      var plot = Plot(
        title, x: Plot.Axis("time [s]"), y: Plot.Axis(label, holds: 0...0.01),
        policy.conditions.map { row in
          Plot.Curve(
            row.condition,
            row.curve.compactMap { moment in value(moment).map { (moment.timeS, $0) } })
        })
      plot.marks = LifespanStudy.multiples.dropLast().map {
        (Double($0) * policy.horizonS, "\($0)×")
      }
      return plot.figure
    }
    return [
      plot("Speed along the heading over a lifespan", "speed [m/s]") { $0.speedMps },
      plot("Norm of the fast weights over a lifespan", "|E|") { $0.activity?.fastNorm },
      plot("Share of fast in slow weights over a lifespan", "|αE| / |W|") {
        $0.activity?.fastShare
      },
      plot("Firing rate over a lifespan", "spikes per neuron and tick") {
        $0.activity?.firingRate
      },
    ]
  }

  private func spans(_ row: PolicyLifespan.Row, _ policy: PolicyLifespan) -> Markup {
    let stretch = (policy.horizonS / 2).decimals(1)
    return DataTable(
      "\(row.condition): speeds [m/s] over the last \(stretch) s of each life",
      [
        "life", "speed ahead", "in any direction", "change since the first", "falls", "diverged",
        "firing rate", "|E|", "|αE|/|W|",
      ],
      row.spans.map { span in
        [
          "\(span.multiple) × = \(span.timeS.decimals(0)) s", span.speedMps.text(2),
          span.paceMps.text(2), span.changeMps.text(2), "\(span.falls)", "\(span.diverged)",
          (span.activity?.firingRate).decimals(3), (span.activity?.fastNorm).decimals(2),
          (span.activity?.fastShare).decimals(3),
        ]
      }
    ).markup
  }
}
