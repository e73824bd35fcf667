import Foundation
import NumericalMethods

extension Matrix3 {
  /// Orthonormal eigenvectors of a symmetric matrix as the rows of a rotation, by cyclic Jacobi
  /// rotations (Golub & Van Loan, Matrix Computations, 8.5); eight sweeps leave rounding only.
  var eigenvectorRows: Matrix3 {
    var a = self
    var rows = Matrix3.identity
    for _ in 0..<8 {
      for turn in [Self.planeXY, Self.planeXZ, Self.planeYZ] {
        let rotation = turn(a)
        a = rotation * a * rotation.transpose
        rows = rotation * rows
      }
    }
    return rows
  }

  /// Cosine and sine that make the entry `pq` between diagonal entries `pp` and `qq` vanish.
  private static func turn(_ pp: Double, _ qq: Double, _ pq: Double) -> (c: Double, s: Double) {
    if pq == 0 { return (1, 0) }
    let tau = (qq - pp) / (2 * pq)
    let t = (tau < 0 ? -1 : 1) / (abs(tau) + (1 + tau * tau).squareRoot())
    let c = 1 / (1 + t * t).squareRoot()
    return (c, t * c)
  }

  private static func planeXY(_ a: Matrix3) -> Matrix3 {
    let (c, s) = turn(a.r0.x, a.r1.y, a.r0.y)
    return Matrix3(rows: Vector3(c, -s, 0), Vector3(s, c, 0), .unitZ)
  }

  private static func planeXZ(_ a: Matrix3) -> Matrix3 {
    let (c, s) = turn(a.r0.x, a.r2.z, a.r0.z)
    return Matrix3(rows: Vector3(c, 0, -s), .unitY, Vector3(s, 0, c))
  }

  private static func planeYZ(_ a: Matrix3) -> Matrix3 {
    let (c, s) = turn(a.r1.y, a.r2.z, a.r1.z)
    return Matrix3(rows: .unitX, Vector3(0, c, -s), Vector3(0, s, c))
  }
}

/// URDF's roll, pitch and yaw [rad] of a rotation; at a pitch of ±π/2 the roll is 0.
func rollPitchYaw(_ q: Quaternion) -> Vector3 {
  let r = Matrix3(q)
  let level = (r.r0.x * r.r0.x + r.r1.x * r.r1.x).squareRoot()
  let pitch = Double.atan2(y: -r.r2.x, x: level)
  if level < 1e-9 { return Vector3(0, pitch, Double.atan2(y: -r.r0.y, x: r.r1.y)) }
  return Vector3(Double.atan2(y: r.r2.y, x: r.r2.z), pitch, Double.atan2(y: r.r1.x, x: r.r0.x))
}

extension Quaternion {
  /// Of a rotation matrix, by the largest of the four components (Shepperd 1978).
  init(rotation m: Matrix3) {
    let (xx, yy, zz) = (m.r0.x, m.r1.y, m.r2.z)
    let squares = [1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz]
    let (a, b, c) = (m.r2.y - m.r1.z, m.r0.z - m.r2.x, m.r1.x - m.r0.y)
    let (d, e, f) = (m.r1.x + m.r0.y, m.r0.z + m.r2.x, m.r2.y + m.r1.z)
    let candidates = [
      (squares[0], a, b, c), (a, squares[1], d, e), (b, d, squares[2], f),
      (c, e, f, squares[3]),
    ]
    let best = squares.indices.max { squares[$0] < squares[$1] } ?? 0
    let (w, x, y, z) = candidates[best]
    self = Quaternion(w: w, x: x, y: y, z: z).normalized
  }
}
