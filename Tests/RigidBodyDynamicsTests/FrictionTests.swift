import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

/// Coulomb friction of a box on the ground under tilted gravity.
///
/// ODE's own solvers bound the friction along two axes of the contact plane apart (here world x and
/// y), so that their cone is a pyramid: along the diagonal up to √2 µ holds.
@Suite struct FrictionTests {
  private static let dt = 0.005

  /// A flat box at rest on the ground, gravity tilted by `tilt` [rad] towards `heading` [rad].
  private struct Slope {
    let world: World
    let box: Body
    let downhill: Vector3

    init(
      tilt: Double, heading: Double, friction: Double, _ solver: WorldConfiguration.Solver = .tree
    ) {
      downhill = Vector3(cos(heading), sin(heading), 0)
      var configuration = WorldConfiguration(solver)
      configuration.friction = friction
      configuration.gravity = 9.81 * (sin(tilt) * downhill - cos(tilt) * .unitZ)
      world = World(configuration)
      world.setGround(.flat)
      box = world.addBox(
        mass: 2, size: Vector3(0.4, 0.4, 0.06), pose: Pose(position: Vector3(0, 0, 0.03)))
    }

    func run(_ seconds: Double) {
      for _ in 0..<Int((seconds / dt).rounded()) { world.step(dt) }
    }

    var travel: Double { world.position(of: box).dot(downhill) }
    var speed: Double { world.velocity(of: box).dot(downhill) }
  }

  @Test func holdsBelowTheFrictionAngleAndSlidesAbove() {
    for friction in [0.2, 0.5, 0.8, 1.2] {
      for quarter in 0..<4 {
        let heading = Double(quarter) * .pi / 2
        let angle = atan(friction)
        let below = Slope(tilt: angle - 0.02, heading: heading, friction: friction)
        below.run(2)
        #expect(abs(below.travel) < 2e-4, "µ \(friction), heading \(heading)")
        let above = Slope(tilt: angle + 0.1, heading: heading, friction: friction)
        above.run(0.2)
        let before = above.speed
        above.run(0.5)
        let tilt = angle + 0.1
        let expected = 9.81 * (sin(tilt) - friction * cos(tilt))
        let measured = (above.speed - before) / 0.5
        #expect(abs(measured / expected - 1) < 1e-3, "µ \(friction), heading \(heading)")
      }
    }
  }

  @Test func underODETheDiagonalHoldsUpToRootTwo() {
    let friction = 0.5
    for quarter in 0..<4 {
      let heading = (Double(quarter) + 0.5) * .pi / 2
      let edge = atan(2.0.squareRoot() * friction)
      let below = Slope(tilt: edge - 0.03, heading: heading, friction: friction, .direct)
      below.run(2)
      #expect(abs(below.travel) < 5e-4, "heading \(heading)")
      let above = Slope(tilt: edge + 0.03, heading: heading, friction: friction, .direct)
      above.run(2)
      #expect(above.travel > 0.3, "heading \(heading)")
    }
  }

  @Test func frictionMayChangeDuringALife() {
    let slope = Slope(tilt: 0.35, heading: 0, friction: 0.8)
    slope.run(1)
    #expect(abs(slope.travel) < 5e-4)
    slope.world.friction = 0.1
    slope.run(0.5)
    let expected = 9.81 * (sin(0.35) - 0.1 * cos(0.35)) * 0.5
    #expect(abs(slope.speed / expected - 1) < 0.03)
    slope.world.friction = 1
    slope.run(2)
    #expect(abs(slope.speed) < 1e-3)
  }

  @Test func aBoxOnATiltedPlaneObeysTheSameAngle() {
    let tilt = 0.4
    let normal = Vector3(-sin(tilt), 0, cos(tilt))
    for (friction, slides) in [(tan(tilt - 0.03), true), (tan(tilt + 0.03), false)] {
      var configuration = WorldConfiguration()
      configuration.friction = friction
      let world = World(configuration)
      world.setGround(.plane(normal: normal, offset: 0.1))
      let start = 0.13 * normal
      let box = world.addBox(
        mass: 2, size: Vector3(0.4, 0.4, 0.06),
        pose: Pose(position: start, rotation: Quaternion(axis: .unitY, angle: -tilt)))
      for _ in 0..<400 { world.step(Self.dt) }
      let path = world.position(of: box) - start
      #expect(abs(path.dot(normal)) < 1e-3, "µ \(friction)")
      #expect(slides ? path.length > 0.2 && path.z < 0 : path.length < 1e-3, "µ \(friction)")
    }
  }
}
