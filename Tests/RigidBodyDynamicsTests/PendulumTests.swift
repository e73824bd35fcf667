import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

/// A compound pendulum: a box hung by a hinge along y, its centre 0.3 m below.
private struct Pendulum {
  static let size = Vector3(0.1, 0.2, 0.6)
  static let (mass, length) = (1.5, 0.3)
  /// Inertia about the hinge [kg m²], Steiner.
  static let inertia = boxInertia(mass: mass, size: size).r1.y + mass * length * length
  /// θ̈ = −(m g d / I) sin θ; m g d / I [1/s²].
  static let stiffness = mass * 9.81 * length / inertia

  let world = World()
  let pedestal: Pedestal
  let bob: Body
  let hinge: Joint

  init(angle: Double) {
    pedestal = Pedestal(in: world)
    bob = world.addBody(
      mass: Self.mass, inertia: boxInertia(mass: Self.mass, size: Self.size),
      pose: Pose(position: Vector3(0, 0, -Self.length)))
    hinge = world.addJoint(
      .hinge, child: bob, parent: pedestal.body, anchor: .zero, axis: .unitY)
    let turn = Quaternion(axis: .unitY, angle: angle)
    world.setState(
      of: bob,
      BodyState(pose: Pose(position: turn.rotate(Vector3(0, 0, -Self.length)), rotation: turn)))
  }

  func step(_ dt: Double) {
    pedestal.hold(in: world)
    world.step(dt)
  }
}

@Suite struct PendulumTests {
  @Test func smallSwingHasThePeriodOfTheTextbook() throws {
    let pendulum = Pendulum(angle: 0.05)
    let dt = 0.002
    var crossings: [Double] = []
    var before = pendulum.world.position(of: pendulum.hinge)
    #expect(abs(before - 0.05) < 1e-12)
    while crossings.count < 11 && pendulum.world.time < 20 {
      pendulum.step(dt)
      let now = pendulum.world.position(of: pendulum.hinge)
      if before < 0 && now >= 0 {
        crossings.append(pendulum.world.time - dt * now / (now - before))
      }
      before = now
    }
    let last = try #require(crossings.last)
    let period = (last - crossings[0]) / Double(crossings.count - 1)
    let expected = 2 * Double.pi / Pendulum.stiffness.squareRoot()
    #expect(crossings.count == 11)
    #expect(abs(period / expected - 1) < 0.005)
  }

  @Test func energyDriftsLittle() {
    let pendulum = Pendulum(angle: 1.2)
    let rest = -Pendulum.mass * 9.81 * Pendulum.length
    let start = pendulum.world.energy(of: pendulum.bob)
    var worst = 0.0
    for _ in 0..<5000 {
      pendulum.step(0.002)
      worst = max(worst, abs(pendulum.world.energy(of: pendulum.bob) - start))
    }
    #expect(pendulum.world.energy(of: pendulum.bob) <= start)
    #expect(worst < 0.01 * (start - rest))
  }

  @Test func convergesWithFirstOrderInTheStep() {
    let exact = referenceAngle(from: 1.0, after: 1.0)
    let errors = [0.008, 0.004, 0.002, 0.001].map { dt in
      let pendulum = Pendulum(angle: 1.0)
      for _ in 0..<Int((1 / dt).rounded()) { pendulum.step(dt) }
      return abs(pendulum.world.position(of: pendulum.hinge) - exact)
    }
    let orders = zip(errors, errors.dropFirst()).map { log2($0 / $1) }
    #expect(errors[3] < 0.01)
    for order in orders { #expect(order > 0.75 && order < 1.1, "errors \(errors)") }
  }

  /// θ̈ = −k sin θ by classical Runge–Kutta with a step of 0.1 ms.
  private func referenceAngle(from angle: Double, after time: Double) -> Double {
    let k = Pendulum.stiffness
    let n = 10_000
    let h = time / Double(n)
    var (q, v) = (angle, 0.0)
    for _ in 0..<n {
      let (q1, v1) = (v, -k * sin(q))
      let (q2, v2) = (v + h / 2 * v1, -k * sin(q + h / 2 * q1))
      let (q3, v3) = (v + h / 2 * v2, -k * sin(q + h / 2 * q2))
      let (q4, v4) = (v + h * v3, -k * sin(q + h * q3))
      q += h / 6 * (q1 + 2 * q2 + 2 * q3 + q4)
      v += h / 6 * (v1 + 2 * v2 + 2 * v3 + v4)
    }
    return q
  }
}
