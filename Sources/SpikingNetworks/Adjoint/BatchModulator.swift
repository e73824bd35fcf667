import NumericalMethods

/// A neuromodulator for a batch: M after every update, and the mean spikes that it came from.
final class BatchModulator<Scalar: AdjointScalar> {
  let plan: BatchPlan.Modulator
  let weight: BatchTable<Scalar>?
  let bias: BatchTable<Scalar>?
  /// M at each update, spread over the postsynaptic neurons.
  let level: Track<Scalar>
  let levelCotangent: BatchBuffer<Scalar>
  /// Mean spikes s̄ of the modulating population at each update.
  private let means: Track<Scalar>
  private let counts: BatchBuffer<Scalar>
  /// Cotangents of the spikes of every tick of the period under way.
  let spikeCotangent: BatchBuffer<Scalar>
  private let sums: BatchBuffer<Scalar>
  private let batch: Int
  private let sourceWidth: Int

  init(_ plan: BatchPlan.Modulator, sourceSize: Int, batch: Int, ticks: Int) {
    self.plan = plan
    self.batch = batch
    sourceWidth = paddedWidth(sourceSize)
    weight = plan.weight.map { _ in BatchTable(rows: sourceSize, columns: plan.columns) }
    bias = plan.bias.map { _ in BatchTable(rows: 1, columns: plan.columns) }
    level = Track(ticks: ticks, batch: batch, size: plan.size)
    means = Track(ticks: ticks, batch: batch, size: sourceSize)
    levelCotangent = BatchBuffer(batch * paddedWidth(plan.size))
    counts = BatchBuffer(batch * sourceWidth)
    spikeCotangent = BatchBuffer(batch * sourceWidth)
    sums = BatchBuffer(batch * paddedWidth(plan.columns))
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

  /// Counts the spikes of tick `t` and, where due, computes M from them or takes it from `external`
  /// [batch].
  func step(_ t: Int, spikes: UnsafeMutablePointer<Scalar>, external: UnsafeMutablePointer<Scalar>)
  {
    for n in 0..<counts.count { counts.base[n] += spikes[n] }
    guard isDue(t) else { return }
    let (mean, level) = (means.at(t), level.at(t))
    for n in 0..<counts.count { mean[n] = counts.base[n] / Scalar(plan.period) }
    counts.clear()
    guard let weight, let bias else { return spread(external, stride: 1, over: level) }
    for sample in 0..<batch {
      (sums.base + sample * weight.width).update(from: bias.values.base, count: weight.width)
    }
    Scalar.multiply(
      MatrixProduct(
        rows: batch, columns: plan.columns, inner: weight.rows, strideA: sourceWidth,
        strideB: weight.width, strideC: weight.width),
      mean, weight.values.base, keeping: 1, into: sums.base)
    for n in 0..<sums.count { sums.base[n] = Scalar.hyperbolicTangent(sums.base[n]) }
    spread(sums.base, stride: weight.width, over: level)
  }

  /// One value a sample, or one a neuron, onto the neurons.
  private func spread(
    _ values: UnsafeMutablePointer<Scalar>, stride: Int, over level: UnsafeMutablePointer<Scalar>
  ) {
    for sample in 0..<batch {
      for neuron in 0..<plan.size {
        level[sample * self.level.width + neuron] =
          values[sample * stride + (plan.columns == 1 ? 0 : neuron)]
      }
    }
  }

  /// From the cotangents of M at tick `t` to those of weights, biases and the spikes of the period
  /// that ends there.
  func adjoint(_ t: Int) {
    defer { levelCotangent.clear() }
    guard let weight, let bias else { return }
    sums.clear()
    for sample in 0..<batch {
      for neuron in 0..<plan.size {
        let place = sample * level.width + neuron
        let m = level.at(t)[place]
        sums.base[sample * weight.width + (plan.columns == 1 ? 0 : neuron)] +=
          levelCotangent.base[place] * (1 - m * m)
      }
      for column in 0..<plan.columns {
        bias.gradient.base[column] += sums.base[sample * weight.width + column]
      }
    }
    Scalar.multiply(
      MatrixProduct(
        rows: weight.rows, columns: plan.columns, inner: batch, transposesA: true,
        strideA: sourceWidth, strideB: weight.width, strideC: weight.width),
      means.at(t), sums.base, keeping: 1, into: weight.gradient.base)
    Scalar.multiply(
      MatrixProduct(
        rows: batch, columns: weight.rows, inner: plan.columns, transposesB: true,
        strideA: weight.width, strideB: weight.width, strideC: sourceWidth),
      sums.base, weight.values.base, keeping: 0, into: spikeCotangent.base)
    for n in 0..<spikeCotangent.count { spikeCotangent.base[n] /= Scalar(plan.period) }
  }

  func clearCotangents() {
    spikeCotangent.clear()
    levelCotangent.clear()
  }
}
