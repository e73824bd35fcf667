/// One sample under e-prop: the runtime's network, and the traces that go forward with it.
final class EpropSample {
  let network: Network
  private let surrogate: Surrogate
  private let traces: EligibilityTraces
  /// Nil where the neurons' adaptation is not trained.
  private let adaptationTraces: AdaptationTraces?
  /// Nil for a readout without slow traces.
  private let slowLearning: SlowTraceLearning?
  /// What the synapses of ``traces`` have on their presynaptic side: z, s(t−1) where there is
  /// recurrence, and 1 for the bias.
  private let presynaptic: LaneBuffer
  /// Spikes s and 1 for the bias, and their filter by κ: the presynaptic side of the readout.
  private let spikes, spikeTrace: LaneBuffer
  private let readoutFilter: ExponentialTrace<Float>
  /// d and ψ of each neuron.
  private let decay, slope: LaneBuffer
  private let signal: LearningSignal

  init(spec: NetworkSpec, surrogate: Surrogate) throws(NetworkSpecError) {
    let network = try Network(spec: spec)
    self.network = network
    self.surrogate = surrogate
    let (population, neurons) = (spec.hidden[0], network.layers[0].population)
    let rows = spec.encodedInputs + (population.recurrent ? population.size : 0) + 1
    traces = EligibilityTraces(rows: rows, onto: neurons, of: network)
    let trained = population.adaptation?.timeConstants == nil ? nil : neurons.adaptation
    adaptationTraces = trained.map { AdaptationTraces($0, of: neurons, network) }
    slowLearning = network.slowTraces.map { SlowTraceLearning($0, network.readout) }
    presynaptic = LaneBuffer(scalars: rows)
    presynaptic.scalars[rows - 1] = 1
    spikes = LaneBuffer(scalars: population.size + 1)
    spikes.scalars[population.size] = 1
    spikeTrace = LaneBuffer(scalars: population.size + 1)
    readoutFilter = network.readout.filter
    let size = population.size
    (decay, slope) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
    signal = LearningSignal(neurons: size)
  }

  /// Rows of the traces, hence of the gradient of all that acts on the population.
  var rows: Int { traces.rows }

  func reset(seed: UInt64) {
    network.reset(seed: seed)
    traces.reset()
    adaptationTraces?.reset()
    slowLearning?.reset()
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
    adaptationTraces?.step(fatigue: population.fatigue.lanes, slope: slope.lanes)
    slowLearning?.step(population.spikes.lanes)
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
    let (neuron, adaptation) = (population.neuron, population.adaptation?.lanes)
    // Padding neurons have a slope too, but no signal, so that it reaches no gradient.
    for block in 0..<slope.blocks {
      let lift = adaptation?.lift(population.fatigue.lanes[block], block) ?? .zero
      slope.lanes[block] = surrogate.derivative(
        population.voltage.lanes[block] - neuron.threshold(lift))
    }
  }

  /// Adds the gradient of a loss whose derivative by this tick's outputs is `cotangents`: with
  /// L_j = Σ_k W_kj ∂L/∂o_k what the traces say, and exactly that of the readout.
  func addGradient(cotangents: UnsafePointer<Lanes>, to gradient: EpropGradient) {
    signal.take(cotangents, network)
    traces.addGradient(signal, to: gradient.synapses)
    adaptationTraces?.addGradient(signal, to: gradient)
    gradient.readout.addOuter(spikeTrace.scalars, cotangents)
    slowLearning?.addGradient(signal, cotangents, to: gradient)
  }
}
