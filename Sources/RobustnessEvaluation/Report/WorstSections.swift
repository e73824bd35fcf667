import FileFormats
import Locomotion

extension EvaluationReport {
  /// Trials of each policy that are shown.
  private static let shown = 10

  /// The trials that retained least, each with the command that shows it.
  var worstSections: [Section] {
    guard let suite else { return [] }
    let body = suite.trials.map { trials in
      worst(trials.filter { !$0.trial.conditions.isEmpty })
    }
    return [
      Section(
        id: "worst", title: "Worst cases",
        body: """
          <p class="soft">Of each policy the trials that retained least, one of a condition, falls \
          before others; the command lives the same episode again.</p>
          \(body)
          """)
    ]
  }

  private func worst(_ trials: [TrialResult]) -> Markup {
    let ranked = trials.enumerated().sorted {
      rank($0.element, $0.offset) < rank($1.element, $1.offset)
    }
    let worst = ranked.map(\.element).grouped(by: \.trial.condition).prefix(Self.shown)
    let rows = worst.map { condition, trials -> [Markup] in
      let (trial, result) = (trials[0].trial, trials[0])
      let time = result.hasFailed ? " after \(result.duration.decimals(1)) s" : ""
      return [
        "\(condition)", "\("\(trial.seed)")", "\("\(result.outcome)")\(time)",
        "\(100 * result.retained, 0) %", "<code>\(command(trial))</code>",
      ]
    }
    return DataTable(
      trials.first?.trial.policy ?? "", ["condition", "seed", "outcome", "retained", "replay"], rows
    ).markup
  }

  /// Least retained first, then the failed, then the earliest, then as they come.
  private func rank(_ trial: TrialResult, _ place: Int) -> (Double, Int, Double, Int) {
    (trial.retained, trial.hasFailed ? 0 : 1, trial.duration, place)
  }

  private func command(_ trial: Trial) -> String {
    var words = [
      "tools/ganglion", "replay", trial.policy, "--condition", trial.condition, "--seed",
      "\(trial.seed)",
    ]
    if let duration = suite?.duration { words += ["--duration", "\(duration)"] }
    return (words + setting.physics.arguments + ["--html", "worst.html"]).map(shellQuoted).joined(
      separator: " ")
  }
}
