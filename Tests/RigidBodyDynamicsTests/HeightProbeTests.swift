import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

/// Where the ground really is, felt with a small ball, against `Heightfield.height`.
@Suite struct HeightProbeTests {
  /// The lowest height [m] at which a small sphere above (x, y) does not touch the ground, less
  /// what the slope adds.
  private func probe(_ world: World, _ ball: (Body, Shape), x: Double, y: Double, from top: Double)
    -> Double
  {
    var (low, high) = (top - 0.1, top + 0.1)
    for _ in 0..<30 {
      let z = (low + high) / 2
      world.setState(of: ball.0, BodyState(pose: Pose(position: Vector3(x, y, z))))
      world.step(1e-6)
      if world.touchesGround(ball.1) { low = z } else { high = z }
    }
    return (low + high) / 2
  }

  /// A hill at +x, +y and a pit at +x, −y on a ramp: rows, columns and signs all show.
  @Test func heightAgreesWithWhatASmallBallTouches() {
    let radius = 1e-3
    let ground = field { x, y in
      0.05 * x + 0.4 * exp(-4 * ((x - 1) * (x - 1) + (y - 0.8) * (y - 0.8)))
        - 0.2 * exp(-4 * ((x - 1.2) * (x - 1.2) + (y + 0.6) * (y + 0.6)))
    }
    #expect(ground.height(x: 1, y: 0.8) > 0.4 && ground.height(x: -1, y: -0.8) < 0)
    let world = weightlessWorld()
    world.setGround(.heightfield(ground))
    let body = world.addBody(mass: 1e-3, inertia: Matrix3.identity * 1e-9, pose: .identity)
    let ball = (
      body, world.addShape(.sphere(radius: radius), to: body, offset: .identity)
    )
    var random = SplitMix64(seed: 7)
    for k in 0..<300 {
      let (x, y) = (random.uniform(-1.9...1.9), random.uniform(-1.4...1.4))
      let expected = ground.height(x: x, y: y)
      let found = probe(world, ball, x: x, y: y, from: expected)
      // A slope of at most 1 lifts the ball's centre by up to √2 radii.
      let error = found - expected
      #expect(error > radius - 3e-3 && error < 1.42 * radius + 3e-3, "point \(k) at \(x), \(y)")
    }
  }

  /// Bilinear height and ODE's triangles differ by at most a quarter of |h00 + h11 − h01 − h10|.
  @Test func trianglesStayWithinAQuarterOfTheTwist() {
    var random = SplitMix64(seed: 3)
    let ground = Heightfield(
      heights: (0..<12).map { _ in random.uniform(-0.03...0.03) }, rows: 3, columns: 4,
      spacing: 0.5, origin: Vector3(0.2, -0.7, 0.1))
    let world = weightlessWorld()
    world.setGround(.heightfield(ground))
    let radius = 1e-4
    let body = world.addBody(mass: 1e-3, inertia: Matrix3.identity * 1e-9, pose: .identity)
    let ball = (
      body, world.addShape(.sphere(radius: radius), to: body, offset: .identity)
    )
    for k in 0..<200 {
      let (u, v) = (random.uniform(0.02...2.98), random.uniform(0.02...1.98))
      let h = ground.heights
      let i = Int(v) * 4 + Int(u)
      let twist = abs(h[i] + h[i + 5] - h[i + 1] - h[i + 4])
      let (x, y) = (0.2 + 0.5 * u, -0.7 + 0.5 * v)
      let expected = ground.height(x: x, y: y)
      let found = probe(world, ball, x: x, y: y, from: expected) - radius
      #expect(abs(found - expected) < twist / 4 + 1e-4, "point \(k) at \(x), \(y)")
    }
  }

  @Test func aWorldKnowsItsGroundHeight() {
    let world = World()
    #expect(world.groundHeight(x: 1, y: 2) == -.infinity)
    let normal = Vector3(-0.6, 0, 0.8)
    world.setGround(.plane(normal: normal, offset: 0.4))
    let onPlane = Vector3(3, -2, world.groundHeight(x: 3, y: -2))
    #expect(abs(normal.dot(onPlane) - 0.4) < 1e-12 && abs(onPlane.z - 2.75) < 1e-12)
    let ground = field { 0.1 * $0 - 0.2 * $1 }
    world.setGround(.heightfield(ground))
    #expect(world.groundHeight(x: 0.33, y: 0.71) == ground.height(x: 0.33, y: 0.71))
    #expect(abs(world.groundHeight(x: 0.33, y: 0.71) - 0.033 + 0.142) < 1e-12)
  }

  @Test func heightInterpolatesAndClamps() {
    let ground = Heightfield(
      heights: [0, 1, 2, 10, 11, 12], rows: 2, columns: 3, spacing: 0.5,
      origin: Vector3(-1, 2, 100))
    #expect(ground.height(x: -1, y: 2) == 100)
    #expect(ground.height(x: 0, y: 2) == 102)
    #expect(ground.height(x: -1, y: 2.5) == 110)
    #expect(ground.height(x: -0.25, y: 2.25) == 106.5)
    #expect(ground.height(x: 50, y: 50) == 112 && ground.height(x: -50, y: -50) == 100)
  }
}
