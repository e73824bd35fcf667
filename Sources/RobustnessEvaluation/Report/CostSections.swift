import FileFormats
import Locomotion
import NumericalMethods

extension EvaluationReport {
  /// What walking costs the motors and the network.
  var costSections: [Section] {
    let body = "\(suiteCost)\(dividendCost)" as Markup
    return body.source.isEmpty
      ? [] : [Section(id: "cost", title: "Cost", body: "\(costNote)\(body)")]
  }

  private var costNote: Markup {
    """
    <p class="soft">Cost of transport is mechanical work over weight and way. A synaptic operation \
    is one spike at one synapse. Metres are those walked ahead. Energy is an <em>estimate</em> \
    from published figures of a neuromorphic chip, not a measurement; see the notes.</p>

    """
  }

  private var suiteCost: Markup {
    guard let suite else { return "" }
    let rows = zip(suite.summary.policies, suite.trials).flatMap { policy, trials in
      [("nominal", true), ("all conditions", false)].map { world, isNominal in
        [policy.name, world]
          + costs(trials.filter { $0.trial.conditions.isEmpty == isNominal })
      }
    }
    return DataTable(
      "Cost over the suite",
      ["policy", "world", "cost of transport", "spikes/m", "synaptic operations/m"], rows
    ).markup
  }

  private func costs(_ trials: [TrialResult]) -> [String] {
    let way = trials.reduce(0) { $0 + ($1.distance.isFinite ? max($1.distance, 0) : 0) }
    let transport = trials.compactMap(\.costOfTransport)
    func perMetre(_ count: (NetworkActivity) -> Int?) -> String {
      let sum = trials.reduce(0) { $0 + (count($1.activity) ?? 0) }
      return (way > 0 ? Double(sum) / way : nil).decimals(0)
    }
    return [
      (transport.isEmpty ? nil : Statistics.interquartileMean(transport)).decimals(2),
      perMetre(\.spikes), perMetre(\.synapticOperations),
    ]
  }

  private var dividendCost: Markup {
    guard let dividend else { return "" }
    let rows = dividend.arms.flatMap { arm in
      arm.conditions[0].states.map { state in
        let cost = state.cost
        return [arm.name, state.name]
          + [
            cost.spikesPerStep, cost.spikesPerM, cost.synapticOperationsPerStep,
            cost.synapticOperationsPerM, cost.multiplyAccumulatesPerStep,
            cost.plasticUpdatesPerStep,
          ].map { $0.decimals(0) } + [cost.estimatedUjPerM.decimals(2)]
      }
    }
    return DataTable(
      "Cost of the network in the nominal world, by state of its fast weights",
      [
        "arm", "fast weights", "spikes/step", "spikes/m", "synaptic operations/step", "…/m",
        "multiply–accumulates/step", "plastic updates/step", "estimated µJ/m",
      ], rows
    ).markup
  }
}
