import NumericalMethods
import RigidBodyDynamics
import Testing

@Suite struct JointDriftTests {
  /// Under ODE's solvers a joint is soft: under a steady load λ its anchors part by CFM · λ · dt /
  /// ERP.
  @Test func aSteadyLoadPartsTheAnchorsBySoftnessAlone() {
    for load in [10.0, 50, 200] {
      let world = weightlessWorld(WorldConfiguration(.direct))
      let pedestal = Pedestal(in: world)
      let link = world.addBox(
        mass: 0.5, size: Vector3(0.05, 0.05, 0.2), pose: Pose(position: Vector3(0, 0, -0.1)))
      let joint = world.addJoint(
        .hinge, child: link, parent: pedestal.body, anchor: .zero, axis: .unitY)
      for _ in 0..<400 {
        pedestal.hold(in: world)
        world.addForce(Vector3(0, 0, -load), to: link)
        world.step(0.005)
      }
      let c = world.configuration
      let expected = c.jointCFM * load * 0.005 / c.jointERP
      #expect(abs(world.drift(of: joint) / expected - 1) < 0.01, "load \(load)")
    }
  }

  /// The anchors part by O((ω dt)²) a step: finer steps hold tighter.
  @Test func aLoadedChainHoldsTogether() {
    let coarse = worstDrift(dt: 0.005)
    let fine = worstDrift(dt: 0.0025)
    #expect(coarse < 0.02, "at 5 ms")
    #expect(fine < coarse / 2, "at 2.5 ms: \(fine) m from \(coarse) m")
  }

  /// Largest separation [m] within six links that swing for 2 s under a load of 100 N and efforts
  /// of up to 5 N m at every joint, held for 20 ms.
  private func worstDrift(dt: Double) -> Double {
    var worst = 0.0
    for seed in UInt64(0)..<10 {
      var random = SplitMix64(seed: seed)
      let world = World()
      let pedestal = Pedestal(in: world)
      let size = Vector3(0.05, 0.05, 0.2)
      var joints: [Joint] = []
      var last = pedestal.body
      for k in 0..<6 {
        let link = world.addBody(
          mass: 0.5, inertia: boxInertia(mass: 0.5, size: size) + Matrix3.identity * 0.004,
          pose: Pose(position: Vector3(0, 0, -0.2 * Double(k) - 0.1)))
        joints.append(
          world.addJoint(
            .hinge, child: link, parent: last, anchor: Vector3(0, 0, -0.2 * Double(k)),
            axis: k % 2 == 0 ? .unitX : .unitY, stops: -1...1))
        last = link
      }
      var efforts = joints.map { _ in 0.0 }
      for step in 0..<Int(2 / dt) {
        pedestal.hold(in: world)
        if step % Int((0.02 / dt).rounded()) == 0 {
          efforts = joints.map { _ in random.uniform(-5...5) }
        }
        for (joint, effort) in zip(joints, efforts) { world.addEffort(effort, to: joint) }
        world.addForce(Vector3(0, 0, -100), to: last)
        world.step(dt)
        worst = max(worst, world.largestJointDrift)
      }
      #expect(world.isFinite, "seed \(seed)")
    }
    return worst
  }
}
