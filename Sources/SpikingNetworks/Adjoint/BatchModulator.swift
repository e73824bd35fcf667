import NumericalMethods

/// A neuromodulator for a batch: M after every update, and the mean spikes that it came from.
final class BatchModulator<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  let plan: BatchPlan.Modulator
  let weight: BatchTable<Scalar>?
  let bias: BatchTable<Scalar>?
  /// M at each update, spread over the postsynaptic neurons.
  let level: Track<Scalar>
  /// Cotangents of M of the sample at hand.
  let levelBar: BatchBuffer<Scalar>
  private let source: BatchActivity<Scalar>
  /// M from outside.
  private let external: Exchange<Scalar>
  /// Mean spikes s̄ of the modulating population at each update.
  private let means: Track<Scalar>
  /// Spikes of every sample since the last update.
  private let counts: BatchBuffer<Scalar>
  /// Cotangents of the spikes of every tick of the period under way.
  private let spikeBar: BatchBuffer<Scalar>
  private let sums: BatchBuffer<Scalar>
  /// Cotangents of what tanh is taken of at each update of the sample at hand.
  private let sumsBar: Track<Scalar>
  private let active: ActiveRows<Scalar>
  private let period: Int
  /// Where w and b are; nil where M comes from outside.
  private let places: (weights: UnsafeMutablePointer<Lane>, bias: UnsafeMutablePointer<Lane>)?
  /// Lanes of the sums that tanh is taken of.
  private let sumBlocks: Int

  init(
    _ plan: BatchPlan.Modulator, from source: BatchActivity<Scalar>, external: Exchange<Scalar>,
    batch: Int, ticks: Int, in memory: BatchMemory
  ) {
    (self.plan, self.source, self.external) = (plan, source, external)
    let rows = source.size
    weight = plan.weight.map {
      BatchTable($0, rows: rows, columns: plan.columns, in: memory)
    }
    bias = plan.bias.map { BatchTable($0, rows: 1, columns: plan.columns, in: memory) }
    places =
      if let weight, let bias { (weight.values.lanes, bias.values.lanes) } else { nil }
    sumBlocks = laneCount(plan.columns)
    level = Track(ticks: ticks, batch: batch, size: plan.size, in: memory)
    means = Track(ticks: ticks, batch: batch, size: rows, in: memory)
    levelBar = BatchBuffer(paddedWidth(plan.size), in: memory)
    counts = BatchBuffer(batch * paddedWidth(rows), in: memory)
    spikeBar = BatchBuffer(paddedWidth(rows), in: memory)
    sums = BatchBuffer(paddedWidth(plan.columns), in: memory)
    sumsBar = Track(ticks: ticks, batch: 1, size: plan.columns, in: memory)
    active = ActiveRows(of: rows)
    period = plan.period
  }

  func load(_ parameters: UnsafePointer<Scalar>) {
    weight?.load(parameters)
    bias?.load(parameters)
  }

  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    weight?.addGradient(to: parameters)
    bias?.addGradient(to: parameters)
  }

  func isDue(_ t: Int) -> Bool { (t + 1) % period == 0 }

  func clearCounts() { counts.clear() }

  /// Counts a sample's spikes of tick `t` and, where due, computes M from them or takes it from
  /// outside.
  func step(_ t: Int, _ sample: Int) {
    let counts = counts.lanes + sample * source.blocks
    let spikes = source.spikes.lanes(t, sample)
    for block in 0..<source.blocks { counts[block] += spikes[block] }
    guard isDue(t) else { return }
    let (mean, share) = (means.lanes(t, sample), 1 / Scalar(period))
    for block in 0..<source.blocks {
      mean[block] = counts[block] * share
      counts[block] = Lane()
    }
    let level = level.scalars(t, sample)
    guard let (weights, bias) = places else {
      let m = external.at(t)[sample * external.width]
      return level.update(repeating: m, count: plan.size)
    }
    sums.lanes.update(from: bias, count: sumBlocks)
    let rates = means.scalars(t, sample)
    active.addProduct(
      rates, active.find(in: rates), weights, sumBlocks, to: sums.lanes)
    for block in 0..<sumBlocks {
      sums.lanes[block] = Scalar.hyperbolicTangent(sums.lanes[block])
    }
    if plan.columns == 1 {
      level.update(repeating: sums.base[0], count: plan.size)
    } else {
      level.update(from: sums.base, count: plan.size)
    }
  }

  /// From the cotangents of M of a sample, where tick `t` ends a period, to those of the biases and
  /// the period's spikes; and on to those of the spikes of this tick.
  func adjoint(_ t: Int, _ sample: Int) {
    if isDue(t) { periodAdjoint(t, sample) }
    let spikesBar = source.spikesBar.lanes
    for block in 0..<source.blocks { spikesBar[block] += spikeBar.lanes[block] }
  }

  private func periodAdjoint(_ t: Int, _ sample: Int) {
    defer { levelBar.clear() }
    guard let weight, let bias else { return }
    let (m, sumsBar) = (level.lanes(t, sample), sumsBar.lanes(t, 0))
    if plan.columns == 1 {
      let slope = 1 - m[0][0] * m[0][0]
      var sum = Lane()
      for block in 0..<levelBar.count / 8 { sum += levelBar.lanes[block] }
      sumsBar[0] = Lane()
      sumsBar[0][0] = sum.total * slope
    } else {
      for block in 0..<weight.blocks {
        sumsBar[block] = levelBar.lanes[block] * (1 - m[block] * m[block])
      }
    }
    for block in 0..<weight.blocks { bias.gradient.lanes[block] += sumsBar[block] }
    meansAdjoint(sumsBar, weight)
  }

  private func meansAdjoint(_ sumsBar: UnsafeMutablePointer<Lane>, _ weight: BatchTable<Scalar>) {
    spikeBar.clear()
    LaneMatrix(lanes: weight.values.lanes, rows: weight.rows, blocks: weight.blocks)
      .addProducts(with: sumsBar, to: spikeBar.base)
    let share = 1 / Scalar(period)
    for block in 0..<source.blocks { spikeBar.lanes[block] *= share }
  }

  /// The weights' gradient by a sample after `ticks` ticks, in one product.
  func addWeightGradient(ticks: Int, _ sample: Int) {
    guard let weight, ticks >= period else { return }
    Scalar.multiply(
      MatrixProduct(
        rows: source.size, columns: weight.columns, inner: ticks / period, transposesA: true,
        strideA: period * means.width, strideB: period * weight.width, strideC: weight.width),
      means.scalars(period - 1, sample), sumsBar.scalars(period - 1, 0), keeping: 1,
      into: weight.gradient.base)
  }

  func clearCotangents() {
    spikeBar.clear()
    levelBar.clear()
  }
}
