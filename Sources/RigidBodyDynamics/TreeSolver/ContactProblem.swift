/// The complementarity problem of a step: contacts with Coulomb friction, stops and closed loops,
/// all coupled through the bodies' trees.
///
///     y = G λ + c,  G = W Wᵀ + R
///
/// Rows: three for each contact (normal and two tangents; impulses λ [N s], velocities y [m/s]),
/// then one for each stop (λ, y ≥ 0, complementary) and each direction that a closed loop locks (y
/// = 0).
struct ContactProblem {
  private(set) var contacts = 0
  private(set) var scalars = 0
  private(set) var columns = 0
  /// What counts of all friction.
  private var frictionShare = 1.0
  @inline(__always) var rows: Int { 3 * contacts + scalars }

  /// [row, column]: responses of the trees.
  var w = Scratch(0.0)
  /// Velocity of each row without any impulse, less what is aimed at.
  var c = Scratch(0.0)
  /// R, the compliance of each row [1/kg].
  var compliance = Scratch(0.0)
  /// λ: before the solution where it starts from.
  var impulse = Scratch(0.0)
  /// Coulomb coefficient of each contact.
  var friction = Scratch(0.0)
  /// Of each scalar row: whether it pulls as well as pushes.
  var isBilateral = Scratch(false)

  /// [row, row]
  var g = Scratch(0.0)
  var y = Scratch(0.0)
  var best = Scratch(0.0)
  /// Of Newton's method: [row, row + 1], the right side last.
  var system = Scratch(0.0)
  var active = Scratch(0)

  /// Largest error of a row with which trials end [m/s] …
  static let tolerance = 1e-8
  /// … and with which a step still counts as solved, when they all have ended.
  static let negligible = 1e-4
  /// How far the projected steps of Newton's method reach, in units of 1/G_ii, one trial after the
  /// other: where one length cycles between two sets of contacts, a longer or shorter one often
  /// does not.
  private static let frictionSteps = 8
  private static let reaches = [1, 10, 0.1, 3, 0.03, 30]
  /// Newton's method is for fewer rows than this.
  private static let newtonRows = 120

  /// Sets the size and clears W.
  mutating func begin(contacts: Int, scalars: Int, columns: Int) {
    (self.contacts, self.scalars, self.columns) = (contacts, scalars, columns)
    let n = rows
    w.require(n * columns)
    g.require(n * n)
    system.require(n * (n + 1))
    c.require(n)
    compliance.require(n)
    impulse.require(n)
    y.require(n)
    best.require(n)
    active.require(n)
    friction.require(contacts)
    isBilateral.require(scalars)
    w.base.update(repeating: 0, count: n * columns)
  }

  func deallocate() {
    for s in [w, c, compliance, impulse, friction, g, y, best, system] { s.deallocate() }
    isBilateral.deallocate()
    active.deallocate()
  }

  /// The row of W to be filled.
  @inline(__always) func row(_ i: Int) -> UnsafeMutablePointer<Double> {
    w.base + i * columns
  }

  /// Finds impulses, starting from those that are there; returns the largest error left [m/s].
  ///
  /// Newton's method on the present set of open, sticking and sliding contacts solves most steps of
  /// a gait in one to three rounds. Where it cycles, block Gauss–Seidel with the exact law of one
  /// contact brings it nearer; where that cycles too, friction is raised from 0 step by step, each
  /// solution the next one's start. The order of trials is part of the bits.
  mutating func solve() -> Double {
    assembleResponses()
    var least = begin(share: 1)
    for (round, reach) in Self.reaches.enumerated() where least > Self.tolerance {
      if rows < Self.newtonRows { least = newton(reach, least) }
      if least > Self.tolerance { least = sweep(10 + 5 * round, least) }
    }
    if least > Self.tolerance, rows < Self.newtonRows { least = raiseFriction(least) }
    impulse.base.update(from: best.base, count: rows)
    enforceCones()
    return least
  }

  /// Takes the present impulses for the best under a share of the friction; returns their error.
  private mutating func begin(share: Double) -> Double {
    frictionShare = share
    updateVelocities()
    keepBest()
    return error()
  }

