/// A parameter matrix or table, padded to whole lanes, with its gradient.
final class BatchTable<Scalar: AdjointScalar> {
  let rows: Int
  let columns: Int
  let width: Int
  let values: BatchBuffer<Scalar>
  let gradient: BatchBuffer<Scalar>

  init(rows: Int, columns: Int, in memory: BatchMemory) {
    self.rows = rows
    self.columns = columns
    width = paddedWidth(columns)
    values = BatchBuffer(rows * width, in: memory)
    gradient = BatchBuffer(rows * width, in: memory)
  }

  /// Lanes of a row.
  var blocks: Int { width / 8 }

  func load(_ parameters: UnsafePointer<Scalar>) {
    for row in 0..<rows {
      (values.base + row * width).update(from: parameters + row * columns, count: columns)
    }
    gradient.clear()
  }

  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    for row in 0..<rows {
      for column in 0..<columns {
        parameters[row * columns + column] += gradient.base[row * width + column]
      }
    }
  }
}

/// A plasticity coefficient of a projection at its granularity, spread over lanes: one row per
/// presynaptic neuron at synapse granularity, otherwise one row for all.
final class BatchCoefficient<Scalar: AdjointScalar> {
  let table: BatchTable<Scalar>
  private let granularity: Granularity
  private let place: BatchPlan.Coefficient

  init(
    _ place: BatchPlan.Coefficient, _ granularity: Granularity, rows: Int, columns: Int,
    in memory: BatchMemory
  ) {
    self.place = place
    self.granularity = granularity
    table = BatchTable(
      rows: granularity == .synapse ? rows : 1, columns: columns, in: memory)
  }

  /// Its places, for the kernels.
  var lanes: CoefficientLanes<Scalar> {
    CoefficientLanes(
      values: table.values.lanes, gradient: table.gradient.lanes,
      stride: granularity == .synapse ? table.blocks : 0)
  }

  func load(_ parameters: UnsafePointer<Scalar>) {
    let from = parameters + place.range.lowerBound
    if granularity == .population {
      for column in 0..<table.columns { table.values.base[column] = from[0] }
      table.gradient.clear()
    } else {
      table.load(from)
    }
    guard place.isRate else { return }
    for row in 0..<table.rows {
      for column in 0..<table.columns {
        let p = table.values.base + row * table.width + column
        p.pointee = 1 / (1 + Scalar.exponential(-p.pointee))
      }
    }
  }

  /// Adds the gradient, through the logit where there is one.
  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    let to = parameters + place.range.lowerBound
    for row in 0..<table.rows {
      for column in 0..<table.columns {
        let n = row * table.width + column
        let rate = table.values.base[n]
        let slope = place.isRate ? rate * (1 - rate) : 1
        let index = granularity == .population ? 0 : row * table.columns + column
        to[index] += table.gradient.base[n] * slope
      }
    }
  }
}

/// Where the kernels find a coefficient and leave its gradient.
struct CoefficientLanes<Scalar: AdjointScalar> {
  let values: UnsafeMutablePointer<SIMD8<Scalar>>
  let gradient: UnsafeMutablePointer<SIMD8<Scalar>>
  /// Lanes from one presynaptic neuron's row to the next; 0 where all share one.
  let stride: Int

  /// Whether all synapses onto a neuron share one.
  var isShared: Bool { stride == 0 }

  @inline(__always)
  func place(_ row: Int, _ block: Int) -> Int { row &* stride &+ block }
}
