import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

/// Two rods that swing in a plane under a pedestal, with efforts at both hinges, against Lagrange's
/// equations (Goldstein, "Classical Mechanics", ch. 1).
@Suite struct DoublePendulumTests {
  private static let solvers: [WorldConfiguration.Solver] = [.tree]

  /// Angles from straight down and rates of both rods [rad, rad/s].
  private struct State {
    var (a, b, da, db): (Double, Double, Double, Double)

    static func + (s: State, t: State) -> State {
      State(a: s.a + t.a, b: s.b + t.b, da: s.da + t.da, db: s.db + t.db)
    }

    static func * (h: Double, s: State) -> State {
      State(a: h * s.a, b: h * s.b, da: h * s.da, db: h * s.db)
    }
  }

  private static let (masses, lengths) = ((1.2, 0.7), (0.5, 0.4))
  /// Of the rods about their middles [kg m²].
  private static let inertias = (
    boxInertia(mass: 1.2, size: Vector3(0.04, 0.04, 0.5)).r1.y,
    boxInertia(mass: 0.7, size: Vector3(0.04, 0.04, 0.4)).r1.y
  )

  /// Lagrange's equations, the second hinge pushing the second rod against the first.
  private static func slope(_ s: State, _ efforts: (Double, Double)) -> State {
    let (m1, m2) = masses
    let (l1, c1, c2) = (lengths.0, lengths.0 / 2, lengths.1 / 2)
    let (g, d) = (9.81, s.a - s.b)
    let m11 = inertias.0 + m1 * c1 * c1 + m2 * l1 * l1
    let m12 = m2 * l1 * c2 * cos(d)
    let m22 = inertias.1 + m2 * c2 * c2
    let f1 =
      efforts.0 - efforts.1 - m2 * l1 * c2 * sin(d) * s.db * s.db - (m1 * c1 + m2 * l1) * g
      * sin(s.a)
    let f2 = efforts.1 + m2 * l1 * c2 * sin(d) * s.da * s.da - m2 * c2 * g * sin(s.b)
    let determinant = m11 * m22 - m12 * m12
    return State(
      a: s.da, b: s.db, da: (f1 * m22 - f2 * m12) / determinant,
      db: (f2 * m11 - f1 * m12) / determinant)
  }

  /// By classical Runge–Kutta at 0.1 ms for 1 s.
  private static func reference(_ start: State, _ efforts: (Double, Double)) -> State {
    var s = start
    let h = 1e-4
    for _ in 0..<10_000 {
      let k1 = slope(s, efforts)
      let k2 = slope(s + h / 2 * k1, efforts)
      let k3 = slope(s + h / 2 * k2, efforts)
      let k4 = slope(s + h * k3, efforts)
      s = s + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    }
    return s
  }

  /// The same from the world, and the largest change of energy [J].
  private static func simulate(
    _ solver: WorldConfiguration.Solver, _ start: State, _ efforts: (Double, Double), dt: Double
  ) -> (end: State, drift: Double) {
    let world = lawfulWorld(solver, ground: nil)
    let pedestal = Pedestal(in: world)
    let (la, lb) = lengths
    let down = Vector3(0, 0, -1)
    let first = world.addRod(mass: masses.0, length: la, from: .zero, along: down)
    let second = world.addRod(mass: masses.1, length: lb, from: la * down, along: down)
    let hinges = [
      world.addJoint(
        .hinge, child: first, parent: pedestal.body, anchor: .zero, axis: .unitY),
      world.addJoint(
        .hinge, child: second, parent: first, anchor: la * down, axis: .unitY),
    ]
    let (turnA, turnB) = (
      Quaternion(axis: .unitY, angle: start.a), Quaternion(axis: .unitY, angle: start.b)
    )
    let (wa, wb) = (Vector3(0, start.da, 0), Vector3(0, start.db, 0))
    let (ra, rb) = (turnA.rotate(la * down), turnB.rotate(lb / 2 * down))
    // Rods are built along −z by half a turn about y; their poses follow from it.
    for (body, turn, place, velocity, w) in [
      (first, turnA, 0.5 * ra, wa.cross(0.5 * ra), wa),
      (second, turnB, ra + rb, wa.cross(ra) + wb.cross(rb), wb),
    ] {
      world.setState(
        of: body,
        BodyState(
          pose: Pose(position: place, rotation: turn * world.state(of: body).pose.rotation),
          velocity: velocity, angularVelocity: w))
    }
    func energy() -> Double { world.energy(of: first) + world.energy(of: second) }
    let before = energy()
    var drift = 0.0
    for _ in 0..<Int((1 / dt).rounded()) {
      pedestal.hold(in: world)
      world.addEffort(efforts.0, to: hinges[0])
      world.addEffort(efforts.1, to: hinges[1])
      world.step(dt)
      drift = max(drift, abs(energy() - before))
    }
    let a = world.position(of: hinges[0])
    return (
      State(
        a: a, b: a + world.position(of: hinges[1]), da: world.rate(of: hinges[0]),
        db: world.rate(of: hinges[0]) + world.rate(of: hinges[1])), drift
    )
  }

  @Test(arguments: solvers) func followsLagrangesEquations(solver: WorldConfiguration.Solver) {
    let starts = [
      State(a: 0.5, b: -0.2, da: 0, db: 0), State(a: -1, b: -1.2, da: 1, db: -2),
      State(a: 0.3, b: 1.1, da: -2, db: 1.5),
    ]
    for (start, efforts) in zip(starts, [(0.0, 0.0), (1.5, -0.4), (-2, 0.6)]) {
      let exact = Self.reference(start, efforts)
      let errors = [0.002, 0.001, 0.0005].map { dt in
        let end = Self.simulate(solver, start, efforts, dt: dt).end
        return max(abs(end.a - exact.a), abs(end.b - exact.b))
      }
      // First order: ½ h θ̈ t, with θ̈ up to 40 rad/s², is 0.02 rad at 1 ms, and each half of the
      // step halves it.
      #expect(errors[1] < 0.02, "\(start): \(errors) rad")
      for (coarse, fine) in zip(errors, errors.dropFirst()) {
        #expect(fine < 0.65 * coarse + 1e-4, "\(start): \(errors) rad")
      }
    }
  }

  /// A free swing keeps its energy but for O(h).
  @Test(arguments: solvers) func aFreeSwingKeepsItsEnergy(solver: WorldConfiguration.Solver) {
    let start = State(a: 1.2, b: 0.4, da: 0, db: 0)
    let drifts = [0.004, 0.002, 0.001].map {
      Self.simulate(solver, start, (0, 0), dt: $0).drift
    }
    // 5.2 J may be released: (1 − cos 1.2)(1.2 · 0.25 + 0.7 · 0.5) g + (1 − cos 0.4) 0.7 · 0.2 g.
    #expect(drifts[2] < 0.01 * 4.2, "\(drifts) J")
    #expect(drifts[1] < 0.65 * drifts[0] && drifts[2] < 0.65 * drifts[1], "\(drifts) J")
  }
}
