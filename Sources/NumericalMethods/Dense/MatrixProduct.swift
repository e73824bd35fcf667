/// Scalars for which OpenBLAS has kernels.
public protocol DenseScalar: BinaryFloatingPoint {
  /// C ← op(A) op(B) + β C for row-major matrices; see ``MatrixProduct``.
  static func multiply(
    _ product: MatrixProduct, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    keeping beta: Self,
    into c: UnsafeMutablePointer<Self>)
}

/// The shapes of a product C [rows, columns] = op(A) [rows, inner] · op(B) [inner, columns] of
/// row-major matrices, whose rows lie `…Stride` scalars apart.
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
    strideA: Int, strideB: Int, strideC: Int
  ) {
    self.rows = rows
    self.columns = columns
    self.inner = inner
    self.transposesA = transposesA
    self.transposesB = transposesB
    self.strideA = strideA
    self.strideB = strideB
    self.strideC = strideC
  }
}
