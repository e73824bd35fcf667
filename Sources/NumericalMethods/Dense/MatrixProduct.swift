import COpenBLAS

/// Scalars for which OpenBLAS has kernels.
public protocol DenseScalar: BinaryFloatingPoint {
  /// C ← op(A) op(B) + β C for row-major matrices; see ``MatrixProduct``.
  static func multiply(
    _ product: MatrixProduct, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    keeping beta: Self,
    into c: UnsafeMutablePointer<Self>)
}

/// The shapes of a product C [rows, columns] = op(A) [rows, inner] · op(B) [inner, columns] of row-major
/// matrices, whose rows lie `…Stride` scalars apart.
public struct MatrixProduct: Sendable {
  public var rows: Int
  public var columns: Int
  public var inner: Int
  public var transposesA = false
  public var transposesB = false
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

  var a: CBLAS_TRANSPOSE { transposesA ? CblasTrans : CblasNoTrans }
  var b: CBLAS_TRANSPOSE { transposesB ? CblasTrans : CblasNoTrans }

  /// Workers are ours: OpenBLAS itself must not start threads.
  static let oneThread: Void = openblas_set_num_threads(1)
}

extension Float: DenseScalar {
  public static func multiply(
    _ p: MatrixProduct, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, keeping beta: Float,
    into c: UnsafeMutablePointer<Float>
  ) {
    MatrixProduct.oneThread
    cblas_sgemm(
      CblasRowMajor, p.a, p.b, Int32(p.rows), Int32(p.columns), Int32(p.inner), 1, a,
      Int32(p.strideA), b, Int32(p.strideB), beta, c, Int32(p.strideC))
  }
}

extension Double: DenseScalar {
  public static func multiply(
    _ p: MatrixProduct, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    keeping beta: Double, into c: UnsafeMutablePointer<Double>
  ) {
    MatrixProduct.oneThread
    cblas_dgemm(
      CblasRowMajor, p.a, p.b, Int32(p.rows), Int32(p.columns), Int32(p.inner), 1, a,
      Int32(p.strideA), b, Int32(p.strideB), beta, c, Int32(p.strideC))
  }
}
