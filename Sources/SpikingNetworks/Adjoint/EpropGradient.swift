/// The gradient that e-prop has summed, part by part of the parameters.
struct EpropGradient {
  /// By the synapses and the bias of the population, rows as the layout has them.
  let synapses: WeightMatrix
  /// By the synapses and the bias of the readout, likewise.
  let readout: WeightMatrix
  /// By β_a and ρ of each neuron; used where they are trained.
  let adaptationStrength, adaptationDecay: WeightMatrix
  /// By W^s and λ; used where there are slow traces.
  let slowWeights, slowDecay: WeightMatrix

  /// - Parameter rows: those of `synapses`.
  init(_ spec: NetworkSpec, rows: Int) {
    let size = spec.hidden[0].size
    synapses = WeightMatrix(rows: rows, columns: size)
    readout = WeightMatrix(rows: size + 1, columns: spec.outputs)
    adaptationStrength = WeightMatrix(rows: 1, columns: size)
    adaptationDecay = WeightMatrix(rows: 1, columns: size)
    slowWeights = WeightMatrix(rows: size, columns: spec.outputs)
    slowDecay = WeightMatrix(rows: 1, columns: size)
  }

  func clear() {
    for part in [synapses, readout, adaptationStrength, adaptationDecay, slowWeights, slowDecay] {
      part.storage.fill(0)
    }
  }

  /// Adds it to one in the order of the vector.
  /// - Parameter network: has the values at which the gradient was taken.
  func add(to gradient: inout MutableSpan<Float>, at network: Network) {
    let (layout, neurons) = (network.layout, ParameterLayout.Owner.population(0))
    add(synapses, at: 0, to: &gradient)
    add(readout, at: layout[.readout, .weight].range.lowerBound, to: &gradient)
    add(adaptationStrength, layout.slice(neurons, .adaptationStrength), nil, to: &gradient)
    add(
      adaptationDecay, layout.slice(neurons, .adaptationDecay),
      network.layers[0].population.adaptation?.lanes.decay, to: &gradient)
    add(slowWeights, layout.slice(.readout, .slowWeight), nil, to: &gradient)
    add(
      slowDecay, layout.slice(.readout, .slowDecay), network.slowTraces?.decay.lanes,
      to: &gradient)
  }

  private func add(_ part: WeightMatrix, at start: Int, to gradient: inout MutableSpan<Float>) {
    for (index, value) in part.values.enumerated() { gradient[start + index] += value }
  }

  /// - Parameter values: of the slice, where its numbers stand for others.
  private func add(
    _ part: WeightMatrix, _ slice: ParameterLayout.Slice?, _ values: UnsafePointer<Lanes>?,
    to gradient: inout MutableSpan<Float>
  ) {
    guard let slice else { return }
    for (index, value) in part.values.enumerated() {
      let slope = values.map { slice.transform.slope(at: scalars($0)[index]) } ?? 1
      gradient[slice.range.lowerBound + index] += value * slope
    }
  }
}
