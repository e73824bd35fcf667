/// What a recorder, a test or an ablation may read and set.
extension Network {
  /// Activity, fast weights, neuromodulators and counters since the last reset.
  public var diagnostics: NetworkDiagnostics {
    NetworkDiagnostics(
      populations: layers.map { layer in
        let opportunities = Float(max(layer.population.size * ticks, 1))
        return NetworkDiagnostics.Population(
          name: layer.name, firingRate: Float(layer.population.totalSpikes) / opportunities)
      },
      projections: circuit.sites.compactMap(\.projection.diagnostics),
      modulators: circuit.modulators.map(\.diagnostics),
      spikes: layers.reduce(0) { $0 + $1.population.totalSpikes },
      operations: totalOperations)
  }

  private var totalOperations: NetworkOperations {
    var total = operations
    total.modulator = circuit.modulators.reduce(0) { $0 + $1.operations }
    total.multiplyAccumulates += circuit.modulators.reduce(0) { $0 + $1.products }
    return total
  }

  /// Spikes of each neuron of population `index` in the last control step, 0…ticksPerStep, or in
  /// the last tick where each has an observation of its own. The buffer is the network's own: it
  /// changes at the next step and lives as long as the network.
  public func spikeCounts(ofPopulation index: Int) -> UnsafeBufferPointer<Float> {
    let population = layers[index].population
    return UnsafeBufferPointer(start: population.stepCounts.scalars, count: population.size)
  }

  /// Input z of the last tick: `spec.encodedInputs` values, under a ``PopulationCode`` 0 or 1.
  public var encodedInput: [Float] { encoder.signal.prefix(spec.encodedInputs) }

  /// Membrane potentials v of population `index` after the last tick, in mV where it has
  /// conductances.
  public func membranePotentials(ofPopulation index: Int) -> [Float] {
    let population = layers[index].population
    return population.voltage.prefix(population.size)
  }

  /// Conductances g^E and g^I of population `index` in the last tick, in units of the leak; nil
  /// where spikes are currents.
  public func conductances(
    ofPopulation index: Int
  ) -> (excitatory: [Float], inhibitory: [Float])? {
    let population = layers[index].population
    return population.membrane.map {
      ($0.excitation.prefix(population.size), $0.inhibition.prefix(population.size))
    }
  }

  /// Traces of population `index` after the last tick.
  public func traces(ofPopulation index: Int) -> [Float] {
    let population = layers[index].population
    return population.trace.prefix(population.size)
  }

  /// Slow traces ρ of the last population after the last tick; empty for a readout without.
  public var slowTraceValues: [Float] {
    slowTraces.map { $0.values.prefix($0.weights.rows) } ?? []
  }

  /// Leaky outputs o after the last tick, before gain and tanh.
  public var outputs: [Float] { readout.output.prefix(readout.size) }

  /// The same without a copy: the buffer is the network's own.
  public var outputBuffer: UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: readout.output.scalars, count: readout.size)
  }

  /// Names of the plastic projections in the order of the layout, such as `hidden1.input`.
  public var plasticProjections: [String] { circuit.sites.map(\.projection.name) }

  /// Fast weights E of a plastic projection, [presynaptic, postsynaptic]; nil for any other name.
  public func fastWeights(of name: String) -> [Float]? {
    site(name)?.projection.fast?.values.values
  }

  /// What fast weights make of each channel of the input for each output, by way of the neurons:
  /// Σ_j α_ij E_ij W_jk, [input, output]; nil unless the only population has plastic synapses from
  /// the input.
  public var fastPathways: [Float]? {
    guard layers.count == 1, let fast = site("hidden1.input")?.projection.fast else { return nil }
    let (neurons, outputs) = (fast.postsynaptic, readout.size)
    var sums = [Float](repeating: 0, count: fast.presynaptic * outputs)
    for input in 0..<fast.presynaptic {
      let (values, shares) = (
        fast.values.row(input), fast.alpha.row(fast.alpha.rows == 1 ? 0 : input)
      )
      for neuron in 0..<neurons {
        let (carried, weights) = (
          shares[neuron] * values[neuron], readoutProjection.weights.row(neuron)
        )
        for output in 0..<outputs { sums[input * outputs + output] += carried * weights[output] }
      }
    }
    return sums
  }

  /// Replaces the fast weights E of a plastic projection, as an ablation does that shuffles them.
  /// - Precondition: the projection is plastic and `values` has its size.
  public func setFastWeights(_ values: [Float], of name: String) {
    guard let projection = site(name)?.projection, let fast = projection.fast else {
      preconditionFailure("no plastic projection '\(name)' among \(plasticProjections)")
    }
    let expected = fast.presynaptic * fast.postsynaptic
    precondition(values.count == expected, "\(values.count) fast weights, not \(expected)")
    values.withUnsafeBufferPointer { fast.values.load(SliceValues(numbers: $0)) }
    projection.refresh()
    invalidateInputCurrent()
  }

  private func site(_ name: String) -> PlasticSite? {
    circuit.sites.first { $0.projection.name == name }
  }
}
