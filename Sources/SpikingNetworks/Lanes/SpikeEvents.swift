/// The spikes of one source at one tick, to be read before the source's next tick.
struct SpikeEvents {
  /// Indices of the neurons that spiked, in ascending order.
  let active: UnsafePointer<Int>
  let count: Int
  /// 0 or 1 per neuron.
  let spikes: UnsafePointer<Lanes>
}

/// Writes the indices of the neurons that spiked, in ascending order, to `active`, which has room
/// for one block more than there are neurons.
/// - Parameter spikes: 0 or 1 per neuron.
/// - Returns: the number of neurons that spiked.
@inline(__always)
func collectSpikes(_ spikes: LaneBuffer, into active: UnsafeMutablePointer<Int>) -> Int {
  var count = 0
  for block in 0..<spikes.blocks {
    let spikes = spikes.lanes[block]
    guard spikes.sum() > 0 else { continue }
    for lane in 0..<Lanes.scalarCount {
      // Each index is written, and kept only if its neuron spiked: spikes are too irregular to
      // branch on. Before a block `count` is at most its first neuron, hence the one block of spare
      // room.
      active[count] = block &* Lanes.scalarCount &+ lane
      count &+= Int(spikes[lane])
    }
  }
  return count
}
