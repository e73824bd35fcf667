extension ContactProblem {
  /// Semismooth Newton steps on the projected equations (Alart, Curnier 1991): each row's law holds
  /// where its impulse equals its projection after a step against the velocity,
  ///
  ///     λ_n = max(0, λ_n − y_n/G_nn),   λ_t = P(λ_t − y_t/γ) onto the disc of radius µ λ_n,
  ///
  /// and the set of open, sticking and sliding contacts that this names is solved as it stands.
  /// Returns the least error so far.
  func newton(_ reach: Double, _ before: Double) -> Double {
    var least = before
    restoreBest()
    for _ in 0..<10 {
      let count = openContacts(reach)
      linearise(count, reach)
      guard eliminate(count) else { break }
      for a in 0..<count { impulse[active[a]] += system[a * (count + 1) + count] }
      updateVelocities()
      let e = error()
      if e < least {
        least = e
        keepBest()
      }
      if e <= Self.tolerance { break }
      if !e.isFinite { break }
    }
    return least
  }

  /// Drops the impulses of rows that would open, and lists the others.
  private func openContacts(_ reach: Double) -> Int {
    let n = rows
    var count = 0
    var dropped = false
    func drop(_ i: Int) {
      if impulse[i] != 0 { dropped = true }
      impulse[i] = 0
    }
    for k in 0..<contacts {
      let i = 3 * k
      if impulse[i] - reach * y[i] / g[i * n + i] <= 0 {
        for r in i..<i + 3 { drop(r) }
      } else {
        for r in i..<i + 3 {
          active[count] = r
          count += 1
        }
      }
    }
    for i in 3 * contacts..<n {
      if !isBilateral[i - 3 * contacts], impulse[i] - reach * y[i] / g[i * n + i] <= 0 {
        drop(i)
      } else {
        active[count] = i
        count += 1
      }
    }
    if dropped { updateVelocities() }
    return count
  }

  /// Writes the linear system of the active rows.
  private func linearise(_ count: Int, _ reach: Double) {
    let n = rows
    let width = count + 1
    var a = 0
    while a < count {
      let i = active[a]
      write(i, at: a, count)
      guard i < 3 * contacts else {
        a += 1
        continue
      }
      write(i + 1, at: a + 1, count)
      write(i + 2, at: a + 2, count)
      let slip = max(g[(i + 1) * n + i + 1], g[(i + 2) * n + i + 2]) / reach
      let (t, u) = (impulse[i + 1] - y[i + 1] / slip, impulse[i + 2] - y[i + 2] / slip)
      let length = (t * t + u * u).squareRoot()
      let mu = coefficient(i / 3)
      let bound = mu * max(impulse[i] - reach * y[i] / g[i * n + i], 0)
      if length > bound { slide(i, at: a, (t / length, u / length), length, slip, width) }
      if mu == 0 && length == 0 { slide(i, at: a, (1, 0), 1, slip, width) }
      a += 3
    }
  }

  /// Row a: G dλ = −y.
  @inline(__always) private func write(_ i: Int, at a: Int, _ count: Int) {
    let (row, source) = (system.base + a * (count + 1), g.base + i * rows)
    for b in 0..<count { row[b] = source[active[b]] }
    row[count] = -y[i]
  }

  /// Replaces the two tangential rows of a sliding contact by those of λ_t = µ λ_n e(τ), with
  /// τ = λ_t − y_t/γ along e: (1 − k P) dλ_t + (k/γ) P (G dλ)_t − µ e dλ_n = µ λ_n e − λ_t, where
  /// P = 1 − e eᵀ and k = µ λ_n/|τ|.
  private func slide(
    _ i: Int, at a: Int, _ e: (Double, Double), _ length: Double, _ slip: Double, _ width: Int
  ) {
    let mu = coefficient(i / 3)
    let pressure = max(impulse[i], 0)
    let k = min(mu * pressure / length, 1)
    let (row1, row2) = (system.base + (a + 1) * width, system.base + (a + 2) * width)
    let share = k / slip
    // Only across e does the direction of slip change the impulse.
    let (across0, across1) = (-e.1, e.0)
    for b in 0..<width - 1 {
      let change = share * (across0 * row1[b] + across1 * row2[b])
      (row1[b], row2[b]) = (across0 * change, across1 * change)
    }
    row1[a] -= mu * e.0
    row2[a] -= mu * e.1
    row1[a + 1] += 1 - k * across0 * across0
    row1[a + 2] -= k * across0 * across1
    row2[a + 1] -= k * across0 * across1
    row2[a + 2] += 1 - k * across1 * across1
    row1[width - 1] = mu * pressure * e.0 - impulse[i + 1]
    row2[width - 1] = mu * pressure * e.1 - impulse[i + 2]
  }

  /// Gauss's elimination with row pivots; the solution replaces the right side. False where it is
  /// singular.
  private func eliminate(_ count: Int) -> Bool {
    let width = count + 1
    let a = system.base
    for k in 0..<count {
      var pivot = k
      for i in k + 1..<max(k + 1, count) where abs(a[i * width + k]) > abs(a[pivot * width + k]) {
        pivot = i
      }
      guard abs(a[pivot * width + k]) > 1e-14 else { return false }
      if pivot != k {
        for j in k..<width {
          (a[k * width + j], a[pivot * width + j]) = (a[pivot * width + j], a[k * width + j])
        }
      }
      let inverse = 1 / a[k * width + k]
      let top = a + k * width
      for i in k + 1..<max(k + 1, count) {
        let row = a + i * width
        let share = row[k] * inverse
        guard share != 0 else { continue }
        for j in k + 1..<width { row[j] -= share * top[j] }
      }
    }
    for k in stride(from: count - 1, through: 0, by: -1) {
      let row = a + k * width
      var sum = row[count]
      for j in k + 1..<max(k + 1, count) { sum -= row[j] * a[j * width + count] }
      row[count] = sum / row[k]
    }
    return true
  }
}
