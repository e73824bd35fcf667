import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// Dry friction in closed form: Coulomb's law has no preferred direction.
@Suite struct CoulombFrictionTests {
  private static let solvers: [WorldConfiguration.Solver] = [.tree]
  private static let dt = 0.005
  /// Of travel [rad]: neither along nor across ODE's axes, but for the first and the last.
  private static let headings = (0...6).map { Double($0) * .pi / 12 }

  enum Slider: CaseIterable { case box, sled }

  /// 2 kg on the ground: a flat box, or a sled on three balls.
  private struct Scene {
    let world: World
    let body: Body
    private(set) var feet: [Shape] = []

    init(_ slider: Slider, _ world: World, turn: Double = 0) {
      self.world = world
      let size = Vector3(0.4, 0.3, 0.06)
      body = world.addBody(
        mass: 2, inertia: boxInertia(mass: 2, size: size),
        pose: Pose(
          position: Vector3(0, 0, 0.03), rotation: Quaternion(axis: .unitZ, angle: turn)))
      switch slider {
      case .box: feet = [world.addShape(.box(size: size), to: body, offset: .identity)]
      case .sled:
        for k in 0..<3 {
          let angle = 2 * .pi / 3 * Double(k)
          let place = Vector3(0.2 * cos(angle), 0.2 * sin(angle), -0.01)
          feet.append(
            world.addShape(.sphere(radius: 0.02), to: body, offset: Pose(position: place)))
        }
      }
      world.measureGroundForces()
    }

    func push(_ velocity: Vector3, turning rate: Double = 0) {
      world.setState(
        of: body,
        BodyState(
          pose: world.state(of: body).pose, velocity: velocity,
          angularVelocity: Vector3(0, 0, rate)))
    }
  }

