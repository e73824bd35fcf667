import FileFormats
import Locomotion
import Policies

extension EvaluationReport {
  /// What was run, on what, and the first numbers.
  var overview: Section {
    Section(id: "overview", title: "What was run", body: "\(runTable)\(policyTable)\(headline)")
  }

  private var runTable: Markup {
    var table = DataTable("The run", ["what", "value"])
    table.add("program", "ganglion \(program)")
    if let suite = suite?.summary {
      table.add("suite", "\(suite.suite), version \(suite.suiteVersion)")
      table.add(
        "trials",
        "\(suite.policies[0].nominal.episodes) of each condition, "
          + "\(suite.policies[0].conditions.count) conditions and the nominal world")
    }
    if let dividend {
      table.add(
        "plasticity dividend",
        "\(dividend.episodes) lives of \(dividend.duration.decimals(1)) s of each arm and condition"
      )
    }
    if let lifespan {
      table.add("lifespan", "\(lifespan.episodes) lives of twenty training horizons")
    }
    table.add("seed", "\(seed); trials of all policies, conditions and arms share it")
    table.add("solver", physics.solver.text)
    table.add("physics step", physicsStep)
    return table.markup
  }

  private var physicsStep: String {
    if let step = physics.step { return "\(step) s" }
    return physics.stepDivisor == 1 ? "the robot's" : "the robot's over \(physics.stepDivisor)"
  }

  private var policyTable: Markup {
    var table = DataTable(
      "Policies", ["policy", "robot", "network", "parameters", "trained by", "version", "digest"])
    for entrant in entrants {
      let origin = entrant.provenance
      table.rows.append([
        "\(entrant.name)", "\(entrant.robot)", "\(entrant.network)", "\(entrant.parameters)",
        "<code>\(origin.command)</code>, seed \("\(origin.seed)")",
        "\(origin.version) (\(origin.commit))", "<code>\(entrant.digest)</code>",
      ])
    }
    return table.markup
  }

  private var headline: Markup {
    guard let suite = suite?.summary else { return "" }
    var table = DataTable(
      "At a glance; 95 % intervals in parentheses",
      [
        "policy", "nominal m/s", "falls", "retained, interquartile mean", "mean", "median",
        "optimality gap", "cone violation",
      ])
    for policy in suite.policies {
      table.add(
        policy.name, policy.nominal.speed.decimals(2),
        "\(policy.nominal.falls + policy.nominal.diverged) of \(policy.nominal.episodes)",
        policy.retained.percent, policy.mean.text(2), policy.median.text(2),
        policy.optimalityGap.text(2),
        policy.nominal.coneViolation.map { "\((100 * $0).decimals(1)) %" } ?? "–")
    }
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
