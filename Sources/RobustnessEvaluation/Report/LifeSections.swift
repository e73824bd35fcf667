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
    var table = DataTable("What the intervals say", ["condition", "reading"])
    for row in policy.conditions { table.add(row.condition, row.reading.words) }
    return table.markup
  }

  private func curves(_ row: PolicyDividend.Row, _ dividend: DividendSummary) -> Markup {
    let seconds = LifeRecord.stretches(of: dividend.duration, width: 1)
    var plot = Plot(
      title: "Speed over time, \(row.condition)", xLabel: "time [s]", yLabel: "speed [m/s]",
      curves: row.arms.map { arm in
        Plot.Curve(
          name: arm.name,
          points: zip(seconds, arm.curve).map { (($0.lowerBound + $0.upperBound) / 2, $1.estimate) },
          band: arm.curve.map { ($0.low, $0.high) })
      })
    plot.xRange = 0...dividend.duration
    plot.yRange = 0...0.1
    let change = row.gaps.first?.changed ?? 0
    if change > 0 { plot.marks.append((change, "change")) }
    if abs(change - dividend.duration / 2) > 1e-6 {
      plot.marks.append((dividend.duration / 2, "mid-life"))
    }
    return plot.markup
  }

  private func gaps(_ policy: PolicyDividend) -> Markup {
    var table = DataTable(
      "Speed of the rule less that of another arm [m/s], interquartile mean of paired differences "
        + "with 95 % interval",
      [
        "condition", "against", "since s", "at once", "early half", "late half", "retained, points",
        "the gap is",
      ])
    for row in policy.conditions {
      for gap in row.gaps {
        table.add(
          row.condition, gap.against, gap.changed.decimals(1), gap.atOnce.text(2),
          gap.early.text(2), gap.late.text(2), gap.retained.percent, gap.verdict.reading)
      }
    }
    return table.markup
  }

  private func totals(_ policy: PolicyDividend) -> Markup {
    guard !policy.overall.isEmpty else { return "" }
    var table = DataTable(
      "Over all conditions but the nominal one", ["against", "speed [m/s]", "retained, points"])
    for total in policy.overall {
      table.add(total.against, total.speed.text(2), total.retained.percent)
    }
    return table.markup
  }

  /// Speed, activity and fast weights over twenty training horizons.
  var lifespanSections: [Section] {
    guard let lifespan else { return [] }
    let body = lifespan.policies.map { policy -> Markup in
      """
      <h3>\(policy.name), training horizon \(policy.horizon) s</h3>
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
        title: title, xLabel: "time [s]", yLabel: label,
        curves: policy.conditions.map { row in
          Plot.Curve(
            name: row.condition,
            points: row.curve.compactMap { moment in value(moment).map { (moment.time, $0) } })
        })
      plot.yRange = 0...0.01
      plot.marks = LifespanStudy.multiples.dropLast().map {
        (Double($0) * policy.horizon, "\($0)×")
      }
      return plot.markup
    }
    return [
      plot("Speed along the heading over a lifespan", "speed [m/s]") { $0.speed },
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
    var table = DataTable(
      "\(row.condition): speeds [m/s] over the last \((policy.horizon / 2).decimals(1)) s of each life",
      [
        "life", "speed ahead", "in any direction", "change since the first", "falls", "diverged",
        "firing rate", "|E|", "|αE|/|W|",
      ])
    for span in row.spans {
      table.add(
        "\(span.multiple) × = \(span.time.decimals(0)) s", span.speed.text(2), span.pace.text(2),
        span.change.text(2), "\(span.falls)", "\(span.diverged)",
        (span.activity?.firingRate).decimals(3), (span.activity?.fastNorm).decimals(2),
        (span.activity?.fastShare).decimals(3))
    }
    return table.markup
  }
}
