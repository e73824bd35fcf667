/// A batch of samples of one network, run forward with everything kept that the adjoint needs:
/// backpropagation through time with surrogate spikes (Neftci, Mostafa, Zenke 2019), through
/// synapses that change. The equations are those of ``Network``, in `Scalar`, and the samples share
/// all parameters; each has its own fast weights, and none knows of the others.
///
/// In smooth mode the surrogate's primitive takes the place of the spike, which makes the adjoint
/// the exact derivative of the forward pass; it serves to check it.
public final class BatchNetwork<Scalar: NetworkScalar> {
  public let spec: NetworkSpec
  public let layout: ParameterLayout
  /// Samples.
  public let batch: Int
  /// The longest run, in ticks.
  public let capacity: Int
  public let surrogate: Surrogate
  public let smooth: Bool
  /// Bytes that the instance's buffers take; see ``memoryEstimate(spec:batch:ticks:)``.
  public let memory: Int

  let layers: [BatchLayer<Scalar>]
  let readout: BatchReadout<Scalar>
  let modulators: [BatchModulator<Scalar>]
  /// The plastic projections in the order of their updates: from the bottom up, the readout last.
  let sites: [BatchSite<Scalar>]
  private let tables: [BatchTable<Scalar>]
  /// Input z and its trace.
  let input: BatchActivity<Scalar>
  let centring: BatchCentring<Scalar>?
  private let encoder: BatchEncoder?
  private let observations: Exchange<Scalar>
  private let external: Exchange<Scalar>
  private(set) var ticks = 0
  private(set) var clears: Set<Int> = []

  /// - Throws: ``NetworkSpecError`` for a specification out of range, or with conductances.
  public convenience init(
    spec: NetworkSpec, batch: Int, ticks: Int, surrogate: Surrogate = Surrogate(),
    smooth: Bool = false
  ) throws(NetworkSpecError) {
    try Self.check(spec, batch, ticks)
    self.init(spec, surrogate, smooth: smooth, in: BatchMemory(batch: batch, ticks: ticks))
  }

  /// Bytes that an instance for these samples and ticks would take, most of them for good.
  ///
  /// - Throws: ``NetworkSpecError`` for a specification out of range, or with conductances.
  public static func memoryEstimate(
    spec: NetworkSpec, batch: Int, ticks: Int
  ) throws(NetworkSpecError) -> Int {
    try check(spec, batch, ticks)
    let memory = BatchMemory<Scalar>(batch: batch, ticks: ticks, countsOnly: true)
    return BatchNetwork(spec, Surrogate(), smooth: false, in: memory).memory
  }

  private static func check(
    _ spec: NetworkSpec, _ batch: Int, _ ticks: Int
  ) throws(NetworkSpecError) {
    try spec.validate()
    try spec.validateForAdjoint()
    precondition(batch > 0 && ticks > 0, "a batch has samples and ticks")
  }

  private init(
    _ spec: NetworkSpec, _ surrogate: Surrogate, smooth: Bool, in memory: BatchMemory<Scalar>
  ) {
    let parts = BatchAssembly<Scalar>(spec, surrogate, in: memory)
    (self.spec, layout, batch, capacity) = (spec, parts.layout, memory.batch, memory.ticks)
    (self.surrogate, self.smooth, self.memory) = (surrogate, smooth, memory.bytes)
    (layers, readout, modulators) = (parts.layers, parts.readout, parts.modulators)
    (sites, input, tables) = (parts.sites, parts.input, memory.tables)
    centring = parts.centring
    (observations, external) = (parts.observations, parts.external)
    encoder = BatchEncoder(spec, batch: memory.batch)
  }

  // What runs for long is compiled here for each scalar, where its generic code is at hand: called
  // from another module it would not be specialised, which costs a factor of a hundred.

