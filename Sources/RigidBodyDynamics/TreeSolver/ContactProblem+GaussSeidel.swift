extension ContactProblem {
  /// Sweeps over all contacts and scalar rows until they are solved; returns the least error so
  /// far.
  func sweep(_ sweeps: Int, _ before: Double) -> Double {
    let n = rows
    var least = before
    restoreBest()
    for _ in 0..<sweeps {
      for k in 0..<contacts {
        let i = 3 * k
        let (row0, row1, row2) = (g.base + i * n, g.base + (i + 1) * n, g.base + (i + 2) * n)
        let contact = CoulombContact(
          nn: row0[i], tn: row1[i], un: row2[i], tt: row1[i + 1], tu: row1[i + 2], uu: row2[i + 2],
          friction: coefficient(k))
        let (a, b, d) = (impulse[i], impulse[i + 1], impulse[i + 2])
        let f = contact.solve(
          y[i] - (contact.nn * a + contact.tn * b + contact.un * d),
          y[i + 1] - (contact.tn * a + contact.tt * b + contact.tu * d),
          y[i + 2] - (contact.un * a + contact.tu * b + contact.uu * d))
        (impulse[i], impulse[i + 1], impulse[i + 2]) = (f.n, f.t, f.u)
        push(i, by: f.n - a, n)
        push(i + 1, by: f.t - b, n)
        push(i + 2, by: f.u - d, n)
      }
      for i in 3 * contacts..<n {
        let wanted = impulse[i] - y[i] / g[i * n + i]
        let f = isBilateral[i - 3 * contacts] ? wanted : max(0, wanted)
        let change = f - impulse[i]
        impulse[i] = f
        push(i, by: change, n)
      }
      let e = error()
      if e < least {
        least = e
        keepBest()
      }
      if e <= Self.tolerance { break }
    }
    return least
  }
}
