/// A variable of a network that has left the finite range.
public struct NonFiniteVariable: Sendable, CustomStringConvertible {
  /// Such as `hidden1 v` or `hidden1.input W+αE`.
  public let name: String
  /// Neuron, or synapse [presynaptic, postsynaptic] row after row.
  public let index: Int
  public let value: Float

  public var description: String { "\(name)[\(index)] = \(value)" }
}

extension Network {
  /// Whether every membrane potential, output, conductance, effective synapse W + αE, eligibility e
  /// and threshold θ is finite. The clip keeps E itself within ±bound whatever the rule says.
  ///
  /// Without allocations, so that it can be asked after every control step.
  public var isFinite: Bool {
    guard readout.output.isFinite else { return false }
    for layer in layers {
      guard layer.population.voltage.isFinite, layer.population.membrane?.isFinite ?? true else {
        return false
      }
    }
    for site in circuit.sites where !site.projection.isFinite { return false }
    return true
  }

  /// The first variable that is not finite: populations from the input up, then synapses, then
  /// outputs; nil where all are.
  public var firstNonFinite: NonFiniteVariable? {
    for layer in layers {
      let population = layer.population
      for (name, buffer) in [
        ("v", population.voltage), ("g^E", population.membrane?.excitation),
        ("g^I", population.membrane?.inhibition),
      ] {
        if let found = buffer?.firstNonFinite("\(layer.name) \(name)", population.size) {
          return found
        }
      }
    }
    for site in circuit.sites { if let found = site.projection.firstNonFinite { return found } }
    return readout.output.firstNonFinite("readout o", readout.size)
  }
}

extension Projection {
  fileprivate var isFinite: Bool {
    effective.storage.isFinite && fast?.eligibility?.storage.isFinite ?? true
      && fast?.threshold.isFinite ?? true
  }

  fileprivate var firstNonFinite: NonFiniteVariable? {
    let parts = [("W+αE", effective.values), ("e", fast?.eligibility?.values ?? [])]
    for (part, values) in parts {
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        return NonFiniteVariable(name: "\(name) \(part)", index: index, value: values[index])
      }
    }
    return fast?.threshold.firstNonFinite("\(name) θ", fast?.postsynaptic ?? 0)
  }
}

extension ConductanceMembrane {
  fileprivate var isFinite: Bool { excitation.isFinite && inhibition.isFinite }
}

extension LaneBuffer {
  fileprivate var isFinite: Bool { hasFiniteLanes(lanes, blocks) }

  fileprivate func firstNonFinite(_ name: String, _ count: Int) -> NonFiniteVariable? {
    let values = prefix(count)
    return values.firstIndex { !$0.isFinite }.map {
      NonFiniteVariable(name: name, index: $0, value: values[$0])
    }
  }
}
