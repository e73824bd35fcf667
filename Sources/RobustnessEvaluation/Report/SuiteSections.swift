import FileFormats
import NumericalMethods

extension EvaluationReport {
  /// Arms and what sets them apart, heat maps, severity survived, profiles.
  var suiteSections: [Section] {
    guard let suite = suite?.summary else { return [] }
    let arms = Section(id: "arms", title: "Arms", body: "\(armNote(suite))\(armTables(suite))")
    let headroom = suite.headroom.map {
      Section(id: "headroom", title: "Headroom", body: headroomTable($0))
    }
    let comparisons =
      suite.comparisons.isEmpty
      ? nil
      : Section(
        id: "comparisons", title: "Comparisons",
        body: "\(improvements(suite))\(comparisonTables(suite.comparisons))")
    let policies = [
      Section(
        id: "conditions", title: "Conditions",
        body: "\(conditionNote)\(suite.policies.map { HeatMap(policy: $0).markup })"),
      Section(
        id: "survived", title: "Severity survived", body: "\(survivedNote)\(survivedTable(suite))"),
      Section(id: "profiles", title: "Performance profiles", body: profiles(suite)),
    ]
    return [arms] + [headroom, comparisons].compactMap(\.self) + policies
  }

  private var conditionNote: Markup {
    """
    <p class="soft">Speed under a condition over that of the nominal twin (same policy, same \
    seed), more than 1 as 1, interquartile mean over trials; red is below one half, blue above. \
    Unseen conditions are of kinds that no life of the policy's training had. Onsets follow an \
    @.</p>

    """
  }

  private var survivedNote: Markup {
    guard let least = suite?.summary.definitions else { return "" }
    return """
      <p class="soft">The highest severity such that it and all lower ones tried retain at least \
      \(100 * least.survivedRetainedIqm, 0) % with at most \
      \(100 * least.survivedFailuresShare, 0) % of trials fallen or diverged; 0 where the lowest \
      is not survived.</p>

      """
  }

  private func survivedTable(_ suite: SuiteSummary) -> Markup {
    DataTable(
      "Highest severity survived, of those tried",
      ["condition", "tried"] + suite.policies.map(\.name),
      suite.policies[0].survived.enumerated().map { index, first in
        [first.name, first.tried.map { "\($0)" }.joined(separator: " ")]
          + suite.policies.map { "\($0.survived[index].severity)" }
      }
    ).markup
  }

  private func profiles(_ suite: SuiteSummary) -> Markup {
    var plot = Plot(
      "Share of trials that retain more than τ, with pointwise 95 % bands",
      x: Plot.Axis("retained speed τ"), y: Plot.Axis("share of trials", holds: 0...1),
      suite.policies.map { policy in
        let profile = policy.profile
        return Plot.Curve(
          policy.name, zip(profile.thresholds, profile.shares).map { ($0, $1) },
          band: zip(profile.low, profile.high).map { ($0, $1) })
      })
    plot.size = (640, 320)
    let table = DataTable(
      "Share of trials that retain more than τ", ["policy", "τ = 0.25", "0.5", "0.75", "1"],
      suite.policies.map { policy in
        [policy.name] + [0.25, 0.5, 0.75, 1].map { policy.profile.text(above: $0) }
      })
    return plot.figure + table.markup
  }
}

extension Profile {
  /// The share above the threshold nearest to `value`, with its band.
  fileprivate func text(above value: Double) -> String {
    guard
      let index = thresholds.indices.min(by: {
        abs(thresholds[$0] - value) < abs(thresholds[$1] - value)
      })
    else { return "–" }
    return ConfidenceInterval(estimate: shares[index], low: low[index], high: high[index]).text(2)
  }
}
