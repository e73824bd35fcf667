import NumericalMethods

/// A neuromodulator for a batch: M after every update, and the mean spikes, or the error, that it
/// came from.
final class BatchModulator<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  /// Those of the projection that first needed it.
  let synapses: ProjectionSpec
  /// M at each update, spread over the postsynaptic neurons.
  let level: Track<Scalar>
  /// Cotangents of M of the sample at hand.
  let levelBar: Buffer<Scalar>
  /// w and b; nil where M comes from outside.
  private let weight, bias: BatchTable<Scalar>?
  /// The modulating population; nil where M follows an error.
  private let source: BatchActivity<Scalar>?
  /// M from outside, or ε.
  private let external: Exchange<Scalar>
  /// Mean spikes s̄ of the modulating population at each update, or ε.
  private let means: Track<Scalar>
  /// Spikes of every sample since the last update.
  private let counts: Buffer<Scalar>
  /// Cotangents of the spikes of every tick of the period under way.
  private let spikeBar: Buffer<Scalar>
  private let sums: Buffer<Scalar>
  /// Cotangents of what tanh is taken of at each update of the sample at hand.
  private let sumsBar: Track<Scalar>
  private let active: ActiveRows<Scalar>
  private let period: Int
  /// Postsynaptic neurons, and the values of M for them.
  private let size, columns: Int

  init(
    _ synapses: ProjectionSpec, _ layout: ParameterLayout, from source: BatchActivity<Scalar>?,
    external: Exchange<Scalar>, in memory: BatchMemory<Scalar>
  ) {
    (self.synapses, self.source, self.external) = (synapses, source, external)
    (period, size) = (synapses.period, synapses.postsynaptic)
    let columns = synapses.modulation.columns(postsynaptic: synapses.postsynaptic)
    self.columns = columns
    let owner = synapses.owner.target
    let signals = source?.size ?? 1
    weight = layout.slice(owner, .modulatorWeight).map {
      memory.table($0, rows: signals, columns: columns)
    }
    bias = layout.slice(owner, .modulatorBias).map {
      memory.table($0, rows: 1, columns: columns)
    }
    (level, means) = (memory.track(size), memory.track(signals))
    (levelBar, spikeBar) = (memory.row(size), memory.row(signals))
    counts = memory.lanes(memory.batch * laneCount(signals))
    sums = memory.row(columns)
    sumsBar = memory.track(columns, batch: 1)
    active = ActiveRows(of: signals)
  }

  func isDue(_ t: Int) -> Bool { (t + 1) % period == 0 }

  func clearCounts() { counts.fill(0) }

  /// Counts a sample's spikes of tick `t` and, where due, computes M from them or from ε, or takes
  /// it from outside.
  func step(_ t: Int, _ sample: Int) {
    if let source { count(source, t, sample) }
    guard isDue(t) else { return }
    if source == nil {
      means.scalars(t, sample)[0] = external.at(t)[sample * external.width]
    }
    let level = level.scalars(t, sample)
    guard let weight, let bias else {
      let m = external.at(t)[sample * external.width]
      return level.update(repeating: m, count: size)
    }
    sums.copy(from: bias.values)
    let rates = means.scalars(t, sample)
    active.addProduct(
      rates, active.find(in: rates), weight.values.lanes, sums.blocks, to: sums.lanes)
    for block in 0..<sums.blocks {
      sums.lanes[block] = Scalar.hyperbolicTangent(sums.lanes[block])
    }
    if columns == 1 {
      level.update(repeating: sums.scalars[0], count: size)
    } else {
      level.update(from: sums.scalars, count: size)
    }
  }

  /// Counts spikes and, where due, takes their mean.
  private func count(_ source: BatchActivity<Scalar>, _ t: Int, _ sample: Int) {
    let counts = counts.lanes + sample * source.blocks
    let spikes = source.spikes.lanes(t, sample)
    for block in 0..<source.blocks { counts[block] += spikes[block] }
    guard isDue(t) else { return }
    let (mean, share) = (means.lanes(t, sample), 1 / Scalar(period))
    for block in 0..<source.blocks {
      mean[block] = counts[block] * share
      counts[block] = Lane()
    }
  }

  /// From the cotangents of M of a sample, where tick `t` ends a period, to those of the biases and
  /// the period's spikes; and on to those of the spikes of this tick.
  func adjoint(_ t: Int, _ sample: Int) {
    if isDue(t) { periodAdjoint(t, sample) }
    guard let source else { return }
    let spikesBar = source.spikesBar.lanes
    for block in 0..<source.blocks { spikesBar[block] += spikeBar.lanes[block] }
  }

  private func periodAdjoint(_ t: Int, _ sample: Int) {
    defer { levelBar.fill(0) }
    guard let weight, let bias else { return }
    let (m, sumsBar) = (level.lanes(t, sample), sumsBar.lanes(t, 0))
    if columns == 1 {
      let slope = 1 - m[0][0] * m[0][0]
      var sum = Lane()
      for block in 0..<levelBar.blocks { sum += levelBar.lanes[block] }
      sumsBar[0] = Lane()
      sumsBar[0][0] = sum.total * slope
    } else {
      for block in 0..<weight.blocks {
        sumsBar[block] = levelBar.lanes[block] * (1 - m[block] * m[block])
      }
    }
    for block in 0..<weight.blocks { bias.gradient.lanes[block] += sumsBar[block] }
    if let source { meansAdjoint(sumsBar, weight, of: source) }
  }

  private func meansAdjoint(
    _ sumsBar: UnsafeMutablePointer<Lane>, _ weight: BatchTable<Scalar>,
    of source: BatchActivity<Scalar>
  ) {
    spikeBar.fill(0)
    LaneMatrix(lanes: weight.values.lanes, rows: weight.rows, blocks: weight.blocks)
      .addProducts(with: sumsBar, to: spikeBar.scalars)
    let share = 1 / Scalar(period)
    for block in 0..<source.blocks { spikeBar.lanes[block] *= share }
  }

  /// The weights' gradient by a sample after `ticks` ticks, in one product.
  func addWeightGradient(ticks: Int, _ sample: Int) {
    guard let weight, ticks >= period else { return }
    Scalar.multiply(
      MatrixProduct(
        rows: weight.rows, columns: weight.columns, inner: ticks / period, transposesA: true,
        strideA: period * means.width, strideB: period * weight.width, strideC: weight.width),
      means.scalars(period - 1, sample), sumsBar.scalars(period - 1, 0), keeping: 1,
      into: weight.gradient.scalars)
  }

  func clearCotangents() {
    spikeBar.fill(0)
    levelBar.fill(0)
  }
}
