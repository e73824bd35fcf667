import Execution
import FileFormats
public import Locomotion
import Policies
import NeuralControl
import RobotDescription
import SpikingNetworks

/// Runs a plastic policy with its rule at work and with its fast weights ablated, on the same seeds
/// and conditions. Until an ablation begins an arm is the rule's to the bit.
public struct DividendStudy: Sendable {
  /// The nominal world is tried besides, first.
  let conditions: [[Condition]]
  /// Length of each life [s].
  let duration: Double
  let setting: EvaluationSetting

  public init(conditions: [[Condition]], duration: Double, _ setting: EvaluationSetting) {
    (self.conditions, self.duration, self.setting) = (conditions, duration, setting)
  }

  /// What is tried unless conditions are given: an actuator whose sign is hidden, for the whole
  /// life and from its middle on, and changes of body and ground in mid-life.
  public static func defaultConditions(duration: Double) -> [[Condition]] {
    let middle = duration / 2
    return [
      [Condition(.reversedActuator, severity: 5)],
      [Condition(.reversedActuator, severity: 5, onset: middle)],
      [Condition(.payload, severity: 4, onset: middle)],
      [Condition(.deadJoint, severity: 5, onset: middle)],
      [Condition(.slope, severity: 3, onset: middle)],
      [Condition(.friction, severity: 4, onset: middle)],
    ]
  }

  /// Number of lives of one policy, `fixed` further policies given.
  public func lives(fixed: Int) -> Int {
    (DividendArm.own.count + fixed) * (conditions.count + 1) * setting.episodes
  }

  /// Every life of one policy, whatever the number of workers.
  /// - Parameter fixed: further policies of the same robot, as arms of their own.
  /// - Throws: `SafeTensorsError` for a policy without plastic synapses, of a temporal task or of
  ///   another robot.
  public func run(_ policy: NamedPolicy, fixed: [NamedPolicy] = []) throws -> DividendLives {
    try Self.check(policy, fixed)
    let robot = try policy.policy.requireLocomotion(path: policy.name).robot
    try Condition.check(Array(conditions.joined()), of: robot)
    let arms = DividendArm.own + fixed.indices.map { .fixed($0) }
    let specifications = setting.specifications(under: [[]] + conditions)
    let executor = try Executor(workers: setting.crew.workers) {
      try ([policy] + fixed).map { try $0.policy.makeRig(path: $0.name, duration: duration) }
    }
    let steps = Int((duration / robot.profile.controlPeriod).rounded())
    let lives = try executor.map(
      arms.count * specifications.count, over: setting.crew.ranks
    ) { rigs, index in
      let arm = arms[index / specifications.count]
      let rig = if case .fixed(let other) = arm { rigs[1 + other] } else { rigs[0] }
      return rig.record(specifications[index % specifications.count], arm.ablation(steps: steps))
    }
    return DividendLives(
      policy: policy.name, study: self, arms: arms, names: fixed.map(\.name), lives: lives)
  }

  /// Whether a study of the policy against these makes sense; `run` begins with it.
  public static func check(_ policy: NamedPolicy, _ fixed: [NamedPolicy]) throws {
    let (robot, _) = try policy.policy.requireLocomotion(path: policy.name)
    for other in fixed { try other.policy.requireRobot(robot, path: other.name) }
    guard policy.policy.network.layout.isPlastic else {
      throw SafeTensorsError(
        path: policy.name, place: "metadata network", found: "no plastic synapses",
        expected: "a plasticity rule, whose dividend could be measured")
    }
  }
}