  /// Copies the parameters and sets the gradient to zero.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func load(_ parameters: Span<Scalar>) {
    precondition(parameters.count == layout.count, "parameters as the layout has them")
    parameters.withUnsafeBufferPointer { parameters in
      for table in tables { table.load(parameters.baseAddress!) }
    }
  }

  /// Adds the gradient of everything since `load`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func addGradient(to gradient: inout MutableSpan<Scalar>) {
    precondition(gradient.count == layout.count, "a gradient as the layout has it")
    gradient.withUnsafeMutableBufferPointer { gradient in
      for table in tables { table.addGradient(to: gradient.baseAddress!) }
    }
  }

  /// Runs `ticks` ticks.
  ///
  /// - Parameters:
  ///   - clears: ticks before which v, s, traces, slow ones included, spike counts and readout
  ///     return to zero while E, e and θ stay.
  ///   - states: where the first samples start, through which no gradient passes; the others, as
  ///     all where there are none, start from the initial state. Not together with `clears`.
  ///   - before: called before each tick; fills all of `observation(tick)` and, under external
  ///     modulation, `modulation(tick)`, and may read earlier outputs.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(
    ticks: Int, clears: Set<Int> = [], from states: [NetworkState] = [], before: (Int) -> Void
  ) {
    precondition(ticks <= capacity, "\(ticks) ticks, capacity \(capacity)")
    precondition(states.count <= batch, "\(states.count) states, \(batch) samples")
    precondition(states.isEmpty || clears.isEmpty, "a run that starts from states is not cleared")
    (self.ticks, self.clears) = (ticks, clears)
    for modulator in modulators { modulator.clearCounts() }
    encoder?.reset()
    for sample in 0..<batch {
      begin(sample, StateReader(sample < states.count ? states[sample] : nil))
    }
    for t in 0..<ticks {
      before(t)
      if clears.contains(t) {
        for modulator in modulators { modulator.clearCounts() }
        encoder?.clear()
      }
      // To and fro, so that the samples of a turn are those whose fast weights are still at hand.
      for n in 0..<batch {
        step(t, before: self.before(t), t % 2 == 0 ? n : batch - 1 - n)
      }
    }
  }

  /// The variables of a sample before the first tick, in the order of a ``NetworkState``.
  private func begin(_ sample: Int, _ start: StateReader) {
    var state = start
    state.read(input.blocks, into: input.trace.lanes(-1, sample))
    encoder?.resume(sample, &state)
    centring?.begin(sample, &state)
    for layer in layers { layer.begin(sample, &state) }
    for site in sites { site.begin(sample, &state) }
    readout.begin(sample, &state)
    precondition(state.isAtEnd, "a state of this network")
  }

  /// Seed of each sample's spikes under a stochastic ``PopulationCode``, from the next run on; 0 at
  /// first.
  public var encodingSeeds: [UInt64] {
    get { encoder?.seeds ?? Array(repeating: 0, count: batch) }
    set { encoder?.seeds = newValue }
  }

  /// The observations of tick `t`, [batch, ``inputStride``], to be written before it; the tick puts
  /// the input z in their place.
  public func observation(_ t: Int) -> UnsafeMutablePointer<Scalar> { observations.at(t) }
  /// Scalars from one sample's observations to the next's.
  public var inputStride: Int { observations.width }
  /// M of tick `t` under external modulation, one every 8 scalars: [batch, 8]. Where modulators
  /// follow an error the tick puts it there.
  public func modulation(_ t: Int) -> UnsafeMutablePointer<Scalar> { external.at(t) }
  /// Leaky outputs o after tick `t`, [batch, ``outputStride``].
  public func outputs(_ t: Int) -> UnsafePointer<Scalar> { UnsafePointer(readout.output.at(t)) }
  /// Scalars from one sample's outputs to the next's.
  public var outputStride: Int { readout.output.width }

  /// The tick whose state tick `t` starts from: −1, all zero, after a clear.
  func before(_ t: Int) -> Int { clears.contains(t) ? -1 : t - 1 }

  private func step(_ t: Int, before: Int, _ sample: Int) {
    encode(t, before: before, sample)
    layers.each { $0.step(t, before: before, sample, smooth: smooth) }
    readout.step(t, before: before, sample)
    modulators.each { $0.step(t, sample) }
    sites.each { if $0.isDue(t) { $0.step(t, sample) } }
  }

  /// z of a sample from its observation, and the trace of z.
  private func encode(_ t: Int, before: Int, _ sample: Int) {
    let gain = Scalar(spec.inputGain)
    let filter = ExponentialTrace<Scalar>(decay: spec.hidden[0].traceDecay)
    let (observation, z) = (observations.lanes(t, sample), input.spikes.lanes(t, sample))
    if let error = spec.modulationError {
      external.at(t)[sample * external.width] = error.value(
        observations.at(t) + sample * inputStride)
    }
    readout.observe(t, sample, observations.at(t) + sample * inputStride)
    if let encoder {
      encoder.encode(observations.at(t) + sample * inputStride, sample)
    } else {
      for block in 0..<input.blocks { observation[block] *= gain }
    }
    z.update(from: observation, count: input.blocks)
    let (x0, x) = (input.trace.lanes(before, sample), input.trace.lanes(t, sample))
    for block in 0..<input.blocks { x[block] = filter.next(x0[block], z[block]) }
    centring?.step(t, before: before, sample, z)
  }
}
