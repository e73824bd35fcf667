/// A matrix of whole lanes, whose rows belong to presynaptic neurons.
struct LaneMatrix<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  let lanes: UnsafeMutablePointer<Lane>
  let rows: Int
  /// Lanes of a row.
  let blocks: Int

  /// results[row] += the product of that row and `vector`. Four rows at a time share the loads of
  /// the vector and the sums over lanes.
  func addProducts(
    with vector: UnsafeMutablePointer<Lane>, to results: UnsafeMutablePointer<Scalar>
  ) {
    var row = 0
    while row &+ 4 <= rows {
      // Unchecked: row + 3 is a row of the matrix, whose places fit an Int.
      let place = lanes + row &* blocks
      var (a, b, c, d) = (Lane(), Lane(), Lane(), Lane())
      for block in 0..<blocks {
        let factor = vector[block]
        a += factor * place[block]
        b += factor * place[blocks &+ block]
        c += factor * place[2 &* blocks &+ block]
        d += factor * place[3 &* blocks &+ block]
      }
      let totals = LaneMatrix.totals(a, b, c, d)
      for n in 0..<4 { results[row &+ n] += totals[n] }
      row &+= 4
    }
    while row < rows {
      var sum = Lane()
      for block in 0..<blocks { sum += vector[block] * lanes[row &* blocks &+ block] }
      results[row] += sum.total
      row &+= 1
    }
  }

  /// The sums of the scalars of each.
  @inline(__always)
  private static func totals(_ a: Lane, _ b: Lane, _ c: Lane, _ d: Lane) -> SIMD4<Scalar> {
    let (first, second) = (pairs(halves(a), halves(b)), pairs(halves(c), halves(d)))
    return pairs(first, second)
  }

  @inline(__always)
  private static func halves(_ a: Lane) -> SIMD4<Scalar> { a.lowHalf + a.highHalf }

  /// The sums of neighbours.
  @inline(__always)
  private static func pairs(_ a: SIMD4<Scalar>, _ b: SIMD4<Scalar>) -> SIMD4<Scalar> {
    let both = Lane(lowHalf: a, highHalf: b)
    return both.evenHalf + both.oddHalf
  }
}
