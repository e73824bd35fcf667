/// A batch of samples of one network, run forward with everything kept that the adjoint needs:
/// backpropagation through time with surrogate spikes (Neftci, Mostafa, Zenke 2019), through synapses
/// that change. The equations are those of ``Network``, in `Scalar`, and the samples share all
/// parameters; each has its own fast weights.
///
/// In smooth mode the surrogate's primitive takes the place of the spike, which makes the adjoint the
/// exact derivative of the forward pass; it serves to check it.
public final class BatchNetwork<Scalar: AdjointScalar> {
  public let spec: NetworkSpec
  public let layout: ParameterLayout
  /// Samples.
  public let batch: Int
  /// The longest run, in ticks.
  public let capacity: Int
  public let surrogate: Surrogate
  public let smooth: Bool

  let layers: [BatchLayer<Scalar>]
  let readout: BatchLink<Scalar>
  let readoutBias: BatchTable<Scalar>
  let modulators: [BatchModulator<Scalar>]
  /// Input z and its trace.
  let input: Track<Scalar>
  let inputTrace: Track<Scalar>
  /// Leaky outputs o, and tanh(o), which plastic readouts see as their activity.
  let output: Track<Scalar>
  let activity: Track<Scalar>
  let external: Track<Scalar>
  private let encoder: BatchEncoder?
  private let plan: BatchPlan
  private let outputCurrent: BatchBuffer<Scalar>
  private let noThreshold: BatchBuffer<Scalar>
  /// The plastic projections in the order of their updates: from the bottom up, the readout last.
  private(set) lazy var sites = makeSites()
  private(set) var ticks = 0
  private(set) var clears: Set<Int> = []

  /// - Throws: ``NetworkSpecError`` for a specification out of range.
  public init(
    spec: NetworkSpec, batch: Int, ticks: Int, surrogate: Surrogate = Surrogate(),
    smooth: Bool = false
  ) throws(NetworkSpecError) {
    try spec.validate()
    precondition(batch > 0 && ticks > 0, "a batch has samples and ticks")
    let plan = BatchPlan(spec)
    self.plan = plan
    (self.spec, layout, self.batch, capacity) = (spec, plan.layout, batch, ticks)
    (self.surrogate, self.smooth) = (surrogate, smooth)
    layers = plan.layers.map { BatchLayer($0, batch: batch, ticks: ticks) }
    readout = BatchLink(plan.readout, batch: batch, ticks: ticks)
    readoutBias = BatchTable(rows: 1, columns: spec.outputs)
    modulators = plan.modulators.map {
      BatchModulator(
        $0, sourceSize: spec.hidden[$0.source].size, batch: batch, ticks: ticks)
    }
    func track(_ size: Int) -> Track<Scalar> { Track(ticks: ticks, batch: batch, size: size) }
    (input, inputTrace) = (track(spec.encodedInputs), track(spec.encodedInputs))
    encoder = BatchEncoder(spec, batch: batch)
    (output, activity) = (track(spec.outputs), track(spec.outputs))
    external = Track(ticks: ticks, batch: batch, size: 1)
    outputCurrent = BatchBuffer(batch * paddedWidth(spec.outputs))
    noThreshold = BatchBuffer(
      paddedWidth(max(spec.outputs, spec.hidden.map(\.size).max() ?? 0)))
  }

  func copy(_ parameters: UnsafeBufferPointer<Scalar>) {
    precondition(parameters.count == layout.count, "parameters as the layout has them")
    let base = parameters.baseAddress!
    for layer in layers { layer.load(base) }
    readout.load(base)
    readoutBias.load(base + plan.readoutBias.lowerBound)
    for modulator in modulators { modulator.load(base) }
  }

  func collect(_ gradient: UnsafeMutableBufferPointer<Scalar>) {
    precondition(gradient.count == layout.count, "a gradient as the layout has it")
    let base = gradient.baseAddress!
    for layer in layers { layer.addGradient(to: base) }
    readout.addGradient(to: base)
    readoutBias.addGradient(to: base + plan.readoutBias.lowerBound)
    for modulator in modulators { modulator.addGradient(to: base) }
  }

  func run(ticks: Int, clears: Set<Int>, before: (Int) -> Void) {
    precondition(ticks <= capacity, "\(ticks) ticks, capacity \(capacity)")
    (self.ticks, self.clears) = (ticks, clears)
    for site in sites { site.synapses.reset() }
    for modulator in modulators { modulator.clearCounts() }
    encoder?.reset()
    for t in 0..<ticks {
      before(t)
      step(t)
    }
    for site in sites { site.synapses.keep(version: site.synapses.version(at: ticks)) }
  }

  /// Seed of each sample's spikes under a stochastic ``PopulationCode``, from the next run on; 0 at
  /// first.
  public var encodingSeeds: [UInt64] {
    get { encoder?.seeds ?? Array(repeating: 0, count: batch) }
    set { encoder?.seeds = newValue }
  }

  /// The observations of tick `t`, [batch, ``inputStride``], to be written before it; the tick puts
  /// the input z in their place.
  public func observation(_ t: Int) -> UnsafeMutablePointer<Scalar> { input.at(t) }
  /// Scalars from one sample's observations to the next's.
  public var inputStride: Int { input.width }
  /// M of tick `t` under external modulation, one every 8 scalars: [batch, 8].
  public func modulation(_ t: Int) -> UnsafeMutablePointer<Scalar> { external.at(t) }
  /// Leaky outputs o after tick `t`, [batch, ``outputStride``].
  public func outputs(_ t: Int) -> UnsafePointer<Scalar> { UnsafePointer(output.at(t)) }
  /// Scalars from one sample's outputs to the next's.
  public var outputStride: Int { output.width }

