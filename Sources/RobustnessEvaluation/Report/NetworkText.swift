import SpikingNetworks

extension NetworkSpec {
  /// The network in one line, such as `31 → 64 recurrent (oja, modulated) → 8 (hebbian)`.
  var text: String {
    let layers = hidden.map { population in
      let kind = population.conductance == nil ? "" : " with conductances"
      return "\(population.size)\(population.recurrent ? " recurrent" : "")\(kind)"
        + rules([population.inputPlasticity, population.recurrentPlasticity])
    }
    let all = ["\(inputs)"] + layers + ["\(outputs)\(rules([readout.plasticity]))"]
    return "\(all.joined(separator: " → ")), \(ticksPerStep) ticks a step"
  }

  private func rules(_ specs: [PlasticitySpec?]) -> String {
    let names = specs.compactMap { $0 }
      .grouped { "\($0.rule.rawValue), gate \($0.gate.rawValue)" }.map(\.key)
    return names.isEmpty ? "" : " (\(names.joined(separator: "; ")))"
  }
}
