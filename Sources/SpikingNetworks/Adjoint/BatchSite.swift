/// The plastic synapses of one projection, for a batch: fast weights E of every sample with their
/// history, which is kept at every ⌈√U⌉-th of U updates and recomputed in between (Chen et al.
/// 2016, arXiv:1604.06174). On the way back samples take turns, so the recomputed part is that of
/// one: memory is O(√U n²) a sample for what is kept, and as much once.
final class BatchSite<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  let spec: PlasticitySpec
  let pre: BatchActivity<Scalar>
  let post: BatchActivity<Scalar>
  let modulator: BatchModulator<Scalar>?
  /// Whether the synapses onto a neuron share α.
  let sharesAlpha: Bool
  let alpha, eta: TablePlaces<Scalar>
  let rule: RuleCoefficients<TablePlaces<Scalar>>
  /// θ before each update, [updates + 1, batch, width]; one row for rules without.
  let threshold: Track<Scalar>
  let readsThreshold: Bool
  /// Cotangents of E and then e of the sample at hand, and of θ.
  let fastBar: UnsafeMutablePointer<Lane>
  let thresholdBar: Buffer<Scalar>
  /// Eight partial sums of the cotangents of each presynaptic neuron's x and s; zero between
  /// updates.
  let preTraceSums, preSpikesSums: Buffer<Scalar>

  private let terms: SynapticChange<Presence>
  private let batch: Int
  /// Ticks between two updates.
  let period: Int
  /// Lanes of one sample's state: E, followed by e where the gate has it.
  private let stateLanes: Int
  /// The state of every sample on the way forward.
  private let states: Buffer<Scalar>
  private let stateBar: Buffer<Scalar>
  /// Versions of the state from one checkpoint to the next.
  private let segmentLength: Int
  /// The states of every sample at the start of each segment.
  private let checkpoints: Buffer<Scalar>
  /// The states within a segment of the sample at hand on the way back.
  private let segment: Buffer<Scalar>
  private var segmentAtHand = (sample: -1, index: -1)

  init(
    _ synapses: ProjectionSpec, _ spec: PlasticitySpec, _ layout: ParameterLayout,
    from pre: BatchActivity<Scalar>, to post: BatchActivity<Scalar>,
    _ modulator: BatchModulator<Scalar>?, in memory: BatchMemory<Scalar>
  ) {
    (self.spec, self.pre, self.post, self.modulator) = (spec, pre, post, modulator)
    (batch, period) = (memory.batch, synapses.period)
    sharesAlpha = spec.granularity(of: .share).isShared
    terms = spec.rule.definition.terms
    readsThreshold = spec.rule.definition.readsThreshold
    let coefficients = spec.coefficients.map {
      memory.table(
        layout[synapses.owner, $0], rows: spec.granularity(of: $0).isShared ? 1 : pre.size,
        columns: post.size
      ).places
    }
    (alpha, eta) = (coefficients[0], coefficients[1])
    rule = RuleCoefficients { coefficients[min($0 + 2, coefficients.count - 1)] }
    let versions = memory.ticks / synapses.period + 1
    threshold = memory.track(post.size, ticks: readsThreshold ? versions : 0)
    thresholdBar = memory.row(post.size)
    (preTraceSums, preSpikesSums) = (memory.lanes(pre.size), memory.lanes(pre.size))
    stateLanes = (spec.gate.hasEligibility ? 2 : 1) * pre.size * post.blocks
    segmentLength = max(1, Int(Double(versions).squareRoot().rounded(.up)))
    states = memory.lanes(batch * stateLanes)
    stateBar = memory.lanes(stateLanes)
    fastBar = stateBar.lanes
    checkpoints = memory.lanes((versions / segmentLength + 1) * batch * stateLanes)
    segment = memory.lanes(segmentLength * stateLanes)
  }

  /// Whether the site is updated at the end of tick `t`.
  func isDue(_ t: Int) -> Bool { (t + 1) % period == 0 }

  /// Updates made before tick `t`: the version of E that its currents see.
  func version(at t: Int) -> Int { t / period }

  /// E, e and θ of a sample before the first tick.
  func begin(_ sample: Int, _ state: inout StateReader) {
    segmentAtHand = (-1, -1)
    state.read(stateLanes, into: self.state(sample))
    state.read(post.blocks, into: threshold.lanes(-1, sample))
    checkpoint(0, sample).update(from: self.state(sample), count: stateLanes)
  }

  /// E, e and θ of a sample after `ticks` ticks.
  func end(_ sample: Int, ticks: Int, _ state: inout StateWriter) {
    state.write(stateLanes, from: self.state(sample))
    let version = readsThreshold ? self.version(at: ticks) : 0
    state.write(post.blocks, from: threshold.lanes(version - 1, sample))
  }

  func clearCotangents() {
    stateBar.fill(0)
    thresholdBar.fill(0)
  }

  /// E, then e, of a sample on the way forward.
  func state(_ sample: Int) -> UnsafeMutablePointer<Lane> { states.lanes + sample &* stateLanes }

  /// The update of a sample at the end of tick `t`.
  func step(_ t: Int, _ sample: Int) {
    let (state, next) = (state(sample), version(at: t) + 1)
    update(t, sample, from: state, to: state)
    guard next % segmentLength == 0 else { return }
    checkpoint(next / segmentLength, sample).update(from: state, count: stateLanes)
  }

  // Kept apart, or every variant of the kernel would be compiled twice.
  @inline(never)
  private func update(
    _ t: Int, _ sample: Int, from old: UnsafeMutablePointer<Lane>,
    to new: UnsafeMutablePointer<Lane>
  ) {
    spec.run(UpdatePass(signals: UpdateSignals(self, t, sample), old: old, new: new))
  }

  /// The kept state at the start of a segment.
  private func checkpoint(_ index: Int, _ sample: Int) -> UnsafeMutablePointer<Lane> {
    checkpoints.lanes + (index * batch + sample) * stateLanes
  }

  /// E, then e, of a sample as the currents of tick `t` saw them, on the way back.
  func restored(before t: Int, _ sample: Int) -> UnsafeMutablePointer<Lane> {
    let version = version(at: t)
    let index = version / segmentLength
    if segmentAtHand != (sample, index) {
      segmentAtHand = (sample, index)
      replay(index, upTo: version, sample)
    }
    return place(version, sample)
  }

  /// Where a version within the segment at hand is: the first one with the checkpoints.
  private func place(_ version: Int, _ sample: Int) -> UnsafeMutablePointer<Lane> {
    let (index, offset) = version.quotientAndRemainder(dividingBy: segmentLength)
    return offset == 0
      ? checkpoint(index, sample) : segment.lanes + offset * stateLanes
  }

  private func replay(_ index: Int, upTo last: Int, _ sample: Int) {
    let first = index * segmentLength
    for version in first..<last {
      let next = segment.lanes + (version + 1 - first) * stateLanes
      let t = (version + 1) * period - 1
      update(t, sample, from: place(version, sample), to: next)
    }
  }

  /// The adjoint of the update of a sample at the end of tick `t`.
  func adjoint(_ t: Int, _ sample: Int) {
    let bars = UpdateCotangents(
      preTrace: preTraceSums.lanes, preSpikes: preSpikesSums.lanes,
      reachesPre: pre.passesBack,
      postTrace: post.traceBar.lanes, postSpikes: post.spikesBar.lanes,
      threshold: thresholdBar.lanes, level: modulator?.levelBar.lanes)
    spec.run(
      AdjointPass(
        signals: UpdateSignals(self, t, sample), fast: restored(before: t, sample),
        fastBar: fastBar, bars: bars))
    guard pre.passesBack else { return }
    if terms.growth.isPresent { add(preTraceSums, to: pre.traceBar) }
    if terms.spikeGrowth.isPresent { add(preSpikesSums, to: pre.spikesBar) }
  }

  /// Adds eight partial sums to each neuron's cotangent, and sets them to zero.
  private func add(_ sums: Buffer<Scalar>, to cotangents: Buffer<Scalar>) {
    let (sums, cotangents) = (sums.lanes, cotangents.scalars)
    for row in 0..<pre.size {
      cotangents[row] += sums[row].total
      sums[row] = Lane()
    }
  }
}
