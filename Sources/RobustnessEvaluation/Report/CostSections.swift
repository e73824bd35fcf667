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
    var table = DataTable(
      "Cost over the suite",
      ["policy", "world", "cost of transport", "spikes/m", "synaptic operations/m"])
    for (policy, trials) in zip(suite.summary.policies, suite.trials) {
      let worlds = [
        ("nominal", trials.filter { $0.trial.conditions.isEmpty }),
        ("all conditions", trials.filter { !$0.trial.conditions.isEmpty }),
      ]
      for (world, trials) in worlds {
        let way = trials.reduce(0) { $0 + ($1.distance.isFinite ? max($1.distance, 0) : 0) }
        let transport = trials.compactMap(\.costOfTransport)
        func perMetre(_ count: (NetworkActivity) -> Int?) -> String {
          let sum = trials.reduce(0) { $0 + (count($1.activity) ?? 0) }
          return (way > 0 ? Double(sum) / way : nil).decimals(0)
        }
        table.add(
          policy.name, world,
          (transport.isEmpty ? nil : Statistics.interquartileMean(transport)).decimals(2),
          perMetre(\.spikes), perMetre(\.synapticOperations))
      }
    }
    return table.markup
  }

  private var dividendCost: Markup {
    guard let dividend else { return "" }
    var table = DataTable(
      "Cost of the network in the nominal world, by arm",
      [
        "policy", "arm", "spikes/step", "spikes/m", "synaptic operations/step", "…/m",
        "multiply–accumulates/step", "plastic updates/step", "estimated µJ/m",
      ])
    for policy in dividend.policies {
      for arm in policy.conditions[0].arms {
        let cost = arm.cost
        table.add(
          policy.name, arm.name, cost.spikesPerStep.decimals(0), cost.spikesPerMetre.decimals(0),
          cost.synapticOperationsPerStep.decimals(0), cost.synapticOperationsPerMetre.decimals(0),
          cost.multiplyAccumulatesPerStep.decimals(0), cost.plasticUpdatesPerStep.decimals(0),
          cost.estimatedMicrojoulesPerMetre.decimals(2))
      }
    }
    return table.markup
  }
}
