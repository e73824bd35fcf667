/// A [presynaptic, postsynaptic] matrix: row i holds the synapses of presynaptic neuron i, padded
/// to whole lanes, so that a spike adds one contiguous row to the postsynaptic currents. Sums onto
/// a single lane stay in a register, where a row's addition need not wait for the last one's store.
final class WeightMatrix {
  let rows: Int
  let columns: Int
  /// Lanes per row.
  let blocks: Int
  let storage: LaneBuffer

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    blocks = laneCount(columns)
    storage = LaneBuffer(blocks: rows * laneCount(columns))
  }

  /// Lanes from one presynaptic neuron's row to the next, where one row may serve all of them.
  var stride: Int { rows == 1 ? 0 : blocks }

  func row(_ index: Int) -> UnsafeMutablePointer<Float> {
    storage.scalars + index * blocks * Lanes.scalarCount
  }

  /// Copies rows × columns values, row after row; a single value fills every place, tied ones those
  /// that share them.
  func load(_ values: SliceValues) {
    for index in 0..<rows {
      let row = row(index)
      switch values.tying {
      case .none: for column in 0..<columns { row[column] = values[index * columns + column] }
      case .rows(let numbers):
        let value = values[numbers[index]]
        for column in 0..<columns { row[column] = value }
      }
    }
  }

  /// The rows × columns scalars, row after row.
  var values: [Float] {
    (0..<rows).flatMap { UnsafeBufferPointer(start: row($0), count: columns) }
  }

  /// currents += Σ over the active rows: the event-driven synaptic sum.
  func addRows(
    _ active: UnsafePointer<Int>, count: Int, to currents: UnsafeMutablePointer<Lanes>
  ) {
    let (rows, blocks) = (storage.lanes, blocks)
    guard blocks > 1 else {
      var sum = currents[0]
      for event in 0..<count { sum += rows[active[event]] }
      currents[0] = sum
      return
    }
    for event in 0..<count {
      // Unchecked: the place of a row within allocated memory fits an Int; here and in all kernels.
      let row = rows + active[event] &* blocks
      for block in 0..<blocks { currents[block] += row[block] }
    }
  }

  /// excitation += Σ a_i max(row_i, 0), inhibition += Σ a_i max(−row_i, 0) over the active rows.
  /// - Parameter amounts: a, one per row.
  func addRows(
    _ active: UnsafePointer<Int>, count: Int, scaledBy amounts: UnsafePointer<Float>,
    excitation: UnsafeMutablePointer<Lanes>, inhibition: UnsafeMutablePointer<Lanes>
  ) {
    for event in 0..<count {
      let row = storage.lanes + active[event] &* blocks
      let amount = amounts[active[event]]
      for block in 0..<blocks {
        let weights = row[block]
        let positive = weights.replacing(with: 0, where: weights .< 0)
        excitation[block] += amount * positive
        inhibition[block] += amount * (positive - weights)
      }
    }
  }

  /// currents += Σ_i z_i row_i: the dense sum, for analogue input.
  func addRows(scaledBy signal: UnsafePointer<Float>, to currents: UnsafeMutablePointer<Lanes>) {
    let blocks = blocks
    guard blocks > 1 else {
      var sum = currents[0]
      for index in 0..<rows { sum += signal[index] * storage.lanes[index] }
      currents[0] = sum
      return
    }
    for index in 0..<rows {
      let row = storage.lanes + index &* blocks
      let scale = signal[index]
      for block in 0..<blocks { currents[block] += scale * row[block] }
    }
  }
}
