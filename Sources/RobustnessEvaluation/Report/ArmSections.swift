import FileFormats
import NumericalMethods

/// Arms, what they are compared by, and how sure that is.
extension EvaluationReport {
  func armNote(_ suite: SuiteSummary) -> Markup {
    """
    <p class="soft">The primary measure is the \(suite.primary.text), fixed before the trials were \
    run. Intervals are of 95 %: Student's from variance components of training seeds and episodes \
    (Satterthwaite's degrees of freedom), and the pigeonhole bootstrap's with expanded \
    percentiles. What they cover stands beside them: of an arm of one policy other episodes \
    alone, and nothing of an arm of two. Retained is speed over that of the nominal twin, more \
    than 1 as 1.</p>

    """
  }

  func armTables(_ suite: SuiteSummary) -> Markup {
    let overview = DataTable(
      "Arms over all conditions; speeds are the primary measure [m/s]",
      [
        "arm", "policies", "nominal", "mean (Student)", "mean (bootstrap)", "interquartile mean",
        "failed", "retained", "interval covers",
      ],
      suite.arms.map { arm in
        [
          arm.name, "\(arm.policies.count)", arm.nominal.primaryMps.text(2),
          arm.overall.primaryMps.text(2), arm.overall.primaryMps.bootstrapText(2),
          arm.overall.primaryIqmMps.text(2), share(arm.overall.failed),
          arm.overall.retained?.text(2) ?? "–", arm.overall.primaryMps.covers.rawValue,
        ]
      })
    let conditions = suite.arms[0].conditions.indices.map { index -> [String] in
      let cells = suite.arms.flatMap { arm -> [String] in
        let row = arm.conditions[index]
        return [row.primaryMps.text(2), row.primaryIqmMps.estimate.decimals(2), share(row.failed)]
      }
      return [suite.arms[0].conditions[index].name] + cells
    }
    let table = DataTable(
      "Primary measure by condition [m/s]: mean, interquartile mean, share that failed",
      ["condition"] + suite.arms.flatMap { [$0.name, "IQM", "failed"] }, conditions)
    return "\(overview.markup)\(table.markup)"
  }

  /// Probabilities of improvement as a picture.
  func improvements(_ suite: SuiteSummary) -> Markup {
    ForestPlot(
      title:
        "Probability that the first arm's trial is better than the second's in the same episode",
      rows: suite.comparisons.map {
        ("\($0.a) > \($0.b)", ConfidenceInterval($0.probabilityOfImprovement))
      }
    ).markup
  }

  func comparisonTables(_ comparisons: [Comparison]) -> Markup {
    let overview = DataTable(
      "Primary measure of the first arm less that of the second, over all conditions [m/s]",
      [
        "arm", "against", "difference (Student)", "(bootstrap)", "P(better)", "gain > 0.2",
        "lose > 0.2", "interval covers",
      ],
      comparisons.map {
        [
          $0.a, $0.b, $0.differenceMps.text(2), $0.differenceMps.bootstrapText(2),
          $0.probabilityOfImprovement.text(2), share($0.gains.estimate), share($0.losses.estimate),
          $0.differenceMps.covers.rawValue,
        ]
      })
    let tables = comparisons.map { pair in
      DataTable(
        "\(pair.a) less \(pair.b) by condition [m/s]; p after Holm over the conditions, which "
          + "counts only where the difference over all of them is shown",
        ["condition", "difference", "p, Holm", "gain > 0.2", "lose > 0.2", "headroom"],
        pair.conditions.map {
          [
            $0.condition, $0.differenceMps.text(2), $0.adjustedP.decimals(3), share($0.gains),
            share($0.losses), $0.hasHeadroom.map { $0 ? "shown" : "none shown" } ?? "–",
          ]
        }
      ).markup
    }
    return "\(overview.markup)\(tables)"
  }

  func headroomTable(_ headroom: Headroom) -> Markup {
    DataTable(
      "What knowing the truth is worth: primary measure of \(headroom.oracle) less that of "
        + "\(headroom.nominal) [m/s]. Where none is shown, nothing that finds out can pay.",
      ["condition", "told the truth", "told nominal values", "gain", "headroom"],
      headroom.conditions.map {
        [
          $0.condition, $0.oracleMps.decimals(2), $0.nominalMps.decimals(2), $0.gainMps.text(2),
          $0.isOpen ? "shown" : "none shown",
        ]
      }
    ).markup
  }

  private func share(_ value: Double) -> String { "\((100 * value).decimals(0)) %" }
}
