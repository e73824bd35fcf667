import COpenBLAS

/// The one place where OpenBLAS, and LAPACK inside it, is called.
enum OpenBLAS {
  /// Workers are ours: OpenBLAS itself must not start threads.
  static let oneThread: Void = openblas_set_num_threads(1)

  /// LAPACK's `dsyevd`, by divide and conquer: replaces the symmetric matrix `a` [n, n] by its
  /// eigenvectors, one a row, and fills `values` with the eigenvalues from the smallest up.
  /// - Returns: whether it converged.
  static func decompose(
    _ a: inout [Double], values: inout [Double], dimension n: Int
  ) -> Bool {
    oneThread
    var order = Int32(n)
    var info: Int32 = 0
    // The sizes that its documentation asks for with eigenvectors.
    var workCount = Int32(1 + 6 * n + 2 * n * n)
    var integerCount = Int32(3 + 5 * n)
    var work = [Double](repeating: 0, count: Int(workCount))
    var integers = [Int32](repeating: 0, count: Int(integerCount))
    // Rows here are columns there, which for a symmetric matrix is the same.
    dsyevd_(
      "V", "L", &order, &a, &order, &values, &work, &workCount, &integers, &integerCount, &info, 1,
      1)
    return info == 0
  }
}

extension MatrixProduct {
  fileprivate var a: CBLAS_TRANSPOSE { transposesA ? CblasTrans : CblasNoTrans }
  fileprivate var b: CBLAS_TRANSPOSE { transposesB ? CblasTrans : CblasNoTrans }
}

extension Double: DenseScalar {
  public static func multiply(
    _ p: MatrixProduct, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    keeping beta: Double, into c: UnsafeMutablePointer<Double>
  ) {
    OpenBLAS.oneThread
    cblas_dgemm(
      CblasRowMajor, p.a, p.b, Int32(p.rows), Int32(p.columns), Int32(p.inner), 1, a,
      Int32(p.strideA), b, Int32(p.strideB), beta, c, Int32(p.strideC))
  }
}
