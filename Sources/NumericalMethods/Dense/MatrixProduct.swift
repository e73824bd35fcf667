/// Scalars of which dense products are taken: in single precision, where training rests on them, in
/// an order of our own with the same bits on every machine; in double precision by OpenBLAS, whose
/// kernel the processor chooses.
public protocol DenseScalar: BinaryFloatingPoint {
  /// C ← op(A) op(B) + β C for row-major matrices; see ``MatrixProduct``.
  static func multiply(
    _ product: MatrixProduct, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    keeping beta: Self, into c: UnsafeMutablePointer<Self>)
}

/// The shapes of a product C [rows, columns] = op(A) [rows, inner] · op(B) [inner, columns] of
/// row-major matrices, whose rows lie so many scalars apart; nil where nothing stands between them.
public struct MatrixProduct: Sendable {
  public var rows: Int
  public var columns: Int
  public var inner: Int
  public var transposesA = false
  var transposesB = false
  public var strideA: Int
  public var strideB: Int
  public var strideC: Int

  public init(
    rows: Int, columns: Int, inner: Int, transposesA: Bool = false, transposesB: Bool = false,
    strideA: Int? = nil, strideB: Int? = nil, strideC: Int? = nil
  ) {
    (self.rows, self.columns, self.inner) = (rows, columns, inner)
    (self.transposesA, self.transposesB) = (transposesA, transposesB)
    self.strideA = strideA ?? (transposesA ? rows : inner)
    self.strideB = strideB ?? (transposesB ? inner : columns)
    self.strideC = strideC ?? columns
  }
}

extension Float: DenseScalar {
  public static func multiply(
    _ p: MatrixProduct, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, keeping beta: Float,
    into c: UnsafeMutablePointer<Float>
  ) {
    guard p.transposesB else { return p.addInOrder(a, b, p.strideB, keeping: beta, into: c) }
    // Rows of op(B) are columns of B: turned once, they are read in one piece.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: p.inner * p.columns) { turned in
      // Empty only where a side has length 0: then B is not read.
      guard let rows = turned.baseAddress else {
        return p.addInOrder(a, b, 0, keeping: beta, into: c)
      }
      for column in 0..<p.columns {
        for k in 0..<p.inner { rows[k * p.columns + column] = b[column * p.strideB + k] }
      }
      p.addInOrder(a, rows, p.columns, keeping: beta, into: c)
    }
  }
}

extension MatrixProduct {
  /// C ← op(A) B + β C with B [inner, columns] by rows `strideB` apart. Each element is summed from
  /// the first term to the last, whatever the shape; β = 0 reads no C.
  fileprivate func addInOrder(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ strideB: Int, keeping beta: Float,
    into c: UnsafeMutablePointer<Float>
  ) {
    let (rowStep, innerStep) = transposesA ? (1, strideA) : (strideA, 1)
    let whole = columns & ~7
    for row in stride(from: 0, to: rows, by: 4) {
      // Of the last rows some may stand twice: they are computed twice, and stored once.
      let last = min(4, rows &- row) &- 1
      let (a0, a1) = (a + row &* rowStep, a + (row &+ min(1, last)) &* rowStep)
      let (a2, a3) = (a + (row &+ min(2, last)) &* rowStep, a + (row &+ last) &* rowStep)
      for column in stride(from: 0, to: whole, by: 8) {
        var sums = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
        // Eight columns from `column` on lie within a row of B, as `whole` ends before its end.
        for k in 0..<inner {
          let eight = UnsafeRawPointer(b + (k &* strideB &+ column)).loadUnaligned(
            as: SIMD8<Float>.self)
          let place = k &* innerStep
          sums.0 += a0[place] * eight
          sums.1 += a1[place] * eight
          sums.2 += a2[place] * eight
          sums.3 += a3[place] * eight
        }
        let target = c + (row &* strideC &+ column)
        store(sums.0, target, beta)
        if last > 0 { store(sums.1, target + strideC, beta) }
        if last > 1 { store(sums.2, target + 2 &* strideC, beta) }
        if last > 2 { store(sums.3, target + 3 &* strideC, beta) }
      }
      for column in whole..<columns {
        for r in row...row &+ last {
          var sum: Float = 0
          for k in 0..<inner {
            sum += a[r &* rowStep &+ k &* innerStep] * b[k &* strideB &+ column]
          }
          let target = c + (r &* strideC &+ column)
          target.pointee = beta == 0 ? sum : beta * target.pointee + sum
        }
      }
    }
  }

  @inline(__always)
  private func store(_ sum: SIMD8<Float>, _ target: UnsafeMutablePointer<Float>, _ beta: Float) {
    let place = UnsafeMutableRawPointer(target)
    let kept = beta == 0 ? sum : beta * place.loadUnaligned(as: SIMD8<Float>.self) + sum
    place.storeBytes(of: kept, as: SIMD8<Float>.self)
  }
}
