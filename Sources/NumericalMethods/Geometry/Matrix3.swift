/// A 3 × 3 matrix in row-major order; inertia tensors [kg m²] and rotations.
@frozen
public struct Matrix3: Sendable, Hashable, Codable {
  public var r0, r1, r2: Vector3

  @inlinable
  public init(rows r0: Vector3, _ r1: Vector3, _ r2: Vector3) {
    (self.r0, self.r1, self.r2) = (r0, r1, r2)
  }

  public static let zero = Matrix3(rows: .zero, .zero, .zero)
  public static let identity = Matrix3(diagonal: Vector3(1, 1, 1))

  @inlinable
  public init(diagonal d: Vector3) {
    self.init(rows: Vector3(d.x, 0, 0), Vector3(0, d.y, 0), Vector3(0, 0, d.z))
  }

  /// The symmetric matrix with the six entries that URDF's `<inertia>` names.
  @inlinable
  public init(xx: Double, yy: Double, zz: Double, xy: Double, xz: Double, yz: Double) {
    self.init(rows: Vector3(xx, xy, xz), Vector3(xy, yy, yz), Vector3(xz, yz, zz))
  }

  @inlinable
  public init(_ q: Quaternion) {
    let c0 = q.rotate(.unitX)
    let c1 = q.rotate(.unitY)
    let c2 = q.rotate(.unitZ)
    self.init(
      rows: Vector3(c0.x, c1.x, c2.x), Vector3(c0.y, c1.y, c2.y), Vector3(c0.z, c1.z, c2.z))
  }

  @inlinable
  public var transpose: Matrix3 {
    Matrix3(
      rows: Vector3(r0.x, r1.x, r2.x), Vector3(r0.y, r1.y, r2.y), Vector3(r0.z, r1.z, r2.z))
  }
  @inlinable public var trace: Double { r0.x + r1.y + r2.z }

  @inlinable
  public static func + (a: Matrix3, b: Matrix3) -> Matrix3 {
    Matrix3(rows: a.r0 + b.r0, a.r1 + b.r1, a.r2 + b.r2)
  }
  @inlinable
  public static func * (a: Matrix3, s: Double) -> Matrix3 {
    Matrix3(rows: a.r0 * s, a.r1 * s, a.r2 * s)
  }
  @inlinable
  public static func * (a: Matrix3, v: Vector3) -> Vector3 {
    Vector3(a.r0.dot(v), a.r1.dot(v), a.r2.dot(v))
  }
  @inlinable
  public static func * (a: Matrix3, b: Matrix3) -> Matrix3 {
    let t = b.transpose
    return Matrix3(rows: t * a.r0, t * a.r1, t * a.r2)
  }

  /// The inertia of a point mass `m` [kg] at `d` [m] about the origin: m (|d|² 1 − d dᵀ),
  /// the term of the parallel-axis theorem.
  public static func pointInertia(mass m: Double, at d: Vector3) -> Matrix3 {
    Matrix3(
      xx: m * (d.y * d.y + d.z * d.z), yy: m * (d.x * d.x + d.z * d.z),
      zz: m * (d.x * d.x + d.y * d.y), xy: -m * d.x * d.y, xz: -m * d.x * d.z, yz: -m * d.y * d.z)
  }

  /// Eigenvalues of a symmetric matrix in ascending order, by the trigonometric solution of the
  /// characteristic cubic (Smith 1961). Off-diagonal entries below the diagonal are not read.
  public var symmetricEigenvalues: (Double, Double, Double) {
    let offDiagonal = r0.y * r0.y + r0.z * r0.z + r1.z * r1.z
    if offDiagonal == 0 {
      let s = [r0.x, r1.y, r2.z].sorted()
      return (s[0], s[1], s[2])
    }
    let q = trace / 3
    let spread = (r0.x - q, r1.y - q, r2.z - q)
    let p2 =
      spread.0 * spread.0 + spread.1 * spread.1 + spread.2 * spread.2 + 2 * offDiagonal
    let p = (p2 / 6).squareRoot()
    let b = (self + Matrix3.identity * -q) * (1 / p)
    let halfDeterminant = b.r0.dot(b.r1.cross(b.r2)) / 2
    let phi = Double.acos(min(max(halfDeterminant, -1), 1)) / 3
    let largest = q + 2 * p * Double.cos(phi)
    let smallest = q + 2 * p * Double.cos(phi + 2 * .pi / 3)
    return (smallest, 3 * q - largest - smallest, largest)
  }
}
