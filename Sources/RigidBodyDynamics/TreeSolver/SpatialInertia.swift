import NumericalMethods

/// A linear and an angular part: velocity of a body's centre of mass [m/s] and its angular velocity
/// [rad/s], or an impulse [N s] there with a moment [N m s]; world axes.
struct Spatial {
  var linear: Vector3
  var angular: Vector3

  static let zero = Spatial(linear: .zero, angular: .zero)

  /// Whether squares of it do not overflow; false where it is not a number.
  @inline(__always) var isModerate: Bool {
    linear.lengthSquared < 1e60 && angular.lengthSquared < 1e60
  }

  @inline(__always) func dot(_ other: Spatial) -> Double {
    linear.dot(other.linear) + angular.dot(other.angular)
  }

  @inline(__always) static func + (a: Spatial, b: Spatial) -> Spatial {
    Spatial(linear: a.linear + b.linear, angular: a.angular + b.angular)
  }
  @inline(__always) static func - (a: Spatial, b: Spatial) -> Spatial {
    Spatial(linear: a.linear - b.linear, angular: a.angular - b.angular)
  }
  @inline(__always) static func * (a: Spatial, s: Double) -> Spatial {
    Spatial(linear: a.linear * s, angular: a.angular * s)
  }

  /// The velocity of a rigid body's point `d` [m] from where this is the velocity.
  @inline(__always) func velocity(at d: Vector3) -> Spatial {
    Spatial(linear: linear + angular.cross(d), angular: angular)
  }

  /// This impulse, which acts at `d` [m] from a point, as an impulse at that point.
  @inline(__always) func impulse(from d: Vector3) -> Spatial {
    Spatial(linear: linear, angular: angular + d.cross(linear))
  }
}

/// A symmetric 3 × 3 matrix.
struct Symmetric3 {
  var xx, yy, zz, xy, xz, yz: Double

  static let zero = Symmetric3(xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0)

  var row0: Vector3 { Vector3(xx, xy, xz) }
  var row1: Vector3 { Vector3(xy, yy, yz) }
  var row2: Vector3 { Vector3(xz, yz, zz) }
}

extension Symmetric3 {
  /// R I Rᵀ of a symmetric I.
  @inline(__always) init(_ inertia: Matrix3, turnedBy r: Matrix3) {
    // Rows of R I; I is its own transpose.
    let (a, b, c) = (inertia * r.r0, inertia * r.r1, inertia * r.r2)
    self.init(
      xx: a.dot(r.r0), yy: b.dot(r.r1), zz: c.dot(r.r2), xy: a.dot(r.r1), xz: a.dot(r.r2),
      yz: b.dot(r.r2))
  }

  @inline(__always) static func * (m: Symmetric3, v: Vector3) -> Vector3 {
    Vector3(
      m.xx * v.x + m.xy * v.y + m.xz * v.z, m.xy * v.x + m.yy * v.y + m.yz * v.z,
      m.xz * v.x + m.yz * v.y + m.zz * v.z)
  }

  /// self + s v vᵀ.
  @inline(__always) mutating func add(_ s: Double, outer v: Vector3) {
    let w = v * s
    xx += w.x * v.x
    yy += w.y * v.y
    zz += w.z * v.z
    xy += w.x * v.y
    xz += w.x * v.z
    yz += w.y * v.z
  }

  @inline(__always) static func + (a: Symmetric3, b: Symmetric3) -> Symmetric3 {
    Symmetric3(
      xx: a.xx + b.xx, yy: a.yy + b.yy, zz: a.zz + b.zz, xy: a.xy + b.xy, xz: a.xz + b.xz,
      yz: a.yz + b.yz)
  }
}

/// An articulated body's inertia about its centre of mass, world axes: impulse = A · velocity
/// (Featherstone 2008, *Rigid Body Dynamics Algorithms*, §7.2).
///
///     A = | linear   coupling |
///         | couplingᵀ angular |
struct SpatialInertia {
  var linear: Symmetric3
  var coupling: Matrix3
  var angular: Symmetric3

  static let zero = SpatialInertia(linear: .zero, coupling: .zero, angular: .zero)
}

extension SpatialInertia {
  /// A rigid body.
  @inline(__always) init(mass: Double, inertia: Symmetric3) {
    self.init(
      linear: Symmetric3(xx: mass, yy: mass, zz: mass, xy: 0, xz: 0, yz: 0), coupling: .zero,
      angular: inertia)
  }

  @inline(__always) static func * (a: SpatialInertia, v: Spatial) -> Spatial {
    let c = a.coupling
    return Spatial(
      linear: a.linear * v.linear + c * v.angular,
      angular: c.r0 * v.linear.x + c.r1 * v.linear.y + c.r2 * v.linear.z + a.angular * v.angular)
  }

