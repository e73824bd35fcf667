import Foundation
import Locomotion
import Testing

@Suite("Actuators") struct ActuatorTests {
  /// Inertia that the servo's motor turns [kg m²].
  private func inertia(_ joint: OneJoint) -> Double { OneJoint.inertia + joint.armature }

  /// The most that a DC motor gives to speed up a joint at `speed` > 0 [N m]: where its
  /// torque–speed line, level up to half the velocity limit and no lower than full braking, meets
  /// the speed that the torque itself leads to in a step; by bisection, as the line falls and the
  /// torque rises.
  private func available(_ joint: OneJoint, speed: Double) -> Double {
    func line(_ torque: Double) -> Double {
      let end = speed + OneJoint.step * torque / inertia(joint)
      return joint.effort * max(-1, min(1, (joint.velocity - end) / (joint.velocity / 2)))
    }
    var (low, high) = (-joint.effort, joint.effort)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if line(middle) > middle { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private enum Branch: CaseIterable { case servo, full, sloped, braking, fullBraking }

  /// The torque of a PD servo behind such a motor, case by case.
  private func expected(
    _ joint: OneJoint, target: Double, q: Double, rate: Double
  ) -> (torque: Double, branch: Branch) {
    let wanted = joint.kp * (target - q) - joint.kd * rate
    let limited = max(-joint.effort, min(joint.effort, wanted))
    let most = rate == 0 ? joint.effort : available(joint, speed: abs(rate))
    let along = rate < 0 ? -limited : limited
    guard rate != 0, along > most else {
      return (limited, abs(wanted) > joint.effort ? .full : .servo)
    }
    let branch: Branch = most > 0 ? .sloped : most > -joint.effort ? .braking : .fullBraking
    return (rate < 0 ? -most : most, branch)
  }

  /// Random servos chase random targets and are thrown beyond their limits; every torque and the
  /// motion it makes are the closed form.
  @Test func servosFollowTheirEquation() throws {
    var met: [Branch: Int] = [:]
    for seed in 1...12 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let velocity = random.uniform(2, 9)
      let armature = seed.isMultiple(of: 2) ? random.uniform(0.001, 0.1) : 0
      // At full effort a step changes the speed by up to half of the limit.
      let most = velocity / 2 * (OneJoint.inertia + armature) / OneJoint.step
      let joint = OneJoint(
        kp: random.uniform(5, 60), kd: random.uniform(0, 1.5),
        effort: seed.isMultiple(of: 3) ? most * random.uniform(0.2, 0.95) : random.uniform(2, 12),
        velocity: velocity, damping: random.uniform(0, 0.3), friction: random.uniform(0, 0.4),
        armature: armature)
      let simulation = try joint.simulation(at: random.uniform(-0.5, 0.5))
      var target = 0.0
      for step in 0..<2000 {
        if step % 100 == 0 { target = random.uniform(-6, 6) }
        if step % 50 == 49 { simulation.kick(random.uniform(-2, 2) * velocity) }
        let (q, rate) = (simulation.positions[0], simulation.rates[0])
        simulation.advance(target: target)
        let motor = simulation.actuators.efforts[0]
        let (wanted, branch) = expected(joint, target: target, q: q, rate: rate)
        met[branch, default: 0] += 1
        #expect(
          close(motor, wanted, 1e-9 * (1 + joint.effort)),
          "seed \(seed), step \(step), \(branch): \(motor), \(wanted)")
        let passive = joint.damping * rate + joint.friction * max(-1, min(1, rate / 0.1))
        let acceleration = (simulation.rates[0] - rate) / OneJoint.step
        #expect(
          close(acceleration * inertia(joint), motor - passive, 1e-6 * (1 + joint.effort)),
          "seed \(seed), step \(step): damping and friction oppose the motion")
      }
    }
    for branch in Branch.allCases { #expect(met[branch, default: 0] > 100, "\(branch) is met") }
  }

  /// At full effort a joint of its own comes up to its velocity limit, or down to it from beyond,
  /// in steps long or short for the motor, and never past it.
  @Test(arguments: 1...20 as ClosedRange<UInt64>) func fullEffortKeepsTheVelocityLimit(
    _ seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let velocity = random.uniform(2, 20)
    let armature = seed.isMultiple(of: 2) ? random.uniform(0.001, 0.1) : 0
    // In one step at full effort to between a hundredth and all of the limit.
    let share = pow(10, random.uniform(-2, 0))
    let joint = OneJoint(
      kp: 1000, kd: 0,
      effort: share * velocity * (OneJoint.inertia + armature) / OneJoint.step,
      velocity: velocity, armature: armature)
    let simulation = try joint.simulation()
    let rounding = 1e-9 * velocity
    for _ in 0..<Int(20 / share) {
      simulation.advance(target: 1e9)
      #expect(simulation.rates[0] <= velocity + rounding, "seed \(seed)")
    }
    #expect(simulation.rates[0] > 0.99 * velocity, "seed \(seed): the limit is within reach")
    simulation.kick(1.9 * velocity)
    for _ in 0..<Int(20 / share) {
      let rate = simulation.rates[0]
      simulation.advance(target: 1e9)
      #expect(
        simulation.actuators.efforts[0] <= rounding, "seed \(seed): a joint too fast is braked")
      #expect(
        (velocity - rounding...rate + rounding).contains(simulation.rates[0]), "seed \(seed)")
    }
    #expect(simulation.rates[0] < 1.01 * velocity, "seed \(seed)")
    simulation.advance(target: -1e9)
    #expect(simulation.actuators.efforts[0] == -joint.effort, "braking has the full effort")
  }

  @Test func passiveFrictionStopsTheJointAndNeverReversesIt() throws {
    let joint = OneJoint(kp: 10, kd: 0, effort: 5, velocity: 20, damping: 0.02, friction: 0.5)
    let episode = try joint.episode(lasting: 3)
    var rates: [Double] = []
    // Without contacts the base falls, which a rate does not feel.
    let watch = Watch {
      rates.append($0.simulation.rates[0])
    }
    let condition = Condition(.deadJoint, severity: 5, onset: 0.5)
    _ = episode.run(
      Script { _, _, action in action[0] = 1 },
      EpisodeSpecification(seed: 1, conditions: [condition]), observer: watch)
    try #require(rates.count == 3000)
    let free = Array(rates[500...])
    #expect(abs(rates[499]) > 0.5)
    for (a, b) in zip(free, free.dropFirst()) {
      #expect(abs(b) <= abs(a) && a * b >= 0, "from \(a) to \(b) rad/s")
    }
    #expect(abs(free[free.count - 1]) < 1e-3)
  }

  @Test func deadMotorGivesNoTorque() throws {
    let episode = try OneJoint().episode(lasting: 0.5)
    var largest = 0.0
    let watch = Watch { largest = max(largest, abs($0.simulation.actuators.efforts[0])) }
    let alive = Script { _, _, action in action[0] = 1 }
    _ = episode.run(alive, EpisodeSpecification(seed: 1), observer: watch)
    #expect(largest > 1)
    largest = 0
    let dead = [Condition(.deadJoint, severity: 5)]
    let result = episode.run(
      alive, EpisodeSpecification(seed: 1, conditions: dead), observer: watch)
    #expect(largest == 0 && result.work == 0)
  }

  @Test func continuousJointsCountFullTurns() throws {
    let simulation = try OneJoint(kp: 5, kd: 1).simulation()
    for _ in 0..<20_000 { simulation.advance(target: 20) }
    #expect(close(simulation.positions[0], 20, 1e-3), "\(simulation.positions[0]) rad")
  }
}
