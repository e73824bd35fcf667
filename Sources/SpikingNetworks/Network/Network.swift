/// A spiking network at work: the parameters and the state of one individual, for one worker.
///
/// One tick is: encode, then population after population from the input up (currents, potentials,
/// spikes, traces), then the readout, then the plasticity updates that are due. No call but the
/// initialiser, ``diagnostics`` and the array accessors allocates.
public final class Network {
  /// The specification.
  public let spec: NetworkSpec
  /// The slices of the parameter vector.
  public let layout: ParameterLayout
  // One thread at a time uses a network, so that here and in its parts what changes within a tick
  // needs no dynamic exclusivity checks, which would cost a fifth of it.
  /// False keeps the fast weights, and the rules' own state, as they are.
  @exclusivity(unchecked) public var plasticityEnabled = true

  /// M of every synapse under `external` modulation, until set anew; reset sets it to 0.
  public var externalModulation: Float {
    get { circuit.modulators.first?.external ?? 0 }
    set { for modulator in circuit.modulators { modulator.external = newValue } }
  }

  let encoder: any InputEncoder
  /// Nil where plastic synapses see the input itself.
  let centred: CentredInput?
  let layers: [HiddenLayer]
  let readoutProjection: Projection
  let readout: LeakyReadout
  /// Nil where there are none.
  let slowTraces: SlowTraces?
  let gainModulation: GainModulation?
  let circuit: PlasticCircuit
  /// Noise that the network learns from; nil without.
  @exclusivity(unchecked) var noise: (any NetworkNoise)?
  /// b + Σ_i W_ji z_i of the first population, held while neither z nor W changes; b alone where
  /// spikes of the input act through conductances.
  private let inputCurrent: LaneBuffer
  @exclusivity(unchecked) private var inputCurrentIsStale = true
  @exclusivity(unchecked) private(set) var ticks = 0
  @exclusivity(unchecked) private(set) var operations = NetworkOperations()

  /// A network with all parameters zero, in its initial state.
  /// - Throws: ``NetworkSpecError`` for a specification out of range.
  public init(spec: NetworkSpec) throws(NetworkSpecError) {
    try spec.validate()
    self.spec = spec
    layout = spec.layout
    encoder = spec.makeEncoder()
    centred = spec.centring.map {
      CentredInput($0, inputs: spec.inputs, period: spec.ticksPerStep)
    }
    let projections = spec.projections
    let layers = spec.hidden.enumerated().map { index, population in
      HiddenLayer(population, index: index, projections.filter { $0.target == index + 1 })
    }
    self.layers = layers
    readoutProjection = Projection(projections[projections.count - 1])
    readout = LeakyReadout(
      size: spec.outputs, decay: spec.readout.decay, gain: spec.readout.gain)
    slowTraces = spec.readout.slowTraces.map { _ in
      SlowTraces(neurons: spec.hidden[spec.hidden.count - 1].size, outputs: spec.outputs)
    }
    gainModulation = spec.readout.gainField.map { GainModulation($0, outputs: spec.outputs) }
    inputCurrent = LaneBuffer(scalars: spec.hidden[0].size)
    let all = layers.flatMap { [$0.input, $0.recurrent].compactMap(\.self) } + [readoutProjection]
    circuit = PlasticCircuit(spec, all, encoder, centred, layers.map(\.population), readout)
  }

  /// Copies the parameters, laid out as ``layout``, and resets.
  /// - Precondition: `parameters.count == layout.count`.
  public func load(_ parameters: Span<Float>) {
    copy(parameters)
    reset()
  }

  /// Copies the parameters and goes on: nothing else of the state changes.
  /// - Precondition: `parameters.count == layout.count`.
  public func adopt(_ parameters: Span<Float>) {
    copy(parameters)
    for site in circuit.sites { site.projection.refresh() }
    invalidateInputCurrent()
  }

  private func copy(_ parameters: Span<Float>) {
    precondition(
      parameters.count == layout.count,
      "\(parameters.count) parameters given, the layout has \(layout.count)")
    parameters.withUnsafeBufferPointer { parameters in
      let vector = ParameterVector(layout: layout, vector: parameters)
      for layer in layers { layer.load(vector) }
      readoutProjection.load(vector)
      readout.bias.load(vector[.readout, .bias])
      slowTraces?.load(vector)
      gainModulation?.load(vector)
      centred?.load(vector)
      for modulator in circuit.modulators { modulator.load(vector) }
    }
  }

  /// Resets, and has the random spikes of a stochastic ``PopulationCode`` drawn from the stream of
  /// `seed`. A new network's seed is 0.
  public func reset(seed: UInt64) {
    encoder.seed(seed)
    reset()
  }

  /// Potentials, spikes, conductances, traces, fast weights, thresholds, readout, eligibilities and
  /// counters to their start, and random spikes and noise to the start of their streams.
  public func reset() {
    encoder.reset()
    centred?.clear()
    for layer in layers { layer.reset() }
    readoutProjection.reset()
    readout.clear()
    slowTraces?.clear()
    for modulator in circuit.modulators { modulator.reset() }
    noise?.reset()
    (ticks, operations, inputCurrentIsStale) = (0, NetworkOperations(), true)
  }

  /// Fast weights to zero; everything else goes on.
  public func clearFastWeights() {
    for site in circuit.sites { site.projection.clearFastWeights() }
    invalidateInputCurrent()
  }

