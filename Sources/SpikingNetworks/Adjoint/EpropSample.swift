/// One sample under e-prop: the runtime's network, and the traces that go forward with it.
final class EpropSample {
  let network: Network
  private let surrogate: Surrogate
  private let traces: EligibilityTraces
  /// What the synapses of ``traces`` have on their presynaptic side: z, s(t−1) where there is
  /// recurrence, and 1 for the bias.
  private let presynaptic: LaneBuffer
  /// Spikes s and 1 for the bias, and their filter by κ: the presynaptic side of the readout.
  private let spikes, spikeTrace: LaneBuffer
  private let readoutFilter: ExponentialTrace<Float>
  /// d and ψ of each neuron, then L.
  private let decay, slope, signal: LaneBuffer

  init(spec: NetworkSpec, surrogate: Surrogate) throws(NetworkSpecError) {
    network = try Network(spec: spec)
    self.surrogate = surrogate
    let population = spec.hidden[0]
    let rows = spec.encodedInputs + (population.recurrent ? population.size : 0) + 1
    traces = EligibilityTraces(
      rows: rows, population: population, readoutDecay: spec.readout.decay)
    presynaptic = LaneBuffer(scalars: rows)
    presynaptic.scalars[rows - 1] = 1
    spikes = LaneBuffer(scalars: population.size + 1)
    spikes.scalars[population.size] = 1
    spikeTrace = LaneBuffer(scalars: population.size + 1)
    readoutFilter = ExponentialTrace(decay: spec.readout.decay)
    let size = population.size
    (decay, slope) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
    signal = LaneBuffer(scalars: size)
  }

  /// Rows of the traces, hence of the gradient of all that acts on the population.
  var rows: Int { traces.rows }

  func reset(seed: UInt64) {
    network.reset(seed: seed)
    traces.reset()
    spikeTrace.fill(0)
  }

  /// One tick of the network, then of the traces.
  func step(_ observation: UnsafePointer<Float>) {
    let population = network.layers[0].population
    network.observe(observation)
    let inputs = network.spec.encodedInputs
    if network.spec.hidden[0].recurrent {
      (presynaptic.scalars + inputs).update(
        from: population.spikes.scalars, count: population.size)
    }
    updateDecay(population)
    network.tick()
    presynaptic.scalars.update(from: network.encoder.signal.scalars, count: inputs)
    updateSlope(population)
    traces.step(presynaptic: presynaptic.scalars, decay: decay.lanes, slope: slope.lanes)
    spikes.scalars.update(from: population.spikes.scalars, count: population.size)
    readoutFilter.step(spikeTrace.lanes, signal: spikes.lanes, blocks: spikes.blocks)
  }

  /// d from the spikes of the tick before.
  private func updateDecay(_ population: Population) {
    for block in 0..<decay.blocks {
      decay.lanes[block] = population.neuron.retention(population.spikes.lanes[block])
    }
  }

  /// ψ at v − ϑ(t).
  private func updateSlope(_ population: Population) {
    let neuron = population.neuron
    // Padding neurons have a slope too, but no signal, so that it reaches no gradient.
    for block in 0..<slope.blocks {
      let tired = neuron.adaptation == nil ? .zero : population.fatigue.lanes[block]
      slope.lanes[block] = surrogate.derivative(
        population.voltage.lanes[block] - neuron.threshold(tired))
    }
  }

  /// Adds the gradient of a loss whose derivative by this tick's outputs is `cotangents`: with
  /// L_j = Σ_k W_kj ∂L/∂o_k to `synapses`, and exactly to `readout`.
  func addGradient(
    cotangents: UnsafePointer<Lanes>, synapses: WeightMatrix, readout: WeightMatrix
  ) {
    let weights = network.readoutProjection.weights
    for neuron in 0..<weights.rows {
      var sum = Lanes.zero
      for block in 0..<weights.blocks {
        sum += weights.storage.lanes[neuron &* weights.blocks &+ block] * cotangents[block]
      }
      signal.scalars[neuron] = sum.sum()
    }
    traces.addGradient(signal: signal.lanes, to: synapses)
    for row in 0..<readout.rows {
      for block in 0..<readout.blocks {
        readout.storage.lanes[row &* readout.blocks &+ block] +=
          spikeTrace.scalars[row] * cotangents[block]
      }
    }
  }
}
