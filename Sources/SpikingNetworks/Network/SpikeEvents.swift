/// The spikes of one source at one tick, to be read before the source's next tick.
struct SpikeEvents {
  /// Indices of the neurons that spiked, in ascending order.
  let active: UnsafePointer<Int>
  let count: Int
  /// 0 or 1 per neuron.
  let spikes: UnsafePointer<Lanes>
}