  /// Potentials, spikes, conductances, adaptation, traces, slow ones included, spike counts and
  /// readout to their start, as before a new trial of the same life. E, e, θ and M, the times of
  /// the updates, random spikes and ``diagnostics`` go on.
  public func clearFastState() {
    encoder.clear()
    centred?.clear()
    for layer in layers { layer.clear() }
    readout.clear()
    slowTraces?.clear()
    for modulator in circuit.modulators { modulator.restartCount() }
    noise?.clearTraces()
    invalidateInputCurrent()
  }

  /// One control step: `ticksPerStep` ticks with the observation held.
  /// - Parameters:
  ///   - observation: `spec.inputs` values.
  ///   - action: receives `spec.outputs` values tanh(gain · o), in [−1, 1].
  public func step(observation: UnsafePointer<Float>, action: UnsafeMutablePointer<Float>) {
    observe(observation)
    for _ in 0..<spec.ticksPerStep { tick() }
    readout.act(action)
  }

  /// One tick with an observation of its own, as in ``BatchNetwork``. `ticksPerStep` then is but
  /// the period of those updates that name none.
  /// - Parameter observation: `spec.inputs` values.
  public func tick(observation: UnsafePointer<Float>) {
    observe(observation)
    tick()
  }

  /// Takes the observation of the ticks to come.
  func observe(_ observation: UnsafePointer<Float>) {
    encoder.encode(observation)
    // Compared first, here and in a tick, or every network would count references to what few have.
    if gainModulation != nil { gainModulation?.observe(observation) }
    if let error = spec.modulationError {
      for modulator in circuit.modulators { modulator.error = error.value(observation) }
    }
    invalidateInputCurrent()
    for layer in layers { layer.population.stepCounts.fill(0) }
  }

  func tick() {
    ticks &+= 1
    encoder.step()
    if centred != nil { centre() }
    updateInputCurrent()
    propagate()
    adapt()
  }

  /// To be called after the input or the first population's synapses from it changed.
  func invalidateInputCurrent() { inputCurrentIsStale = true }

  private func centre() {
    guard let centred else { return }
    if centred.step(encoder.signal.lanes, tick: ticks) { invalidateInputCurrent() }
  }

  private func updateInputCurrent() {
    guard inputCurrentIsStale else { return }
    let layer = layers[0]
    inputCurrent.copy(from: layer.population.bias)
    inputCurrentIsStale = false
    guard inputEvents == nil else { return }
    let slow = centred == nil ? layer.input.effective : layer.input.weights
    var rows = encoder.addCurrents(through: slow, to: inputCurrent.lanes)
    if let centred {
      layer.input.effective.addRows(scaledBy: centred.signal.scalars, to: inputCurrent.lanes)
      rows &+= spec.inputs
    }
    let added = rows &* layer.population.size
    if encoder.events == nil {
      operations.multiplyAccumulates &+= added
    } else {
      operations.feedForward &+= added
    }
    inputCurrentIsStale = encoder.changesEveryTick
  }

  /// Spikes of the input, where they act through conductances.
  var inputEvents: SpikeEvents? { layers[0].inputPort == nil ? nil : encoder.events }

  private func propagate() {
    var (below, base) = (inputEvents, inputCurrent)
    for (index, layer) in layers.enumerated() {
      if index > 0 { base = layer.population.bias }
      layer.receive(base: base, from: below, counting: &operations)
      noise?.disturb(
        population: index, from: index > 0 ? below : encoder.events,
        analogue: encoder.signal.scalars)
      layer.population.fire()
      below = layer.population.events
    }
    guard let last = below else { return }
    readout.current.copy(from: readout.bias)
    readoutProjection.effective.addRows(
      last.active, count: last.count, to: readout.current.lanes)
    operations.readout &+= last.count &* readout.size
    // Compared first, or every network would count references to what few have.
    if slowTraces != nil { receiveSlowTraces(of: last) }
    noise?.disturbReadout(from: last, slow: slowTraces)
    if gainModulation != nil { gainModulation?.apply(to: readout.current.lanes) }
    readout.integrate()
  }

  private func receiveSlowTraces(of last: SpikeEvents) {
    guard let slowTraces else { return }
    slowTraces.step(last.spikes, to: readout.current.lanes)
    operations.multiplyAccumulates &+= slowTraces.products
  }

  /// The plasticity updates due at this tick; modulators first, since sites share them.
  private func adapt() {
    for modulator in circuit.modulators {
      modulator.count()
      guard ticks % modulator.period == 0 else { continue }
      if plasticityEnabled { modulator.update() } else { modulator.restartCount() }
    }
    guard plasticityEnabled else { return }
    for site in circuit.sites where ticks % site.period == 0 {
      if site.projection === readoutProjection { readout.updateActivity() }
      site.adapt()
      operations.plasticUpdates &+= site.synapses
      if site.projection === layers[0].input { invalidateInputCurrent() }
    }
  }
}

/// Noise in a running network; see ``Perturbation``.
protocol NetworkNoise: AnyObject {
  /// To the start of its stream, with nothing remembered.
  func reset()
  /// What fades within a trial to zero.
  func clearTraces()
  /// Disturbs a population before it fires.
  /// - Parameter analogue: the input z of a population without spikes `below`.
  func disturb(
    population index: Int, from below: SpikeEvents?, analogue: UnsafePointer<Float>)
  /// Disturbs the readout's current.
  /// - Parameter slow: slow traces that act on it too.
  func disturbReadout(from below: SpikeEvents, slow: SlowTraces?)
}
