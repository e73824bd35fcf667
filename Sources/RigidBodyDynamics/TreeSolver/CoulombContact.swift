import NumericalMethods

/// One contact by itself: three coupled rows, a normal and two tangents.
///
///     y = G λ + c,   0 ≤ λ_n ⊥ y_n ≥ 0,   |λ_t| ≤ µ λ_n,
///     y_t = −s λ_t with s ≥ 0, s = 0 within the cone
///
/// Coulomb's law with maximal dissipation at the step's end (Moreau 1988; Jourdan, Alart, Jean
/// 1998).
struct CoulombContact {
  /// G: symmetric, positive definite [1/kg].
  var nn, tn, un, tt, tu, uu: Double
  /// Friction coefficient µ.
  var friction: Double

  /// Impulses λ = (n, t, u) [N s] for the velocities `c` [m/s] that all else leads to. There is
  /// always one: where c_n ≥ 0 it is 0, and where not, the slip's stiffness s has a root between
  /// sticking and ∞.
  func solve(_ cn: Double, _ ct: Double, _ cu: Double) -> (n: Double, t: Double, u: Double) {
    if cn >= 0 { return (0, 0, 0) }
    // Without friction's normal row: (A + s 1) λ_t = −d, λ_n = −(c_n + g · λ_t) / G_nn.
    let inverse = 1 / nn
    let (a, b, d) = (
      tt - tn * tn * inverse, tu - tn * un * inverse, uu - un * un * inverse
    )
    let (dt, du) = (ct - tn * cn * inverse, cu - un * cn * inverse)

    func impulses(_ s: Double) -> (n: Double, t: Double, u: Double) {
      let (p, q) = (a + s, d + s)
      let determinant = p * q - b * b
      let t = (b * du - q * dt) / determinant
      let u = (b * dt - p * du) / determinant
      return (-(cn + tn * t + un * u) * inverse, t, u)
    }
    /// Beyond the cone: positive, within: not.
    func excess(_ f: (n: Double, t: Double, u: Double)) -> Double {
      (f.t * f.t + f.u * f.u).squareRoot() - friction * f.n
    }

    let stuck = impulses(0)
    if excess(stuck) <= 0 { return stuck }
    if friction == 0 { return (-cn * inverse, 0, 0) }
    // s → ∞ leaves λ_n = −c_n/G_nn > 0 and λ_t = 0, within the cone.
    let pull = (dt * dt + du * du).squareRoot()
    var low = 0.0
    var high = pull / (friction * -cn * inverse)
    while excess(impulses(high)) > 0 { (low, high) = (high, 4 * high) }
    // Regula falsi that halves a stale end's weight (Illinois): brackets the root, in about eight
    // steps.
    var (atLow, atHigh) = (excess(impulses(low)), excess(impulses(high)))
    var lastWasLow: Bool?
    for _ in 0..<60 {
      let s = (low * atHigh - high * atLow) / (atHigh - atLow)
      guard s > low, s < high else { break }
      let trial = impulses(s)
      let value = excess(trial)
      if value > 0 {
        (low, atLow) = (s, value)
        if lastWasLow == true { atHigh /= 2 }
      } else {
        (high, atHigh) = (s, value)
        if lastWasLow == false { atLow /= 2 }
      }
      lastWasLow = value > 0
      if abs(value) <= 1e-12 * friction * trial.n { break }
    }
    return impulses(high)
  }
}

extension Vector3 {
  /// Two unit vectors that make a right-handed frame with this one.
  var tangents: (Vector3, Vector3) {
    // The axis that is furthest from this vector.
    let other: Vector3 = abs(x) <= abs(y) ? .unitX : .unitY
    let t = other.cross(self).normalized
    return (t, cross(t))
  }
}
