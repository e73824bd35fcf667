import Foundation
import Locomotion
import RobotDescription
import Testing

@Suite("Actuators") struct ActuatorTests {
  /// The torque of a PD servo behind a DC motor's torque–speed line, written case by case.
  private func expected(_ joint: OneJoint, target: Double, q: Double, rate: Double) -> Double {
    let wanted = joint.kp * (target - q) - joint.kd * rate
    let limited = abs(wanted) > joint.effort ? joint.effort * (wanted < 0 ? -1 : 1) : wanted
    guard limited * rate > 0 else { return limited }
    let corner = 0.8 * joint.velocity
    if abs(rate) <= corner { return limited }
    if abs(rate) >= joint.velocity { return 0 }
    let available = joint.effort * (joint.velocity - abs(rate)) / (joint.velocity - corner)
    return abs(limited) > available ? available * (limited < 0 ? -1 : 1) : limited
  }

  /// Random servos chase random targets; every torque and the motion it makes are the closed form.
  @Test(arguments: 1...12 as ClosedRange<UInt64>) func servoFollowsItsEquation(_ seed: UInt64)
    throws
  {
    var random = SplitMix64(seed: seed)
    let joint = OneJoint(
      kp: random.uniform(5, 60), kd: random.uniform(0, 1.5), effort: random.uniform(2, 12),
      velocity: random.uniform(2, 9), damping: random.uniform(0, 0.3),
      friction: random.uniform(0, 0.4))
    let simulation = try joint.simulation(at: random.uniform(-0.5, 0.5))
    var target = 0.0
    for step in 0..<2000 {
      if step % 100 == 0 { target = random.uniform(-6, 6) }
      let (q, rate) = (simulation.positions[0], simulation.rates[0])
      simulation.advance(target: target)
      let motor = simulation.actuators.efforts[0]
      let wanted = expected(joint, target: target, q: q, rate: rate)
      #expect(close(motor, wanted, 1e-9), "seed \(seed), step \(step): \(motor), \(wanted)")
      let passive = joint.damping * rate + joint.friction * max(-1, min(1, rate / 0.1))
      let acceleration = (simulation.rates[0] - rate) / OneJoint.step
      #expect(
        close(acceleration * OneJoint.inertia, motor - passive, 1e-6),
        "seed \(seed), step \(step): damping and friction oppose the motion")
    }
  }

  /// The random servos must have met each branch of the torque limit, or the test above says little.
  @Test func torqueSpeedLine() throws {
    let joint = OneJoint(kp: 1000, kd: 0, effort: 10, velocity: 5)
    let simulation = try joint.simulation()
    var seen = (full: false, sloped: false)
    for _ in 0..<200 {
      let rate = simulation.rates[0]
      simulation.advance(target: 1e6)
      let effort = simulation.actuators.efforts[0]
      if rate <= 4 { #expect(effort == 10) } else { #expect(close(effort, 10 * (5 - rate), 1e-9)) }
      seen = (seen.full || rate <= 4, seen.sloped || rate > 4 && effort > 0)
    }
    #expect(seen.full && seen.sloped)
    #expect(simulation.rates[0] <= 5, "no motor drives beyond its velocity limit")
    simulation.advance(target: -1e6)
    #expect(simulation.actuators.efforts[0] == -10, "braking has the full effort")
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
