/// The presynaptic neurons that are not silent: the others' terms are exact zeros and are passed over.
final class ActiveRows<Scalar: AdjointScalar> {
  /// Their indices.
  let indices: UnsafeMutablePointer<Int>
  private let rows: Int

  init(of rows: Int) {
    self.rows = rows
    indices = .allocate(capacity: rows)
  }

  deinit { indices.deallocate() }

  /// Lists the neurons with z ≠ 0 and returns their number. Every index is written and kept only if its
  /// neuron is active: spikes are too irregular to branch on.
  @inline(__always)
  func find(in z: UnsafeMutablePointer<Scalar>) -> Int {
    let indices = indices
    var count = 0
    for row in 0..<rows {
      indices[count] = row
      count &+= Scalar.countOfActive(z[row])
    }
    return count
  }
}