  /// The tick whose state tick `t` starts from: −1, all zero, after a clear.
  func before(_ t: Int) -> Int { clears.contains(t) ? -1 : t - 1 }

  private func step(_ t: Int) {
    let before = before(t)
    if clears.contains(t) {
      for modulator in modulators { modulator.clearCounts() }
      encoder?.clear()
    }
    encode(t, before)
    for (index, layer) in layers.enumerated() {
      layer.startCurrent()
      for link in layer.links {
        link.addCurrents(signal: signal(of: link, index, t), to: layer.current.base)
      }
      layer.fire(t, before: before, surrogate, smooth: smooth)
    }
    integrateReadout(t, before)
    for modulator in modulators {
      modulator.step(t, spikes: layers[modulator.plan.source].spikes.at(t), external: externals(t))
    }
    for site in sites where site.synapses.isDue(t) { adapt(site, t) }
  }

  /// z of a projection at tick `t`: a recurrent one sees the spikes of the tick before.
  func signal(
    of link: BatchLink<Scalar>, _ layer: Int, _ t: Int
  ) -> UnsafeMutablePointer<Scalar> {
    switch link.plan.source {
    case .input: input.at(t)
    case .population(let source):
      layers[source].spikes.at(link.plan.isRecurrent ? before(t) : t)
    }
  }

  private func encode(_ t: Int, _ before: Int) {
    encoder?.encode(input.at(t), width: input.width)
    let (z, gain) = (input.at(t), encoder == nil ? Scalar(spec.inputGain) : 1)
    let (x, x0, lambda) = (
      inputTrace.at(t), inputTrace.at(before), Scalar(spec.hidden[0].traceDecay)
    )
    for n in 0..<input.stride {
      z[n] *= gain
      x[n] = lambda * x0[n] + (1 - lambda) * z[n]
    }
  }

  private func integrateReadout(_ t: Int, _ before: Int) {
    let width = output.width
    for sample in 0..<batch {
      (outputCurrent.base + sample * width).update(from: readoutBias.values.base, count: width)
    }
    readout.addCurrents(
      signal: layers[layers.count - 1].spikes.at(t), to: outputCurrent.base)
    let (o, o0, kappa) = (output.at(t), output.at(before), Scalar(spec.readout.decay))
    for n in 0..<output.stride {
      o[n] = kappa * o0[n] + (1 - kappa) * outputCurrent.base[n]
    }
    guard readout.site != nil else { return }
    for n in 0..<output.stride { activity.at(t)[n] = Scalar.hyperbolicTangent(o[n]) }
  }

  /// M from outside, one a sample without gaps.
  private func externals(_ t: Int) -> UnsafeMutablePointer<Scalar> {
    for sample in 0..<batch { packedExternals.base[sample] = external.at(t)[sample * 8] }
    return packedExternals.base
  }

  private lazy var packedExternals = BatchBuffer<Scalar>(batch)

  private func adapt(_ site: Site, _ t: Int) {
    let synapses = site.synapses
    let version = synapses.version(at: t)
    synapses.keep(version: version)
    for sample in 0..<batch { synapses.update(sample: sample, signals(site, t, sample)) }
    guard synapses.readsThreshold else { return }
    let (theta, next, y) = (
      synapses.threshold.at(version - 1), synapses.threshold.at(version), postTrace(site).at(t)
    )
    for n in 0..<synapses.threshold.stride { next[n] = synapses.slide(theta[n], postTrace: y[n]) }
  }
}

/// A plastic projection among the populations of its network.
extension BatchNetwork {
  struct Site {
    let synapses: BatchSite<Scalar>
    /// The postsynaptic population; nil is the readout.
    let target: Int?
    let source: BatchPlan.Source
  }

  fileprivate func makeSites() -> [Site] {
    var sites: [Site] = []
    for (index, layer) in layers.enumerated() {
      for link in layer.links {
        guard let synapses = link.site else { continue }
        sites.append(Site(synapses: synapses, target: index, source: link.plan.source))
      }
    }
    if let synapses = readout.site {
      sites.append(Site(synapses: synapses, target: nil, source: readout.plan.source))
    }
    return sites
  }

  func postTrace(_ site: Site) -> Track<Scalar> {
    site.target.map { layers[$0].trace } ?? activity
  }

  /// What the update of a sample at the end of tick `t` reads.
  func signals(_ site: Site, _ t: Int, _ sample: Int) -> UpdateSignals<Scalar> {
    func row(_ track: Track<Scalar>, _ t: Int) -> UnsafeMutablePointer<Scalar> {
      track.at(t) + sample * track.width
    }
    let (trace, spikes) =
      switch site.source {
      case .input: (inputTrace, input)
      case .population(let index): (layers[index].trace, layers[index].spikes)
      }
    let synapses = site.synapses
    return UpdateSignals(
      preTrace: row(trace, t), preSpikes: row(spikes, t), postTrace: row(postTrace(site), t),
      postSpikes: row(site.target.map { layers[$0].spikes } ?? activity, t),
      threshold: synapses.readsThreshold
        ? row(synapses.threshold, synapses.version(at: t) - 1) : noThreshold.base,
      level: synapses.plan.modulator.map { row(modulators[$0].level, t) })
  }
}

extension BatchSite {
  var readsThreshold: Bool { plan.spec.rule.definition.readsThreshold }
}
