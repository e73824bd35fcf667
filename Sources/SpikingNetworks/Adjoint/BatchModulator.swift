/// A neuromodulator for a batch: M after every update, and the mean spikes that it came from.
final class BatchModulator<Scalar: AdjointScalar> {
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
  private let active: ActiveRows<Scalar>

  init(
    _ plan: BatchPlan.Modulator, from source: BatchActivity<Scalar>, external: Exchange<Scalar>,
    batch: Int, ticks: Int, in memory: BatchMemory
  ) {
    (self.plan, self.source, self.external) = (plan, source, external)
    let rows = source.size
    weight = plan.weight.map { _ in BatchTable(rows: rows, columns: plan.columns, in: memory) }
    bias = plan.bias.map { _ in BatchTable(rows: 1, columns: plan.columns, in: memory) }
    level = Track(ticks: ticks, batch: batch, size: plan.size, in: memory)
    means = Track(ticks: ticks, batch: batch, size: rows, in: memory)
    levelBar = BatchBuffer(paddedWidth(plan.size), in: memory)
    counts = BatchBuffer(batch * paddedWidth(rows), in: memory)
    spikeBar = BatchBuffer(paddedWidth(rows), in: memory)
    sums = BatchBuffer(paddedWidth(plan.columns), in: memory)
    active = ActiveRows(of: rows)
  }

  func load(_ parameters: UnsafePointer<Scalar>) {
    if let weight, let range = plan.weight { weight.load(parameters + range.lowerBound) }
    if let bias, let range = plan.bias { bias.load(parameters + range.lowerBound) }
  }

  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    if let weight, let range = plan.weight {
      weight.addGradient(to: parameters + range.lowerBound)
    }
    if let bias, let range = plan.bias { bias.addGradient(to: parameters + range.lowerBound) }
  }

  func isDue(_ t: Int) -> Bool { (t + 1) % plan.period == 0 }

  func clearCounts() { counts.clear() }

  /// Counts a sample's spikes of tick `t` and, where due, computes M from them or takes it from
  /// outside.
  func step(_ t: Int, _ sample: Int) {
    let counts = counts.lanes + sample * source.blocks
    let spikes = source.spikes.lanes(t, sample)
    for block in 0..<source.blocks { counts[block] += spikes[block] }
    guard isDue(t) else { return }
    let (mean, share) = (means.lanes(t, sample), 1 / Scalar(plan.period))
    for block in 0..<source.blocks {
      mean[block] = counts[block] * share
      counts[block] = Lane()
    }
    let level = level.scalars(t, sample)
    guard let weight, let bias else {
      let m = external.at(t)[sample * external.width]
      return level.update(repeating: m, count: plan.size)
    }
    sums.lanes.update(from: bias.values.lanes, count: weight.blocks)
    addMeans(means.scalars(t, sample), weight)
    for block in 0..<weight.blocks {
      sums.lanes[block] = Scalar.hyperbolicTangent(sums.lanes[block])
    }
    if plan.columns == 1 {
      level.update(repeating: sums.base[0], count: plan.size)
    } else {
      level.update(from: sums.base, count: plan.size)
    }
  }

  /// sums += w s̄.
  private func addMeans(_ mean: UnsafeMutablePointer<Scalar>, _ weight: BatchTable<Scalar>) {
    let (sums, weights, blocks) = (sums.lanes, weight.values.lanes, weight.blocks)
    let (count, active) = (active.find(in: mean), active.indices)
    for event in 0..<count {
      let row = active[event]
      for block in 0..<blocks { sums[block] += mean[row] * weights[row &* blocks &+ block] }
    }
  }

  /// From the cotangents of M of a sample, where tick `t` ends a period, to those of weights, biases
  /// and the period's spikes; and on to those of the spikes of this tick.
  func adjoint(_ t: Int, _ sample: Int) {
    if isDue(t) { periodAdjoint(t, sample) }
    let spikesBar = source.spikesBar.lanes
    for block in 0..<source.blocks { spikesBar[block] += spikeBar.lanes[block] }
  }

  private func periodAdjoint(_ t: Int, _ sample: Int) {
    defer { levelBar.clear() }
    guard let weight, let bias else { return }
    let m = level.lanes(t, sample)
    if plan.columns == 1 {
      let slope = 1 - m[0][0] * m[0][0]
      var sum = Lane()
      for block in 0..<levelBar.count / 8 { sum += levelBar.lanes[block] }
      sums.base[0] = sum.total * slope
    } else {
      for block in 0..<weight.blocks {
        sums.lanes[block] = levelBar.lanes[block] * (1 - m[block] * m[block])
      }
    }
    for block in 0..<weight.blocks { bias.gradient.lanes[block] += sums.lanes[block] }
    weightsAdjoint(means.scalars(t, sample), weight)
  }

  private func weightsAdjoint(_ mean: UnsafeMutablePointer<Scalar>, _ weight: BatchTable<Scalar>) {
    let (sums, weights, blocks) = (sums.lanes, weight.values.lanes, weight.blocks)
    let (gradient, share) = (weight.gradient.lanes, 1 / Scalar(plan.period))
    let spikeBar = spikeBar.base
    for row in 0..<source.size {
      var sum = Lane()
      for block in 0..<blocks { sum += sums[block] * weights[row &* blocks &+ block] }
      spikeBar[row] = sum.total * share
    }
    let (count, active) = (active.find(in: mean), active.indices)
    for event in 0..<count {
      let row = active[event]
      for block in 0..<blocks { gradient[row &* blocks &+ block] += mean[row] * sums[block] }
    }
  }

  func clearCotangents() {
    spikeBar.clear()
    levelBar.clear()
  }
}