  /// v²/2µg, less ½ v h for semi-implicit Euler, which brakes before it moves.
  @Test(arguments: solvers, Slider.allCases) func slidesAsFarInEveryDirectionAndStraight(
    solver: WorldConfiguration.Solver, slider: Slider
  ) {
    for friction in [0.2, 0.5, 0.9] {
      for heading in Self.headings {
        let scene = Scene(slider, lawfulWorld(solver, friction: friction), turn: 0.2)
        scene.world.run(0.3, dt: Self.dt)
        let start = scene.world.position(of: scene.body)
        let along = Vector3(cos(heading), sin(heading), 0)
        let speed = 2.0
        scene.push(speed * along)
        let before = scene.world.kineticEnergy
        let weight = 2 * 9.81 * friction
        scene.world.clearGroundLoads()
        let time = speed / (friction * 9.81)
        scene.world.run(time / 2, dt: Self.dt)
        let half = scene.world.velocity(of: scene.body)
        scene.world.run(time / 2 + 0.1, dt: Self.dt)
        let path = scene.world.position(of: scene.body) - start
        let expected = speed * speed / (2 * friction * 9.81) - speed * Self.dt / 2
        let name = "µ \(friction), heading \(heading)"
        // 2 %: the first steps' normal force swings while the braked body leans forward.
        #expect(
          abs(path.dot(along) / expected - 1) < 0.02, "\(name): \(path.dot(along) / expected)")
        let steps = (time / 2 / Self.dt).rounded() * Self.dt
        let braked = (speed - half.dot(along)) / steps / (friction * 9.81)
        #expect(abs(braked - 1) < 0.02, "\(name): \(braked) µ g")
        #expect(path.cross(along).length < 0.01 * expected, "\(name): aside \(path.cross(along))")
        #expect(scene.world.velocity(of: scene.body).length < 1e-3, "\(name) still slides")
        // Friction's work is the kinetic energy: µ m g over the path.
        #expect(
          abs(weight * (path.dot(along) + speed * Self.dt / 2) / before - 1) < 0.02, "\(name)")
      }
    }
  }

  /// Up to the friction angle it holds and beyond it slides, wherever downhill is.
  @Test(arguments: solvers, Slider.allCases) func theFrictionAngleIsTheSameInEveryHeading(
    solver: WorldConfiguration.Solver, slider: Slider
  ) {
    for friction in [0.2, 0.5, 0.8, 1.2] {
      for heading in Self.headings {
        func slope(_ tilt: Double) -> Scene {
          let downhill = Vector3(cos(heading), sin(heading), 0)
          return Scene(
            slider,
            lawfulWorld(
              solver, friction: friction,
              gravity: 9.81 * (sin(tilt) * downhill - cos(tilt) * .unitZ)
            ))
        }
        let name = "µ \(friction), heading \(heading)"
        // 0.01 rad is 1 % of µ and more.
        let below = slope(atan(friction) - 0.01)
        below.world.run(1, dt: Self.dt)
        let travel = below.world.position(of: below.body)
        #expect((travel - travel.z * .unitZ).length < 5e-4, "\(name): \(travel)")
        let tilt = atan(friction) + 0.05
        let above = slope(tilt)
        above.world.run(0.2, dt: Self.dt)
        let before = above.world.velocity(of: above.body)
        above.world.run(0.5, dt: Self.dt)
        let gained = (above.world.velocity(of: above.body) - before) / 0.5
        let expected = 9.81 * (sin(tilt) - friction * cos(tilt))
        let downhill = Vector3(cos(heading), sin(heading), 0)
        // Closed form; 1 % is what the body's leaning back in the first 0.2 s may leave.
        #expect(abs(gained.dot(downhill) / expected - 1) < 0.01, "\(name): \(gained), \(expected)")
        #expect(gained.cross(downhill).length < 0.01 * expected, "\(name): aside \(gained)")
      }
    }
  }

  /// A push of less than µ m g moves nothing, one of more accelerates by F/m − µ g.
  @Test(arguments: solvers, Slider.allCases) func aPushHasToOvercomeFriction(
    solver: WorldConfiguration.Solver, slider: Slider
  ) {
    for heading in Self.headings {
      for share in [0.5, 0.95, 1.05, 1.5, 3] {
        let (friction, along) = (0.6, Vector3(cos(heading), sin(heading), 0))
        let scene = Scene(slider, lawfulWorld(solver, friction: friction))
        scene.world.run(0.3, dt: Self.dt)
        let push = share * friction * 2 * 9.81 * along
        // At the sole, where it does not tilt the body.
        func apply() {
          scene.world.addForce(push, to: scene.body)
          scene.world.addTorque(Vector3(0, 0, -0.03).cross(push), to: scene.body)
        }
        scene.world.run(0.5, dt: Self.dt, before: apply)
        let velocity = scene.world.velocity(of: scene.body)
        let expected = max(0, share - 1) * friction * 9.81 * 0.5
        // Tangential softness lets 12 N creep by CFM F = 0.1 mm/s.
        #expect(
          (velocity - expected * along).length < 1e-3 + 0.005 * expected,
          "heading \(heading), \(share) µ m g: \(velocity), expected \(expected) m/s")
      }
    }
  }

  /// Pressed against a wall by F, a block of weight m g falls by g − µ F/m, or hangs.
  @Test(arguments: solvers) func aWallHoldsWhatIsPressedAgainstIt(
    solver: WorldConfiguration.Solver
  ) {
    for heading in Self.headings {
      for share in [0.5, 0.9, 1.1, 2] {
        let friction = 0.7
        let world = lawfulWorld(solver, friction: friction, ground: nil)
        let turn = Quaternion(axis: .unitZ, angle: heading)
        let wall = Pedestal(in: world)
        let face = world.addShape(
          .box(size: Vector3(2, 2, 2)), to: wall.body,
          offset: Pose(position: turn.rotate(Vector3(1, 0, 0)), rotation: turn))
        let size = Vector3(0.06, 0.3, 0.3)
        let block = world.addBody(
          mass: 1.5, inertia: boxInertia(mass: 1.5, size: size),
          pose: Pose(position: turn.rotate(Vector3(-0.03, 0, 0)), rotation: turn))
        world.collide(
          world.addShape(.box(size: size), to: block, offset: .identity), with: face)
        let push = share * 1.5 * 9.81 / friction * turn.rotate(.unitX)
        world.run(0.4, dt: Self.dt) {
          wall.hold(in: world)
          world.addForce(push, to: block)
        }
        let velocity = world.velocity(of: block)
        let expected = min(0, share - 1) * 9.81 * 0.4
        // About one step's fall, g h: the first steps press the faces together, and ODE's test of
        // turned boxes finds no contact once in a while.
        let bound = 0.05 + 0.02 * abs(expected)
        #expect(
          (velocity - Vector3(0, 0, expected)).length < bound,
          "heading \(heading), µ F = \(share) m g: \(velocity), expected \(expected) m/s")
      }
    }
  }

  /// Maximal dissipation: the friction on a sliding foot opposes the slip that is left at the end
  /// of the step, and is the whole of µ F_n. A sled that turns and slides gives every direction of
  /// slip.
  @Test(arguments: solvers) func frictionOpposesTheSlip(solver: WorldConfiguration.Solver) {
    for (friction, rate) in [(0.3, 6.0), (0.3, -20), (0.8, 12), (0.8, 0)] {
      let world = lawfulWorld(solver, friction: friction)
      let scene = Scene(.sled, world)
      world.run(0.3, dt: Self.dt)
      scene.push(Vector3(1.2, 0.7, 0), turning: rate)
      var (slips, worst, least) = (0, -1.0, 1.0)
      for _ in 0..<100 {
        let arms = scene.feet.map {
          world.position(of: $0) - Vector3(0, 0, 0.02) - world.position(of: scene.body)
        }
        world.weighedStep(Self.dt)
        for (foot, arm) in zip(scene.feet, arms) {
          let slip = world.velocity(of: scene.body, at: arm)
          let flat = slip - slip.z * .unitZ
          let load = world.groundLoad(on: foot)
          let (normal, tangential) = load.split(along: .unitZ)
          #expect(normal >= 0, "pulled by \(normal) N s")
          guard flat.length > 0.01, normal > 1e-4 else { continue }
          slips += 1
          let pull = (load.impulse - normal * .unitZ) / tangential
          worst = max(worst, pull.dot(flat) / flat.length)
          least = min(least, tangential / (friction * normal))
        }
      }
      let name = "µ \(friction), \(rate) rad/s"
      #expect(slips > 20, "\(name)")
      #expect(worst <= -0.999, "\(name): cosine \(worst)")
      // All of the bound while it slides: maximal.
      #expect(least > 0.999, "\(name): \(least)")
    }
  }

  /// What a spinning sled's ground gives and takes is its change of energy: friction never gives.
  @Test(arguments: solvers) func frictionNeverAddsEnergy(solver: WorldConfiguration.Solver) {
    for seed in UInt64(0)..<10 {
      var random = SplitMix64(seed: seed)
      let world = lawfulWorld(solver, friction: random.uniform(0.2...1))
      let scene = Scene(.sled, world)
      world.run(0.3, dt: Self.dt)
      scene.push(
        Vector3(random.uniform(-1...1), random.uniform(-1...1), 0),
        turning: random.uniform(-15...15))
      var lowest = world.kineticEnergy + world.potentialEnergy
      for step in 0..<400 {
        world.step(Self.dt)
        let energy = world.kineticEnergy + world.potentialEnergy
        // A leaning sled is lifted by its soft contacts: 2 kg by 0.05 mm are 1 mJ.
        #expect(energy < lowest + 1e-3, "seed \(seed), step \(step): \(energy - lowest) J")
        lowest = min(lowest, energy)
      }
      #expect(world.largestSpeed(of: [scene.body]) < 1e-3, "seed \(seed)")
    }
  }

  /// Angular momentum about a point of the ground: v → v₀ − 2/7 of the first slip, for a solid
  /// ball.
  @Test(arguments: solvers) func aSpinningBallEndsRolling(solver: WorldConfiguration.Solver) {
    for seed in UInt64(0)..<12 {
      var random = SplitMix64(seed: seed)
      let (radius, friction) = (0.1, random.uniform(0.2...0.9))
      let world = lawfulWorld(solver, friction: friction)
      let ball = world.addSphere(mass: 2, radius: radius, at: Vector3(0, 0, radius))
      world.run(0.3, dt: 0.002)
      let first = Vector3(random.uniform(-2...2), random.uniform(-2...2), 0)
      // Seed 0 only slides: 5/7 of its speed is left.
      let spin =
        seed == 0
        ? Vector3.zero : Vector3(random.uniform(-20...20), random.uniform(-20...20), 0)
      world.setState(
        of: ball,
        BodyState(pose: world.state(of: ball).pose, velocity: first, angularVelocity: spin))
      let slip = first + spin.cross(Vector3(0, 0, -radius))
      let expected = first - 2.0 / 7 * slip
      let time = 2 * slip.length / (7 * friction * 9.81)
      world.run(time / 2, dt: 0.002)
      let midway = world.velocity(of: ball)
      let half = (time / 2 / 0.002).rounded() * 0.002
      // Slip keeps its direction, so friction is steady.
      let braked = first - friction * 9.81 * half * slip.normalized
      #expect((midway - braked).length < 0.01 * slip.length, "seed \(seed): \(midway), \(braked)")
      world.run(time / 2 + 0.1, dt: 0.002)
      let rolling = world.velocity(of: ball)
      let rest = world.velocity(of: ball, at: Vector3(0, 0, -radius))
      #expect((rolling - expected).length < 0.01 * slip.length, "seed \(seed): \(rolling)")
      #expect(rest.length < 1e-3, "seed \(seed): slips at \(rest)")
    }
  }

  /// A rolling ball needs no friction and keeps its speed; downhill it gains 5/7 g sin α.
  @Test(arguments: solvers) func aBallRollsWithoutSlip(solver: WorldConfiguration.Solver) {
    for heading in Self.headings {
      let (radius, along) = (0.1, Vector3(cos(heading), sin(heading), 0))
      for tilt in [0, 0.2, 0.5] {
        let world = lawfulWorld(
          solver, friction: 0.5, gravity: 9.81 * (sin(tilt) * along - cos(tilt) * .unitZ))
        let ball = world.addSphere(mass: 2, radius: radius, at: Vector3(0, 0, radius - 5e-5))
        world.setState(
          of: ball,
          BodyState(
            pose: world.state(of: ball).pose, velocity: along,
            angularVelocity: Vector3.unitZ.cross(along) / radius))
        world.run(1, dt: Self.dt)
        let expected = 1 + 5.0 / 7 * 9.81 * sin(tilt)
        let velocity = world.velocity(of: ball)
        // The ball sinks in by 0.05 to 0.1 mm, a thousandth of its radius, and creeps by CFM F.
        #expect(
          (velocity - expected * along).length < 2e-3 * expected,
          "heading \(heading), tilt \(tilt): \(velocity), expected \(expected)")
      }
    }
  }
}
