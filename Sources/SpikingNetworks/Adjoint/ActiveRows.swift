/// The presynaptic neurons that are not silent: the others' terms are exact zeros and are passed
/// over.
final class ActiveRows<Scalar: NetworkScalar> {
  /// Their indices.
  let indices: UnsafeMutablePointer<Int>
  private let rows: Int

  init(of rows: Int) {
    self.rows = rows
    indices = .allocate(capacity: rows)
  }

  deinit { indices.deallocate() }

  /// Lists the neurons with z ≠ 0 and returns their number. Every index is written and kept only if
  /// its neuron is active: spikes are too irregular to branch on.
  @inline(__always)
  func find(in z: UnsafeMutablePointer<Scalar>) -> Int {
    let indices = indices
    var count = 0
    for row in 0..<rows {
      // In bounds: `count` is at most `row`.
      indices[count] = row
      count &+= Scalar.countOfActive(z[row])
    }
    return count
  }

  /// sums += z · `matrix`, of `blocks` lanes a row, for the `count` neurons found; four lanes at a
  /// time stay in registers.
  func addProduct(
    _ z: UnsafeMutablePointer<Scalar>, _ count: Int, _ matrix: UnsafeMutablePointer<SIMD8<Scalar>>,
    _ blocks: Int, to sums: UnsafeMutablePointer<SIMD8<Scalar>>
  ) {
    let indices = indices
    var block = 0
    while block &+ 4 <= blocks {
      var (a, b, c, d) = (sums[block], sums[block &+ 1], sums[block &+ 2], sums[block &+ 3])
      for event in 0..<count {
        let row = indices[event]
        // Unchecked: a place within an allocated matrix fits an Int; the last block is blocks − 1.
        let (z, lanes) = (z[row], matrix + (row &* blocks &+ block))
        a += z * lanes[0]
        b += z * lanes[1]
        c += z * lanes[2]
        d += z * lanes[3]
      }
      (sums[block], sums[block &+ 1], sums[block &+ 2], sums[block &+ 3]) = (a, b, c, d)
      block &+= 4
    }
    while block < blocks {
      var sum = sums[block]
      for event in 0..<count {
        let row = indices[event]
        sum += z[row] * matrix[row &* blocks &+ block]
      }
      sums[block] = sum
      block &+= 1
    }
  }
}
