import SpikingNetworks

/// A network in one line, such as `31 → 64 recurrent (oja, modulated) → 8 (hebbian)`.
struct NetworkText {
  let text: String

  init(_ spec: NetworkSpec) {
    let layers = spec.hidden.map { population in
      let kind = population.conductance == nil ? "" : " with conductances"
      return "\(population.size)\(population.recurrent ? " recurrent" : "")\(kind)"
        + Self.rules([population.inputPlasticity, population.recurrentPlasticity])
    }
    text =
      (["\(spec.inputs)"] + layers + ["\(spec.outputs)" + Self.rules([spec.readout.plasticity])])
      .joined(separator: " → ") + ", \(spec.ticksPerStep) ticks a step"
  }

  private static func rules(_ specs: [PlasticitySpec?]) -> String {
    var names: [String] = []
    for spec in specs.compactMap({ $0 }) {
      let name = "\(spec.rule.rawValue), gate \(spec.gate.rawValue)"
      if !names.contains(name) { names.append(name) }
    }
    return names.isEmpty ? "" : " (\(names.joined(separator: "; ")))"
  }
}
