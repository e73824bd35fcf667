/// A parameter matrix, padded to whole lanes, with its gradient.
final class BatchTable<Scalar: NetworkScalar> {
  let rows: Int
  let columns: Int
  let width: Int
  let values: BatchBuffer<Scalar>
  let gradient: BatchBuffer<Scalar>
  /// Its first number in the parameter vector.
  private let first: Int

  init(_ range: Range<Int>, rows: Int, columns: Int, in memory: BatchMemory) {
    (self.rows, self.columns, first) = (rows, columns, range.lowerBound)
    width = paddedWidth(columns)
    values = BatchBuffer(rows * width, in: memory)
    gradient = BatchBuffer(rows * width, in: memory)
  }

  /// Lanes of a row.
  var blocks: Int { width / 8 }

  func load(_ parameters: UnsafePointer<Scalar>) {
    for row in 0..<rows {
      (values.base + row * width).update(from: parameters + first + row * columns, count: columns)
    }
    gradient.clear()
  }

  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    for row in 0..<rows {
      for column in 0..<columns {
        parameters[first + row * columns + column] += gradient.base[row * width + column]
      }
    }
  }
}

/// A plasticity coefficient of a projection at its granularity, spread over lanes: one row per
/// presynaptic neuron at synapse granularity, otherwise one row for all.
final class BatchCoefficient<Scalar: NetworkScalar> {
  let table: BatchTable<Scalar>
  private let granularity: Granularity
  private let slice: ParameterLayout.Slice

  init(
    _ slice: ParameterLayout.Slice, _ granularity: Granularity, rows: Int, columns: Int,
    in memory: BatchMemory
  ) {
    (self.slice, self.granularity) = (slice, granularity)
    table = BatchTable(
      slice.range, rows: granularity.isShared ? 1 : rows, columns: columns, in: memory)
  }

  /// Its places, for the kernels.
  var lanes: CoefficientLanes<Scalar> {
    CoefficientLanes(
      values: table.values.lanes, gradient: table.gradient.lanes,
      stride: granularity.isShared ? 0 : table.blocks)
  }

  func load(_ parameters: UnsafePointer<Scalar>) {
    eachPlace { n, index in table.values.base[n] = slice.transform.value(parameters[index]) }
    table.gradient.clear()
  }

  /// Adds the gradient by the numbers of the vector.
  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    eachPlace { n, index in
      parameters[index] += table.gradient.base[n] * slice.transform.slope(at: table.values.base[n])
    }
  }

  /// Calls `body` with each place of the table and its number's place in the vector.
  @inline(__always)
  private func eachPlace(_ body: (Int, Int) -> Void) {
    let first = slice.range.lowerBound
    for row in 0..<table.rows {
      for column in 0..<table.columns {
        let index = granularity == .population ? 0 : row * table.columns + column
        body(row * table.width + column, first + index)
      }
    }
  }
}

/// Where the kernels find a coefficient and leave its gradient.
struct CoefficientLanes<Scalar: NetworkScalar> {
  let values: UnsafeMutablePointer<SIMD8<Scalar>>
  let gradient: UnsafeMutablePointer<SIMD8<Scalar>>
  /// Lanes from one presynaptic neuron's row to the next; 0 where all share one.
  let stride: Int

  /// Whether all synapses onto a neuron share one.
  var isShared: Bool { stride == 0 }

  @inline(__always)
  func place(_ row: Int, _ block: Int) -> Int { row &* stride &+ block }
}
