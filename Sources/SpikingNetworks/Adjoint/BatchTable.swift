/// A slice of the parameters as a matrix, padded to whole lanes, with its gradient. A slice of one
/// number fills all places of its row, tied ones all places that share them.
final class BatchTable<Scalar: NetworkScalar> {
  let rows: Int
  let columns: Int
  let values: Buffer<Scalar>
  let gradient: Buffer<Scalar>
  private let slice: ParameterLayout.Slice

  init(
    _ slice: ParameterLayout.Slice, rows: Int, columns: Int, values: Buffer<Scalar>,
    gradient: Buffer<Scalar>
  ) {
    (self.slice, self.rows, self.columns) = (slice, rows, columns)
    (self.values, self.gradient) = (values, gradient)
  }

  /// Lanes of a row.
  var blocks: Int { laneCount(columns) }
  var width: Int { paddedWidth(columns) }

  /// Its places, for the kernels.
  var places: TablePlaces<Scalar> {
    TablePlaces(
      values: values.lanes, gradient: gradient.lanes, stride: rows == 1 ? 0 : blocks)
  }

  func load(_ parameters: UnsafePointer<Scalar>) {
    eachPlace { n, index in values.scalars[n] = slice.transform.value(parameters[index]) }
    gradient.fill(0)
  }

  /// Adds the gradient by the numbers of the vector.
  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    eachPlace { n, index in
      parameters[index] += gradient.scalars[n] * slice.transform.slope(at: values.scalars[n])
    }
  }

  /// Calls `body` with each place of the table and its number's place in the vector.
  @inline(__always)
  private func eachPlace(_ body: (Int, Int) -> Void) {
    let (first, count, tying) = (slice.range.lowerBound, slice.range.count, slice.tying)
    for row in 0..<rows {
      for column in 0..<columns {
        let index =
          switch tying {
          case .none: count == 1 ? 0 : row * columns + column
          case .rows(let numbers): numbers[row]
          }
        body(row * width + column, first + index)
      }
    }
  }
}

/// Where the kernels find a plasticity coefficient and leave its gradient: one row per presynaptic
/// neuron, or one for all.
struct TablePlaces<Scalar: NetworkScalar> {
  let values: UnsafeMutablePointer<SIMD8<Scalar>>
  let gradient: UnsafeMutablePointer<SIMD8<Scalar>>
  /// Lanes from one presynaptic neuron's row to the next; 0 where all share one.
  let stride: Int

  @inline(__always)
  func place(_ row: Int, _ block: Int) -> Int { row &* stride &+ block }
}
