import FileFormats
import NumericalMethods

extension EvaluationReport {
  /// Curves of learning inside a life, and what the gaps between them say.
  var dividendSections: [Section] {
    guard let dividend else { return [] }
    let body = dividend.policies.map { policy -> Markup in
      """
      <h3>\(policy.name)</h3>
      \(readings(policy))<div \
      class="figures">\(policy.conditions.map { curves($0, dividend) })</div>
      \(gaps(policy))\(totals(policy))
      """
    }
    return [
      Section(
        id: "dividend", title: "Learning inside a life", body: "\(dividendNote)\(body)")
    ]
  }

  private var dividendNote: Markup {
    """
    <p class="soft">The rule at work against the same policy with its fast weights held at zero \
    (rule-off), held from mid-life on (frozen), and dealt out anew among the synapses of each \
    projection in mid-life and held (shuffled). Until then frozen and shuffled lives are the \
    rule's to the bit. A gap that opens late is adaptation; one that is there at once is a better \
    static policy; and where the world changes in mid-life, only what is faster than weights \
    frozen just then has adapted to the change. Intervals are not corrected for their number.</p>

    """
  }

  private func readings(_ policy: PolicyDividend) -> Markup {
    DataTable(
      "What the intervals say", ["condition", "reading"],
      policy.conditions.map { [$0.condition, $0.reading.words] }
    ).markup
  }

  private func curves(_ row: PolicyDividend.Row, _ dividend: DividendSummary) -> Markup {
    let seconds = LifeRecord.stretches(of: dividend.durationS, width: 1)
    var plot = Plot(
      "Speed over time, \(row.condition)",
      x: Plot.Axis("time [s]", holds: 0...dividend.durationS),
      y: Plot.Axis("speed [m/s]", holds: 0...0.1),
      row.arms.map { arm in
        let speeds = arm.speedBySecondMps
        return Plot.Curve(
          arm.name,
          zip(seconds, speeds).map { (($0.lowerBound + $0.upperBound) / 2, $1.estimate) },
          band: speeds.map { ($0.low, $0.high) })
      })
    let (change, middle) = (row.gaps.first?.changedAtS ?? 0, dividend.durationS / 2)
    if change > 0 { plot.marks.append((change, "change")) }
    if abs(change - middle) > 1e-6 { plot.marks.append((middle, "mid-life")) }
    return plot.figure
  }

  private func gaps(_ policy: PolicyDividend) -> Markup {
    DataTable(
      "Speed of the rule less that of another arm [m/s], interquartile mean of paired differences "
        + "with 95 % interval",
      [
        "condition", "against", "since s", "at once", "early half", "late half", "retained, points",
        "the gap is",
      ],
      policy.conditions.flatMap { row in
        row.gaps.map { gap in
          [
            row.condition, gap.against, gap.changedAtS.decimals(1), gap.atOnceMps.text(2),
            gap.earlyMps.text(2), gap.lateMps.text(2), gap.retained.percent, gap.verdict.reading,
          ]
        }
      }
    ).markup
  }

  private func totals(_ policy: PolicyDividend) -> Markup {
    guard !policy.overall.isEmpty else { return "" }
    return DataTable(
      "Over all conditions but the nominal one", ["against", "speed [m/s]", "retained, points"],
      policy.overall.map { [$0.against, $0.speedMps.text(2), $0.retained.percent] }
    ).markup
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
