/// Scalars for which OpenBLAS has kernels.
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
