/// What synapses see of the input, a population or the readout: the traces x and the spikes s (the
/// input's z) of every sample after every tick and, for the sample at hand on the way back, their
/// cotangents.
final class BatchActivity<Scalar: NetworkScalar> {
  let size: Int
  let trace: Track<Scalar>
  let spikes: Track<Scalar>
  let traceBar: BatchBuffer<Scalar>
  let spikesBar: BatchBuffer<Scalar>
  /// Whether anything learns from the cotangents; nothing does from the input's.
  let passesBack: Bool

  /// With traces apart from the spikes, or one track for both.
  init(
    size: Int, batch: Int, ticks: Int, tracesApart: Bool = true, passesBack: Bool = true,
    in memory: BatchMemory
  ) {
    self.size = size
    self.passesBack = passesBack
    spikes = Track(ticks: ticks, batch: batch, size: size, in: memory)
    trace = tracesApart ? Track(ticks: ticks, batch: batch, size: size, in: memory) : spikes
    traceBar = BatchBuffer(paddedWidth(size), in: memory)
    spikesBar = BatchBuffer(paddedWidth(size), in: memory)
  }

  var blocks: Int { laneCount(size) }

  /// Traces and spikes before the first tick to zero.
  func clearStart(_ sample: Int) {
    trace.lanes(-1, sample).update(repeating: SIMD8(), count: blocks)
    spikes.lanes(-1, sample).update(repeating: SIMD8(), count: blocks)
  }

  func clearCotangents() {
    traceBar.clear()
    spikesBar.clear()
  }
}
