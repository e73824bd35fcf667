import NumericalMethods
import RigidBodyDynamics
import Testing

/// A positive position, rate or effort moves the child about or along +axis; the parent is moved
/// the other way.
@Suite struct JointConventionTests {
  @Test func sliderFollowsItsClosedForm() {
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let world = weightlessWorld()
      let (m1, m2) = (random.uniform(0.5...3), random.uniform(0.5...3))
      let size = Vector3(0.2, 0.3, 0.1)
      // Both centres lie on the axis, so that the motion stays on it.
      let (axis, p) = (random.direction(), random.vector(1))
      let parent = world.addBox(mass: m1, size: size, pose: Pose(position: p))
      let child = world.addBox(mass: m2, size: size, pose: Pose(position: p + 0.5 * axis))
      let joint = world.addJoint(
        .slider, child: child, parent: parent, anchor: .zero, axis: axis)
      let (dt, n, effort) = (0.002, 200, random.uniform(-5...5))
      for _ in 0..<n {
        world.addEffort(effort, to: joint)
        world.step(dt)
      }
      let acceleration = effort * (1 / m1 + 1 / m2)
      let travel = acceleration * dt * dt * Double(n * (n + 1)) / 2
      #expect(abs(world.position(of: joint) - travel) < 1e-9, "seed \(seed)")
      #expect(abs(world.rate(of: joint) - acceleration * dt * Double(n)) < 1e-9, "seed \(seed)")
      let speed = effort * dt * Double(n)
      #expect((m2 * world.velocity(of: child) - speed * axis).length < 1e-9, "seed \(seed)")
      #expect((m1 * world.velocity(of: parent) + speed * axis).length < 1e-9, "seed \(seed)")
      #expect(world.drift(of: joint) == 0, "seed \(seed)")
    }
  }

  @Test func hingeFollowsItsClosedForm() {
    for seed in UInt64(0)..<20 {
      var random = SplitMix64(seed: seed)
      let world = weightlessWorld()
      let (i1, i2) = (random.uniform(0.05...0.3), random.uniform(0.05...0.3))
      // Round bodies whose centres lie on the axis: each turns about its own centre.
      let (axis, p) = (random.direction(), random.vector(1))
      let parent = world.addBody(
        mass: 1, inertia: Matrix3.identity * i1, pose: Pose(position: p))
      let child = world.addBody(
        mass: 2, inertia: Matrix3.identity * i2, pose: Pose(position: p + 0.5 * axis))
      let joint = world.addJoint(
        .hinge, child: child, parent: parent, anchor: p + 0.2 * axis, axis: axis)
      let (dt, n, effort) = (0.002, 200, random.uniform(-0.5...0.5))
      for _ in 0..<n {
        world.addEffort(effort, to: joint)
        world.step(dt)
      }
      let acceleration = effort * (1 / i1 + 1 / i2)
      let angle = acceleration * dt * dt * Double(n * (n + 1)) / 2
      #expect(abs(world.position(of: joint) - angle) < 1e-6, "seed \(seed)")
      #expect(abs(world.rate(of: joint) - acceleration * dt * Double(n)) < 1e-8, "seed \(seed)")
      let impulse = effort * dt * Double(n)
      #expect(
        (i2 * world.angularVelocity(of: child) - impulse * axis).length < 1e-8, "seed \(seed)")
      #expect(
        (i1 * world.angularVelocity(of: parent) + impulse * axis).length < 1e-8, "seed \(seed)")
      #expect(world.drift(of: joint) < 1e-9, "seed \(seed)")
    }
  }

  /// A pose set by hand reads back as the joint position, whatever the parent's own pose.
  @Test func positionIsMeasuredFromTheJoiningPose() {
    for seed in UInt64(0)..<50 {
      var random = SplitMix64(seed: seed)
      let world = weightlessWorld()
      let base = Pose(position: random.vector(1), rotation: random.rotation())
      let mounted = Pose(position: random.vector(1), rotation: random.rotation())
      let (axis, anchor) = (random.direction(), random.vector(0.5))
      let motion: JointMotion = seed % 2 == 0 ? .hinge : .slider
      let size = Vector3(0.2, 0.3, 0.1)
      let parent = world.addBox(mass: 1, size: size, pose: base)
      let child = world.addBox(mass: 1, size: size, pose: base * mounted)
      let joint = world.addJoint(
        motion, child: child, parent: parent, anchor: base.apply(anchor),
        axis: base.rotation.rotate(axis))
      #expect(abs(world.position(of: joint)) < 1e-12, "seed \(seed)")
      let position = random.uniform(-3...3)
      let turn = Quaternion(axis: axis, angle: position)
      let moved =
        motion == .hinge
        ? Pose(position: anchor - turn.rotate(anchor), rotation: turn)
        : Pose(position: position * axis)
      let elsewhere = Pose(position: random.vector(1), rotation: random.rotation())
      world.setState(of: parent, BodyState(pose: elsewhere))
      world.setState(of: child, BodyState(pose: elsewhere * moved * mounted))
      #expect(abs(world.position(of: joint) - position) < 1e-9, "seed \(seed), \(motion)")
      #expect(world.largestJointDrift < 1e-12, "seed \(seed), \(motion)")
    }
  }

  @Test func driftIsTheSeparationOfTheAnchors() {
    let world = weightlessWorld()
    let size = Vector3(0.2, 0.3, 0.1)
    let parent = world.addBox(mass: 1, size: size, pose: .identity)
    let child = world.addBox(mass: 1, size: size, pose: Pose(position: .unitX))
    let joint = world.addJoint(
      .hinge, child: child, parent: parent, anchor: .unitX * 0.5, axis: .unitY)
    world.setState(of: child, BodyState(pose: Pose(position: Vector3(1.03, 0.04, 0))))
    #expect(abs(world.drift(of: joint) - 0.05) < 1e-12)
    #expect(world.largestJointDrift == world.drift(of: joint))
  }
}
