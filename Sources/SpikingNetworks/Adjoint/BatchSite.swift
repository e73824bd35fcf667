/// The plastic synapses of one projection, for a batch: fast weights E of every sample with their
/// history, which is kept at every ⌈√U⌉-th of U updates and recomputed in between (Chen et al.
/// 2016, arXiv:1604.06174). On the way back samples take turns, so the recomputed part is that of
/// one: memory is O(√U n²) a sample for what is kept, and as much once.
final class BatchSite<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  let plan: BatchPlan.Site
  let pre: BatchActivity<Scalar>
  let post: BatchActivity<Scalar>
  let modulator: BatchModulator<Scalar>?
  let rows: Int
  /// Lanes of a row.
  let blocks: Int
  let alpha: CoefficientLanes<Scalar>
  let eta: CoefficientLanes<Scalar>
  let rule: [CoefficientLanes<Scalar>]
  /// θ before each update, [updates + 1, batch, width]; one row for rules without.
  let threshold: Track<Scalar>
  let readsThreshold: Bool
  /// Cotangents of E and then e of the sample at hand, and of θ.
  let fastBar: UnsafeMutablePointer<Lane>
  let thresholdBar: BatchBuffer<Scalar>
  /// Eight partial sums of the cotangents of each presynaptic neuron's x and s; zero between
  /// updates.
  let preTraceSums: BatchBuffer<Scalar>
  let preSpikesSums: BatchBuffer<Scalar>

  private let terms: SynapticChange<Presence>
  private let coefficients: [BatchCoefficient<Scalar>]
  private let batch: Int
  /// Lanes of one sample's state: E, followed by e where the gate has it.
  private let stateLanes: Int
  /// The state of every sample on the way forward.
  private let states: BatchBuffer<Scalar>
  private let stateBar: BatchBuffer<Scalar>
  /// Versions of the state from one checkpoint to the next.
  private let segmentLength: Int
  /// The states of every sample at the start of each segment.
  private let checkpoints: BatchBuffer<Scalar>
  /// The states within a segment of the sample at hand on the way back.
  private let segment: BatchBuffer<Scalar>
  private var segmentAtHand = (sample: -1, index: -1)

  init(
    _ plan: BatchPlan.Site, from pre: BatchActivity<Scalar>, to post: BatchActivity<Scalar>,
    _ modulator: BatchModulator<Scalar>?, batch: Int, ticks: Int, in memory: BatchMemory
  ) {
    (self.plan, self.pre, self.post, self.modulator) = (plan, pre, post, modulator)
    self.batch = batch
    terms = plan.spec.rule.definition.terms
    rows = pre.size
    blocks = post.blocks
    coefficients = ([plan.alpha, plan.eta] + plan.rule).map {
      BatchCoefficient(
        $0, plan.spec.granularity, rows: pre.size, columns: post.size, in: memory)
    }
    (alpha, eta) = (coefficients[0].lanes, coefficients[1].lanes)
    rule = coefficients[2...].map(\.lanes)
    let versions = ticks / plan.period + 1
    readsThreshold = plan.spec.rule.definition.readsThreshold
    threshold = Track(
      ticks: readsThreshold ? versions : 0, batch: batch, size: post.size, in: memory)
    thresholdBar = BatchBuffer(paddedWidth(post.size), in: memory)
    preTraceSums = BatchBuffer(rows * 8, in: memory)
    preSpikesSums = BatchBuffer(rows * 8, in: memory)
    stateLanes = (plan.spec.gate.hasEligibility ? 2 : 1) * rows * blocks
    segmentLength = max(1, Int(Double(versions).squareRoot().rounded(.up)))
    states = BatchBuffer(batch * stateLanes * 8, in: memory)
    stateBar = BatchBuffer(stateLanes * 8, in: memory)
    fastBar = stateBar.lanes
    checkpoints = BatchBuffer((versions / segmentLength + 1) * batch * stateLanes * 8, in: memory)
    segment = BatchBuffer(segmentLength * stateLanes * 8, in: memory)
  }

  /// Lanes of one sample's E.
  var matrixLanes: Int { rows &* blocks }

  /// Whether the site is updated at the end of tick `t`.
  func isDue(_ t: Int) -> Bool { (t + 1) % plan.period == 0 }

  /// Updates made before tick `t`: the version of E that its currents see.
  func version(at t: Int) -> Int { t / plan.period }

  func load(_ parameters: UnsafePointer<Scalar>) {
    for coefficient in coefficients { coefficient.load(parameters) }
  }

  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    for coefficient in coefficients { coefficient.addGradient(to: parameters) }
  }

  /// E, e and θ of a sample before the first tick: zero, or those of a state.
  func begin(_ sample: Int, _ state: inout StateReader?) {
    segmentAtHand = (-1, -1)
    let (fast, first) = (self.state(sample), threshold.lanes(-1, sample))
    fast.update(repeating: Lane(), count: stateLanes)
    first.update(repeating: Lane(), count: blocks)
    state?.read(stateLanes, into: fast)
    state?.read(blocks, into: first)
    checkpoint(0, sample).update(from: fast, count: stateLanes)
  }

  func clearCotangents() {
    stateBar.clear()
    thresholdBar.clear()
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
    plan.spec.run(UpdatePass(signals: UpdateSignals(self, t, sample), old: old, new: new))
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
      let t = (version + 1) * plan.period - 1
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
    plan.spec.run(
      AdjointPass(
        signals: UpdateSignals(self, t, sample), fast: restored(before: t, sample),
        fastBar: fastBar, bars: bars))
    guard pre.passesBack else { return }
    if terms.growth.isPresent { add(preTraceSums, to: pre.traceBar) }
    if terms.spikeGrowth.isPresent { add(preSpikesSums, to: pre.spikesBar) }
  }

  /// Adds eight partial sums to each neuron's cotangent, and sets them to zero.
  private func add(_ sums: BatchBuffer<Scalar>, to cotangents: BatchBuffer<Scalar>) {
    let (sums, cotangents) = (sums.lanes, cotangents.base)
    for row in 0..<rows {
      cotangents[row] += sums[row].total
      sums[row] = Lane()
    }
  }
}
