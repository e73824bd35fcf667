/// Writes the indices of the neurons that spiked, in ascending order, to `active`, which has room for
/// one block more than there are neurons.
///
/// Passes over silent blocks. In others, each index is written, and kept only if its neuron spiked.
/// - Parameter spikes: 0 or 1 per neuron.
/// - Returns: the number of neurons that spiked.
@inline(__always)
func collectSpikes(_ spikes: LaneBuffer, into active: UnsafeMutablePointer<Int>) -> Int {
  var count = 0
  for block in 0..<spikes.blocks {
    let spikes = spikes.lanes[block]
    guard spikes.sum() > 0 else { continue }
    for lane in 0..<Lanes.scalarCount {
      active[count] = block &* Lanes.scalarCount &+ lane
      count &+= Int(spikes[lane])
    }
  }
  return count
}
