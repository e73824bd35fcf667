import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

/// A stop corrects the share `stopERP` of its overshoot per step, so it throws a body back with at
/// most `stopERP` of the speed it came with: energy only falls.
@Suite struct JointStopTests {
  @Test(arguments: [JointMotion.hinge, .slider])
  func aStopNeverAddsEnergy(motion: JointMotion) {
    for seed in UInt64(0)..<60 {
      var random = SplitMix64(seed: seed)
      let speed = random.uniform(0.2...25) * (seed % 2 == 0 ? 1 : -1)
      let dt = random.uniform(0.002...0.01)
      let stop = random.uniform(0.1...1)
      let world = weightlessWorld()
      let pedestal = Pedestal(in: world)
      let bob = world.addBox(
        mass: 1.5, size: Vector3(0.1, 0.2, 0.6), pose: Pose(position: Vector3(0, 0, -0.3)))
      let joint = world.addJoint(
        motion, child: bob, parent: pedestal.body, anchor: .zero, axis: .unitY,
        stops: -stop...stop)
      world.setState(
        of: bob,
        BodyState(
          pose: Pose(position: Vector3(0, 0, -0.3)),
          velocity: motion == .hinge ? Vector3(-0.3 * speed, 0, 0) : Vector3(0, speed, 0),
          angularVelocity: motion == .hinge ? Vector3(0, speed, 0) : .zero))
      #expect(abs(world.rate(of: joint) - speed) < 1e-9, "seed \(seed)")
      let start = world.energy(of: bob)
      var struck = false
      for _ in 0..<600 {
        pedestal.hold(in: world)
        world.step(dt)
        let (position, rate) = (world.position(of: joint), world.rate(of: joint))
        let energy = world.energy(of: bob)
        #expect(energy < start * 1.001, "seed \(seed): \(energy) J from \(start) J")
        #expect(abs(position) <= stop + abs(speed) * dt * 1.01, "seed \(seed): \(position)")
        struck = struck || abs(position) > stop
        guard struck && abs(position) <= stop else { continue }
        #expect(abs(rate) <= 0.21 * abs(speed), "seed \(seed): \(rate) from \(speed)")
      }
    }
  }

  /// Two free bodies driven into a stop by an effort that then ceases.
  @Test func aPushedStopReleasesLittle() {
    for seed in UInt64(0)..<40 {
      var random = SplitMix64(seed: seed)
      let world = weightlessWorld()
      let size = Vector3(0.1, 0.2, 0.6)
      let parent = world.addBox(mass: 2, size: size, pose: Pose(position: Vector3(0, 0, 0.3)))
      let child = world.addBox(mass: 1, size: size, pose: Pose(position: Vector3(0, 0, -0.3)))
      let joint = world.addJoint(
        .hinge, child: child, parent: parent, anchor: .zero, axis: .unitY, stops: -0.5...0.5)
      let effort = random.uniform(5...40) * (seed % 2 == 0 ? 1 : -1)
      for _ in 0..<400 {
        world.addEffort(effort, to: joint)
        world.step(0.005)
      }
      let held = world.kineticEnergy
      let position = world.position(of: joint)
      var after = 0.0
      for _ in 0..<200 {
        world.step(0.005)
        after = max(after, world.kineticEnergy)
      }
      #expect(abs(abs(position) - 0.5) < 0.02, "seed \(seed): \(position)")
      #expect(position * effort > 0, "seed \(seed): the wrong stop")
      #expect(after < held + 1e-6, "seed \(seed): \(after) J from \(held) J")
    }
  }

  @Test func stopsMayMoveAndGo() {
    let world = weightlessWorld()
    let pedestal = Pedestal(in: world)
    let bob = world.addBox(mass: 1, size: Vector3(0.1, 0.2, 0.6), pose: .identity)
    let joint = world.addJoint(
      .hinge, child: bob, parent: pedestal.body, anchor: .zero, axis: .unitZ, stops: -0.2...0.3)
    func push(_ effort: Double, _ steps: Int) -> Double {
      for _ in 0..<steps {
        pedestal.hold(in: world)
        world.addEffort(effort, to: joint)
        world.step(0.005)
      }
      return world.position(of: joint)
    }
    #expect(abs(push(0.1, 800) - 0.3) < 0.01)
    #expect(abs(push(-0.1, 800) + 0.2) < 0.01)
    world.setStops(of: joint, 0.5...0.8)
    #expect(abs(push(-0.1, 800) - 0.5) < 0.01)
    world.setStops(of: joint, -0.9 ... -0.7)
    #expect(abs(push(0.1, 800) + 0.7) < 0.01)
    world.setStops(of: joint, nil)
    #expect(push(0.1, 60) > 0.1)
  }

  /// A joint that rests on a stop is free from the step after the stop goes.
  @Test(arguments: [JointMotion.hinge, .slider], [-1.0, 1])
  func aRemovedStopLetsGo(motion: JointMotion, direction: Double) {
    let world = weightlessWorld()
    let pedestal = Pedestal(in: world)
    let bob = world.addBody(mass: 1, inertia: .identity, pose: .identity)
    let joint = world.addJoint(
      motion, child: bob, parent: pedestal.body, anchor: .zero, axis: .unitZ, stops: -0.2...0.2)
    func push(_ steps: Int) -> Double {
      for _ in 0..<steps {
        pedestal.hold(in: world)
        world.addEffort(direction, to: joint)
        world.step(0.005)
      }
      return world.position(of: joint) * direction
    }
    let held = push(1000)
    #expect(abs(held - 0.2) < 1e-3)
    world.setStops(of: joint, nil)
    // ½ a t² with semi-implicit Euler's n(n + 1), a = 1, 200 steps.
    #expect(abs(push(200) - held - 0.5 * 200 * 201 * 0.005 * 0.005) < 1e-3)
  }

  @Test func aHingeStopBeyondHalfATurnIsLeftOut() {
    let world = weightlessWorld()
    let pedestal = Pedestal(in: world)
    let bob = world.addBox(mass: 1, size: Vector3(0.1, 0.2, 0.6), pose: .identity)
    let joint = world.addJoint(
      .hinge, child: bob, parent: pedestal.body, anchor: .zero, axis: .unitZ, stops: -4...4)
    world.setState(of: bob, BodyState(pose: .identity, angularVelocity: Vector3(0, 0, 5)))
    for _ in 0..<1000 {
      pedestal.hold(in: world)
      world.step(0.002)
    }
    #expect(abs(world.rate(of: joint) - 5) < 1e-3)
  }
}