  /// Follows the solution from no friction to all of it; returns the least error there or before.
  private mutating func raiseFriction(_ before: Double) -> Double {
    let n = rows
    system.require(n * (n + 1) + n)
    let kept = system.base + n * (n + 1)
    kept.update(from: best.base, count: n)
    impulse.base.update(repeating: 0, count: n)
    var least = Double.infinity
    for step in 0...Self.frictionSteps {
      least = begin(share: Double(step) / Double(Self.frictionSteps))
      for reach in Self.reaches where least > Self.tolerance { least = newton(reach, least) }
      restoreBest()
    }
    guard least >= before else { return least }
    best.base.update(from: kept, count: n)
    return before
  }

  /// z = Wᵀ λ.
  func gather(into z: UnsafeMutablePointer<Double>) {
    z.update(repeating: 0, count: columns)
    for i in 0..<rows where impulse[i] != 0 {
      let (row, f) = (row(i), impulse[i])
      for j in 0..<columns { z[j] += row[j] * f }
    }
  }
}

extension ContactProblem {
  private func assembleResponses() {
    let n = rows
    for i in 0..<n {
      for j in 0...i {
        let value = product(row(i), row(j))
        g[i * n + j] = value
        g[j * n + i] = value
      }
      g[i * n + i] += compliance[i]
    }
  }

  /// Four lanes on every machine, added in one order: the same bits on all. `columns` is a multiple
  /// of four, so that no lane reads past a row.
  @inline(__always)
  private func product(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    var sum = SIMD4<Double>.zero
    for k in stride(from: 0, to: columns, by: 4) {
      let x = SIMD4(a[k], a[k + 1], a[k + 2], a[k + 3])
      let z = SIMD4(b[k], b[k + 1], b[k + 2], b[k + 3])
      sum += x * z
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3])
  }

  /// y = G λ + c.
  func updateVelocities() {
    let n = rows
    y.base.update(from: c.base, count: n)
    for i in 0..<n { push(i, by: impulse[i], n) }
  }

  /// Adds what a change of one impulse does to all velocities.
  @inline(__always) func push(_ i: Int, by change: Double, _ n: Int) {
    guard change != 0 else { return }
    let row = g.base + i * n
    for j in 0..<n { y.base[j] += row[j] * change }
  }

  /// Friction coefficient µ of a contact.
  @inline(__always) func coefficient(_ k: Int) -> Double { frictionShare * friction[k] }

  func restoreBest() {
    impulse.base.update(from: best.base, count: rows)
    updateVelocities()
  }

  func keepBest() { best.base.update(from: impulse.base, count: rows) }

  /// The largest natural residual [m/s]: by how much a projected step would change a row.
  func error() -> Double {
    let n = rows
    var largest = 0.0
    for k in 0..<contacts {
      let i = 3 * k
      let stiffness = g[i * n + i]
      largest = max(largest, abs(min(y[i], stiffness * impulse[i])))
      let slip = max(g[(i + 1) * n + i + 1], g[(i + 2) * n + i + 2])
      let (t, u) = (impulse[i + 1] - y[i + 1] / slip, impulse[i + 2] - y[i + 2] / slip)
      let length = (t * t + u * u).squareRoot()
      let bound = coefficient(k) * max(impulse[i], 0)
      let share = length > bound ? bound / length : 1
      let (dt, du) = (impulse[i + 1] - share * t, impulse[i + 2] - share * u)
      largest = max(largest, (dt * dt + du * du).squareRoot() * slip)
    }
    for i in 3 * contacts..<n {
      let e =
        isBilateral[i - 3 * contacts] ? abs(y[i]) : abs(min(y[i], g[i * n + i] * impulse[i]))
      largest = max(largest, e)
    }
    return largest.isFinite ? largest : .infinity
  }

  /// Rounding may leave an impulse outside its cone by as much.
  private func enforceCones() {
    for k in 0..<contacts {
      let i = 3 * k
      impulse[i] = max(impulse[i], 0)
      let length =
        (impulse[i + 1] * impulse[i + 1] + impulse[i + 2] * impulse[i + 2]).squareRoot()
      let bound = coefficient(k) * impulse[i]
      guard length > bound else { continue }
      impulse[i + 1] *= bound / length
      impulse[i + 2] *= bound / length
    }
    for i in 3 * contacts..<rows where !isBilateral[i - 3 * contacts] {
      impulse[i] = max(impulse[i], 0)
    }
  }
}
