import FileFormats
import Locomotion
import Policies

extension EvaluationReport {
  /// What was run, on what, and the first numbers.
  var overview: Section {
    Section(id: "overview", title: "What was run", body: "\(runTable)\(policyTable)\(headline)")
  }

  private var runTable: Markup {
    var rows = [["program", "ganglion \(program)"]]
    if let suite = suite?.summary {
      rows += [
        ["suite", "\(suite.suite), version \(suite.suiteVersion)"],
        [
          "trials",
          "\(suite.policies[0].nominal.episodes) of each condition and policy, "
            + "\(suite.policies[0].conditions.count) conditions and the nominal world",
        ],
        ["primary measure", suite.primary.text],
      ]
    }
    if let dividend {
      let lives = "\(dividend.episodes) lives of \(dividend.durationS.decimals(1)) s"
      rows.append(["plasticity dividend", "\(lives) of each state and condition"])
    }
    if let lifespan {
      rows.append(["lifespan", "\(lifespan.episodes) lives of twenty training horizons"])
    }
    rows += [
      ["seed", "\(setting.seed); trials of all policies, conditions and arms share it"],
      ["solver", setting.physics.solver.text], ["physics step", physicsStep],
    ]
    return DataTable("The run", ["what", "value"], rows).markup
  }

  private var physicsStep: String {
    let physics = setting.physics
    if let step = physics.step { return "\(step) s" }
    return physics.stepDivisor == 1 ? "the robot's" : "the robot's over \(physics.stepDivisor)"
  }

  private var policyTable: Markup {
    let rows = entrants.map { entrant -> [Markup] in
      let origin = entrant.provenance
      return [
        "\(entrant.name)", "\(entrant.robot)", "\(entrant.network)", "\(entrant.parameters)",
        "<code>\(origin.command)</code>, seed \("\(origin.seed)"); \(entrant.origin.text)",
        "\(origin.version) (\(origin.commit)), \(entrant.world)", "\(origin.machine ?? "–")",
        "<code>\(entrant.digest)</code>",
      ]
    }
    return DataTable(
      "Policies",
      [
        "policy", "robot", "network", "parameters", "trained by", "version", "machine", "digest",
      ], rows
    ).markup
  }

  private var headline: Markup {
    guard let suite = suite?.summary else { return "" }
    let table = DataTable(
      "At a glance; 95 % intervals in parentheses",
      [
        "policy", "nominal m/s", "falls", "retained, interquartile mean", "mean", "median",
        "optimality gap", "cone violation",
      ],
      suite.policies.map { policy in
        let nominal = policy.nominal
        return [
          policy.name, nominal.speedMps.decimals(2),
          "\(nominal.falls + nominal.diverged) of \(nominal.episodes)",
          policy.retained.percent, policy.mean.text(2), policy.median.text(2),
          policy.optimalityGap.text(2),
          nominal.coneViolation.map { "\((100 * $0).decimals(1)) %" } ?? "–",
        ]
      })
    return "\(table.markup)\(findings(suite))"
  }

  /// What speaks against a policy's gait whatever its numbers.
  private func findings(_ suite: SuiteSummary) -> [Markup] {
    zip(suite.policies, entrants).compactMap { policy, entrant in
      GaitMetrics.finding(
        coneViolation: policy.nominal.coneViolation, friction: entrant.friction
      ).map { "<p><strong>\(policy.name)</strong>: \($0).</p>\n" }
    }
  }
}
