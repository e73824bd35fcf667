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
    !hasVariable { _, _, buffer, _ in !hasFiniteLanes(buffer.lanes, buffer.blocks) }
  }

  /// The first variable that is not finite: populations from the input up, then synapses, then
  /// outputs; nil where all are.
  public var firstNonFinite: NonFiniteVariable? {
    var found: NonFiniteVariable?
    _ = hasVariable { owner, name, buffer, columns in
      let values = buffer.prefix(buffer.blocks * Lanes.scalarCount)
      guard let place = values.firstIndex(where: { !$0.isFinite }) else { return false }
      let (row, column) = place.quotientAndRemainder(dividingBy: paddedWidth(columns))
      found = NonFiniteVariable(
        name: "\(owner) \(name)", index: row * columns + column, value: values[place])
      return true
    }
    return found
  }

  /// Whether `test` holds for a variable of such an owner and name, in rows of so many columns.
  private func hasVariable(
    _ test: (_ owner: String, _ name: String, LaneBuffer, _ columns: Int) -> Bool
  ) -> Bool {
    for layer in layers {
      let (name, population) = (layer.name, layer.population)
      if test(name, "v", population.voltage, population.size) { return true }
      guard let membrane = population.membrane else { continue }
      if test(name, "g^E", membrane.excitation, population.size) { return true }
      if test(name, "g^I", membrane.inhibition, population.size) { return true }
    }
    for site in circuit.sites {
      let (name, fast) = (site.projection.name, site.fast)
      let columns = fast.postsynaptic
      if test(name, "W+αE", site.projection.effective.storage, columns) { return true }
      if let e = fast.eligibility, test(name, "e", e.storage, columns) { return true }
      if test(name, "θ", fast.threshold, columns) { return true }
    }
    return test("readout", "o", readout.output, readout.size)
  }
}
