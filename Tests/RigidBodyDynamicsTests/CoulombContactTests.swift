import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// One contact by itself: Signorini's and Coulomb's laws hold for random problems, and closed
/// forms.
@Suite struct CoulombContactTests {
  /// G of a random body that is met at a random point: symmetric, positive definite.
  private static func contact(_ random: inout SplitMix64) -> CoulombContact {
    let rows = (0..<3).map { _ in random.vector(1) }
    func g(_ i: Int, _ j: Int) -> Double { rows[i].dot(rows[j]) + (i == j ? 0.05 : 0) }
    return CoulombContact(
      nn: g(0, 0), tn: g(1, 0), un: g(2, 0), tt: g(1, 1), tu: g(1, 2), uu: g(2, 2),
      friction: random.uniform(0...1.5))
  }

  @Test func randomContactsObeyTheirLaws() {
    var seen = (open: 0, stuck: 0, sliding: 0)
    for seed in 1...2000 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let k = Self.contact(&random)
      let c = random.vector(2)
      let f = k.solve(c.x, c.y, c.z)
      let y = Vector3(
        c.x + k.nn * f.n + k.tn * f.t + k.un * f.u, c.y + k.tn * f.n + k.tt * f.t + k.tu * f.u,
        c.z + k.un * f.n + k.tu * f.t + k.uu * f.u)
      let (push, slip) = (hypot(f.t, f.u), hypot(y.y, y.z))
      #expect(f.n >= 0 && y.x > -1e-9 && f.n * y.x < 1e-9, "seed \(seed)")
      #expect(push <= k.friction * f.n * (1 + 1e-9) + 1e-15, "seed \(seed): the cone")
      if f.n == 0 {
        seen.open += 1
      } else if slip < 1e-9 {
        seen.stuck += 1
      } else {
        seen.sliding += 1
        // All of the friction, against the slip; where slip is tiny its root is flat.
        let bound = k.friction * f.n
        #expect(abs(push - bound) < 1e-7 * bound, "seed \(seed): \(push) of \(bound)")
        #expect(
          f.t * y.y + f.u * y.z <= -(1 - 1e-8) * push * slip + 1e-12, "seed \(seed): along the slip"
        )
      }
    }
    #expect(seen.open > 200 && seen.stuck > 100 && seen.sliding > 200, "\(seen)")
  }

  /// A point of mass m: λ_n stops the fall, friction takes µ λ_n off the slip or all of it.
  @Test func aPointMassIsTheClosedForm() {
    let k = CoulombContact(nn: 0.5, tn: 0, un: 0, tt: 0.5, tu: 0, uu: 0.5, friction: 0.4)
    #expect(k.solve(1, 2, 3) == (0, 0, 0), "it leaves")
    let slow = k.solve(-1, 0.3, 0)
    #expect(abs(slow.n - 2) < 1e-12 && abs(slow.t + 0.6) < 1e-12 && abs(slow.u) < 1e-12)
    let fast = k.solve(-1, 3, 4)
    #expect(abs(fast.n - 2) < 1e-9 && abs(fast.t + 0.48) < 1e-9 && abs(fast.u + 0.64) < 1e-9)
    var smooth = k
    smooth.friction = 0
    #expect(smooth.solve(-1, 3, 4) == (2, 0, 0))
  }
}
