import COpenBLAS
import Foundation

/// What of this machine's arithmetic is not ours and so may differ in its last bits from that of
/// another machine: elementary functions, which the C library chooses by the processor and of which
/// ODE's own solvers use some, and products and decompositions in double precision (CMA-ES), whose
/// kernel OpenBLAS chooses.
public enum ArithmeticKind {
  /// A digest of both on fixed numbers: equal where results are equal in bits.
  public static let digest: String = {
    var digest = Digest64()
    for n in 1...512 {
      let x = Double(n) * 0.037_1 - 9.7
      for value in [sin(x), cos(x), atan2(x, 0.7), acos(x / 10)] { digest.update(value) }
    }
    for (rows, columns, inner) in [(1, 31, 64), (37, 29, 53), (64, 64, 128)] {
      for value in product(rows, columns, inner) { digest.update(value) }
    }
    return digest.hex
  }()

  /// The kernel that OpenBLAS has chosen, such as `Haswell`.
  public static var kernel: String { String(cString: openblas_get_corename()) }

  private static func product(_ rows: Int, _ columns: Int, _ inner: Int) -> [Double] {
    func numbers(_ count: Int) -> [Double] { (0..<count).map { Double(($0 * 37) % 101) / 51 } }
    let (a, b) = (numbers(rows * inner), numbers(inner * columns))
    var c = [Double](repeating: 0, count: rows * columns)
    Double.multiply(
      MatrixProduct(rows: rows, columns: columns, inner: inner), a, b, keeping: 0, into: &c)
    return c
  }
}
