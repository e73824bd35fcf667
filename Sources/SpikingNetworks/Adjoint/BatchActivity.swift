/// What synapses see of the input, a population or the readout: the traces x and the spikes s (the
/// input's z) of every sample after every tick and, for the sample at hand on the way back, their
/// cotangents.
final class BatchActivity<Scalar: NetworkScalar> {
  let size: Int
  let blocks: Int
  let trace: Track<Scalar>
  let spikes: Track<Scalar>
  let traceBar: Buffer<Scalar>
  let spikesBar: Buffer<Scalar>
  /// Whether anything learns from the cotangents; nothing does from the input's.
  let passesBack: Bool

  /// With traces apart from the spikes, or one track for both.
  init(
    size: Int, ticks: Int? = nil, tracesApart: Bool = true, passesBack: Bool = true,
    in memory: BatchMemory<Scalar>
  ) {
    (self.size, blocks, self.passesBack) = (size, laneCount(size), passesBack)
    spikes = memory.track(size, ticks: ticks)
    trace = tracesApart ? memory.track(size, ticks: ticks) : spikes
    (traceBar, spikesBar) = (memory.row(size), memory.row(size))
  }

  func clearCotangents() {
    traceBar.fill(0)
    spikesBar.fill(0)
  }
}