  /// self + s u uᵀ.
  @inline(__always) mutating func add(_ s: Double, outer u: Spatial) {
    linear.add(s, outer: u.linear)
    let w = u.angular * s
    coupling.r0 += w * u.linear.x
    coupling.r1 += w * u.linear.y
    coupling.r2 += w * u.linear.z
    angular.add(s, outer: u.angular)
  }

  /// Xᵀ A X, where X takes the velocity of a point to that of the point `d` [m] from it: what this
  /// inertia is for one who holds it at −d.
  @inline(__always) func shifted(by d: Vector3) -> SpatialInertia {
    // C′ = C − L [d]×, whose rows are C_i − L_i × d.
    let moved = Matrix3(
      rows: coupling.r0 - linear.row0.cross(d), coupling.r1 - linear.row1.cross(d),
      coupling.r2 - linear.row2.cross(d))
    // [d]× B, by rows: (d × b)_i with b the columns of B.
    let k0 = moved.r2 * d.y - moved.r1 * d.z
    let k1 = moved.r0 * d.z - moved.r2 * d.x
    let k2 = moved.r1 * d.x - moved.r0 * d.y
    let t0 = coupling.r2 * d.y - coupling.r1 * d.z
    let t1 = coupling.r0 * d.z - coupling.r2 * d.x
    let t2 = coupling.r1 * d.x - coupling.r0 * d.y
    // A′ = A + [d]× C′ + ([d]× C)ᵀ, which is symmetric.
    return SpatialInertia(
      linear: linear, coupling: moved,
      angular: Symmetric3(
        xx: angular.xx + k0.x + t0.x, yy: angular.yy + k1.y + t1.y, zz: angular.zz + k2.z + t2.z,
        xy: angular.xy + k0.y + t1.x, xz: angular.xz + k0.z + t2.x, yz: angular.yz + k1.z + t2.y))
  }

  @inline(__always) static func + (a: SpatialInertia, b: SpatialInertia) -> SpatialInertia {
    SpatialInertia(
      linear: a.linear + b.linear, coupling: a.coupling + b.coupling,
      angular: a.angular + b.angular)
  }
}

/// The lower triangle L of a root's articulated inertia A = L Lᵀ, and what follows from it.
struct SpatialCholesky {
  /// Row by row, the diagonal inverted.
  private var l: InlineArray<21, Double>

  init() { l = InlineArray(repeating: 0) }

  /// Precondition: A is positive definite, as any inertia is.
  init(_ a: SpatialInertia) {
    let rows: [6 of Vector3] = [
      a.linear.row0, a.linear.row1, a.linear.row2, a.angular.row0, a.angular.row1, a.angular.row2,
    ]
    let c = a.coupling.transpose
    let cross: [3 of Vector3] = [c.r0, c.r1, c.r2]
    l = InlineArray(repeating: 0)
    for i in 0..<6 {
      for j in 0...i {
        var sum: Double
        if i < 3 {
          sum = Self.entry(rows[i], j)
        } else if j < 3 {
          sum = Self.entry(cross[i - 3], j)
        } else {
          sum = Self.entry(rows[i], j - 3)
        }
        for k in 0..<j { sum -= l[Self.at(i, k)] * l[Self.at(j, k)] }
        l[Self.at(i, j)] = i == j ? 1 / sum.squareRoot() : sum * l[Self.at(j, j)]
      }
    }
  }

  @inline(__always) private static func at(_ i: Int, _ j: Int) -> Int { i * (i + 1) / 2 + j }
  @inline(__always) private static func entry(_ v: Vector3, _ k: Int) -> Double {
    k == 0 ? v.x : k == 1 ? v.y : v.z
  }

  /// L⁻¹ f, written to six places.
  @inline(__always) func forward(_ f: Spatial, into z: UnsafeMutablePointer<Double>) {
    let right: [6 of Double] = [
      f.linear.x, f.linear.y, f.linear.z, f.angular.x, f.angular.y, f.angular.z,
    ]
    for i in 0..<6 {
      var sum = right[i]
      for k in 0..<i { sum -= l[Self.at(i, k)] * z[k] }
      z[i] = sum * l[Self.at(i, i)]
    }
  }

  /// L⁻ᵀ z.
  @inline(__always) func backward(_ z: UnsafePointer<Double>) -> Spatial {
    var x: [6 of Double] = InlineArray(repeating: 0)
    for i in stride(from: 5, through: 0, by: -1) {
      var sum = z[i]
      for k in i + 1..<6 { sum -= l[Self.at(k, i)] * x[k] }
      x[i] = sum * l[Self.at(i, i)]
    }
    return Spatial(
      linear: Vector3(x[0], x[1], x[2]), angular: Vector3(x[3], x[4], x[5]))
  }
}
