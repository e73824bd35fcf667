import NumericalMethods

extension Geometry {
  /// Inertia [kg m²] about the centre of the solid filled evenly with `mass` [kg], its own axes.
  func inertia(mass m: Double) -> Matrix3 {
    switch self {
    case .sphere(let r): return Matrix3.identity * (2 * m * r * r / 5)
    case .box(let s):
      let (x, y, z) = (s.x * s.x, s.y * s.y, s.z * s.z)
      return Matrix3(diagonal: Vector3(y + z, x + z, x + y) * (m / 12))
    case .cylinder(let r, let l):
      let across = m * (3 * r * r + l * l) / 12
      return Matrix3(diagonal: Vector3(across, across, m * r * r / 2))
    case .capsule(let r, let l):
      // A cylinder and, at its ends, two half balls whose centres of mass lie 3r/8 beyond them.
      let tube = m * l / (l + 4 * r / 3)
      let balls = m - tube
      let across =
        tube * (3 * r * r + l * l) / 12
        + balls * (2 * r * r / 5 + l * l / 4 + 3 * l * r / 8)
      return Matrix3(
        diagonal: Vector3(across, across, tube * r * r / 2 + balls * 2 * r * r / 5))
    }
  }
}

extension MassPart {
  /// [kg/m³]: that of water, and roughly that of robots.
  static let density = 1000.0

  /// The solids evenly filled with `mass` [kg] together, or with water where it is nil. Where
  /// solids overlap, their matter counts twice.
  ///
  /// Precondition: at least one shape.
  init(filling shapes: [CollisionShape], mass: Double?) {
    let volume = shapes.reduce(0) { $0 + $1.geometry.volume }
    let density = mass.map { $0 / volume } ?? Self.density
    let parts = shapes.map { shape in
      let m = density * shape.geometry.volume
      return MassPart(mass: m, center: .zero, inertia: shape.geometry.inertia(mass: m))
        .moved(by: shape.pose)
    }
    self.init(sum: parts)
  }

  /// A ball of `mass` [kg] as dense as water, about `center` [m].
  init(ballOf mass: Double, at center: Vector3) {
    let radius = Double.pow(3 * mass / (4 * .pi * Self.density), 1.0 / 3)
    self.init(
      mass: mass, center: center, inertia: Geometry.sphere(radius: radius).inertia(mass: mass))
  }

  /// m = Σ mᵢ, c = Σ mᵢ cᵢ / m, I = Σ Iᵢ + mᵢ (|dᵢ|² 1 − dᵢ dᵢᵀ) with dᵢ = cᵢ − c.
  ///
  /// Precondition: the sum of the masses is above 0.
  init(sum parts: [MassPart]) {
    mass = parts.reduce(0) { $0 + $1.mass }
    let center = parts.reduce(Vector3.zero) { $0 + $1.center * $1.mass } / mass
    self.center = center
    inertia = parts.reduce(Matrix3.zero) {
      $0 + $1.inertia + Matrix3.pointInertia(mass: $1.mass, at: $1.center - center)
    }
  }
}
