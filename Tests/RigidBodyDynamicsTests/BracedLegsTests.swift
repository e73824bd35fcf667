import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

/// Legs that press against the ground sideways: Coulomb's |F_t| ≤ µ F_n holds at every foot in
/// every step, and what stands within the cone stands.
@Suite struct BracedLegsTests {
  private static let solvers: [WorldConfiguration.Solver] = [.tree]
  private static let frictions = [0.2, 0.4, 0.6, 0.8, 1.0, 1.2]
  /// Of the step [s].
  private static let lengths = [0.0025, 0.005, 0.01]

  /// |F_t| / µ F_n over a run.
  private struct Pressing {
    /// Σ|F_t| / µ ΣF_n over feet and steps, and the largest of one foot in one step.
    var (mean, worst) = (0.0, 0.0)
    var lowestNormal = Double.infinity
    /// What the feet's impulse lacks of the change in momentum [N s].
    var missing = Vector3.zero

    init(_ legs: SplayedLegs, friction: Double, effort: Double, dt: Double) {
      var (tangential, normal, impulse) = (0.0, 0.0, Vector3.zero)
      let steps = Int((0.4 / dt).rounded())
      for _ in 0..<steps {
        legs.step(effort: effort, dt: dt)
        for (k, foot) in legs.feet.enumerated() {
          let load = legs.world.groundLoad(on: foot)
          let (n, t) = load.split(along: legs.normal(under: k))
          impulse += load.impulse
          tangential += t
          normal += n
          lowestNormal = min(lowestNormal, n / dt)
          // Below a hundredth of the weight the ratio is rounding.
          if n > 0.01 * SplayedLegs.mass * 9.81 * dt { worst = max(worst, t / n / friction) }
        }
      }
      mean = tangential / normal / friction
      missing =
        legs.world.momentum - impulse
        - SplayedLegs.mass * dt * Double(steps) * legs.world.gravity
    }
  }

  /// Efforts of −30 to 30 N m pull the feet together and push them apart; without friction enough
  /// they slide until the hips reach their stops.
  private static func pressings(
    _ solver: WorldConfiguration.Solver, slope: Double
  ) -> [(String, Pressing)] {
    var all: [(String, Pressing)] = []
    for friction in frictions {
      for dt in lengths {
        for effort in [-30.0, -15, -5, 5, 15, 30] {
          for splay in [0.3, 0.6] {
            let legs = SplayedLegs(
              solver, friction: friction, splay: splay, slope: slope, stops: -0.3...0.5)
            let name = "µ \(friction), \(dt) s, \(effort) N m, splay \(splay)"
            all.append((name, Pressing(legs, friction: friction, effort: effort, dt: dt)))
          }
        }
      }
    }
    return all
  }

  @Test(arguments: solvers, [0, 0.5]) func noFootPressesBeyondTheCone(
    solver: WorldConfiguration.Solver, slope: Double
  ) {
    let all = Self.pressings(solver, slope: slope)
    let mean = all.max { $0.1.mean < $1.1.mean }
    let worst = all.max { $0.1.worst < $1.1.worst }
    let strays = all.count { $0.1.worst > 1.0001 }
    for case (let name, let found)? in [mean, worst] {
      // Any solver to be trusted with contacts: an iterative one may leave a few per cent.
      #expect(found.mean <= 1.05, "mean \(found.mean): \(name)")
      #expect(found.worst <= 1.3, "worst \(found.worst): \(name)")
      // An exact one leaves its tolerance, 1e-6, and rounding.
      if solver == .tree {
        #expect(found.worst <= 1.0001, "\(strays) of \(all.count) runs, \(found.worst): \(name)")
      }
    }
  }

  @Test(arguments: solvers, [0, 0.5]) func noFootIsPulledAndMomentumBalances(
    solver: WorldConfiguration.Solver, slope: Double
  ) {
    for (name, found) in Self.pressings(solver, slope: slope) {
      #expect(found.lowestNormal >= -1e-9, "\(found.lowestNormal) N: \(name)")
      // Newton's second law over 40 to 160 steps of impulses around 1 N s: rounding alone.
      #expect(found.missing.length < 1e-9, "\(found.missing): \(name)")
    }
  }

  /// These runs see the fault they are for: `dWorldStep` bounds friction by the normal force of a
  /// solve without friction.
  @Test func theseLegsSeeDirectSolversFault() {
    let worst = Self.pressings(.direct, slope: 0).map(\.1.worst).max() ?? 0
    #expect(worst > 3, "|F_t| reaches only \(worst) µ F_n")
  }

  /// Statics on paper: whether the feet hold is decided by the ratio |F_t| / F_n that rest asks
  /// for. Feet pulled together on the level, and pushed against the sides of a valley: light legs
  /// that are pushed apart on the level may as well take off, which is a solution of its own
  /// (Painlevé).
  @Test(
    arguments: solvers,
    [(0.0, -30.0), (0, -24), (0, -18), (0.5, -2), (0.5, 20), (0.5, 36)])
  func theStanceHoldsWithinTheConeAndSlidesBeyond(
    solver: WorldConfiguration.Solver, ground: (slope: Double, effort: Double)
  ) {
    for dt in Self.lengths {
      for (share, holds) in [(0.9, false), (1.1, true)] {
        let splay = 0.3
        let ratio = SplayedLegs.restingRatio(
          splay: splay, slope: ground.slope, effort: ground.effort)
        let legs = SplayedLegs(
          solver, friction: share * ratio, splay: splay, slope: ground.slope,
          rest: (ground.effort, dt))
        let start = legs.feet.map { legs.world.position(of: $0) }
        var travel = 0.0
        for _ in 0..<Int((0.3 / dt).rounded()) {
          legs.step(effort: ground.effort, dt: dt)
          for (k, foot) in legs.feet.enumerated() {
            travel = max(travel, (legs.world.position(of: foot) - start[k]).length)
          }
        }
        let name = "\(dt) s, \(share) of \(ratio): \(travel) m"
        // Soft contacts sink by CFM F h / ERP, 0.4 mm at 80 N and 10 ms. A tenth of the friction
        // too little gives the torso, which has to go along, a twentieth of g and more: 20 mm.
        #expect(holds ? travel < 1e-3 : travel > 5e-3, "\(name)")
      }
    }
  }
}
