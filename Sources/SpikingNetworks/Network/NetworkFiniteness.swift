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
  /// Whether every membrane potential, output, conductance, effective synapse W + αE, eligibility e and
  /// threshold θ is finite. The clip keeps E itself within ±bound whatever the rule says.
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

  /// The first variable that is not finite: populations from the input up, then synapses, then outputs;
  /// nil where all are.
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
  /// x − x is 0 for finite x and NaN for all else, and one NaN makes the sum one.
  fileprivate var isFinite: Bool { hasFiniteLanes(lanes, blocks) }

  fileprivate func firstNonFinite(_ name: String, _ count: Int) -> NonFiniteVariable? {
    let values = prefix(count)
    return values.firstIndex { !$0.isFinite }.map {
      NonFiniteVariable(name: name, index: $0, value: values[$0])
    }
  }
}

/// Whether every scalar of `blocks` lanes is finite.
func hasFiniteLanes<Scalar: AdjointScalar>(
  _ lanes: UnsafePointer<SIMD8<Scalar>>, _ blocks: Int
) -> Bool {
  var sum = SIMD8<Scalar>()
  for block in 0..<blocks { sum += lanes[block] - lanes[block] }
  return sum.sum() == 0
}

extension BatchNetwork {
  /// Whether a sample's potentials and outputs were finite at every tick of the last run; what else of a
  /// network leaves the finite range shows in them one tick later.
  public func isFinite(sample: Int) -> Bool {
    for t in 0..<ticks {
      for layer in layers where !layer.isFinite(t, sample) { return false }
      guard hasFiniteLanes(readout.output.lanes(t, sample), outputStride / 8) else { return false }
    }
    return true
  }
}

extension BatchLayer {
  fileprivate func isFinite(_ t: Int, _ sample: Int) -> Bool {
    hasFiniteLanes(voltage.lanes(t, sample), blocks)
  }
}
