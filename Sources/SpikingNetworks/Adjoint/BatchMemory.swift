/// Zeroed memory of whole lanes.
final class BatchBuffer<Scalar: AdjointScalar> {
  typealias Lane = SIMD8<Scalar>

  let count: Int
  let base: UnsafeMutablePointer<Scalar>
  private let storage: UnsafeMutablePointer<Lane>

  init(_ count: Int) {
    let lanes = max(laneCount(count), 1)
    self.count = count
    storage = .allocate(capacity: lanes)
    storage.initialize(repeating: .zero, count: lanes)
    base = UnsafeMutableRawPointer(storage).assumingMemoryBound(to: Scalar.self)
  }

  deinit { storage.deallocate() }

  func clear() { storage.update(repeating: .zero, count: laneCount(count)) }
}

/// Eight scalars at a time from an aligned place.
@inline(__always)
func lanes<Scalar: AdjointScalar>(
  _ place: UnsafeMutablePointer<Scalar>
) -> UnsafeMutablePointer<SIMD8<Scalar>> {
  UnsafeMutableRawPointer(place).assumingMemoryBound(to: SIMD8<Scalar>.self)
}

/// Scalars of a padded row.
func paddedWidth(_ count: Int) -> Int { laneCount(count) * 8 }

/// One variable of every sample after every tick: [ticks + 1, batch, width], of which the first is
/// the state before tick 0, all zero.
final class Track<Scalar: AdjointScalar> {
  let width: Int
  let stride: Int
  private let buffer: BatchBuffer<Scalar>

  init(ticks: Int, batch: Int, size: Int) {
    width = paddedWidth(size)
    stride = batch * width
    buffer = BatchBuffer((ticks + 1) * stride)
  }

  /// After tick `t`, from −1.
  @inline(__always)
  func at(_ t: Int) -> UnsafeMutablePointer<Scalar> { buffer.base + (t &+ 1) &* stride }
}

/// A parameter matrix or table, padded to whole lanes, with its gradient.
final class BatchTable<Scalar: AdjointScalar> {
  let rows: Int
  let columns: Int
  let width: Int
  let values: BatchBuffer<Scalar>
  let gradient: BatchBuffer<Scalar>

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    width = paddedWidth(columns)
    values = BatchBuffer(rows * width)
    gradient = BatchBuffer(rows * width)
  }

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
  /// Scalars from one presynaptic neuron's row to the next.
  let stride: Int
  let table: BatchTable<Scalar>
  private let granularity: Granularity
  private let place: BatchPlan.Coefficient

  init(_ place: BatchPlan.Coefficient, _ granularity: Granularity, rows: Int, columns: Int) {
    self.place = place
    self.granularity = granularity
    table = BatchTable(rows: granularity == .synapse ? rows : 1, columns: columns)
    stride = granularity == .synapse ? table.width : 0
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
