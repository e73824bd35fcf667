public import Execution
import FileFormats
public import Locomotion
public import Policies
import RobotDescription
import SpikingNetworks

/// A policy under the name that results carry.
public typealias NamedPolicy = (name: String, policy: Policy)

/// Lives a plastic policy with its rule at work and with its fast weights ablated, on the same
/// seeds and conditions. Until an ablation begins an arm is the rule's to the bit.
public struct DividendStudy: Sendable {
  /// The nominal world is tried besides, first.
  public var conditions: [[Condition]]
  public var episodes: Int
  public var seed: UInt64
  public var workers: Int
  /// The processes that live the trials together; nil is this one alone.
  public var ranks: Ranks?
  public var physics: PhysicsOptions
  /// Length of each life [s].
  public var duration: Double

  public init(
    conditions: [[Condition]], episodes: Int, seed: UInt64, workers: Int, duration: Double,
    physics: PhysicsOptions = PhysicsOptions()
  ) {
    self.conditions = conditions
    self.episodes = episodes
    self.seed = seed
    self.workers = workers
    self.duration = duration
    self.physics = physics
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

  /// One life to lead.
  struct Item: Sendable {
    var arm: DividendArm
    var conditions: [Condition]
    var seed: UInt64
  }

  /// Arm by arm, condition by condition, episode by episode.
  func items(_ arms: [DividendArm]) -> [Item] {
    arms.flatMap { arm in
      ([[]] + conditions).flatMap { conditions in
        (0..<episodes).map {
          Item(
            arm: arm, conditions: conditions,
            seed: EpisodeSeeds.evaluation(seed, episode: $0))
        }
      }
    }
  }

  /// Number of lives of one policy, `fixed` further policies given.
  public func lives(fixed: Int) -> Int {
    (DividendArm.own.count + fixed) * (conditions.count + 1) * episodes
  }

  /// Every life of one policy, whatever the number of workers.
  /// - Parameter fixed: further policies of the same robot, as arms of their own.
  /// - Throws: `SafeTensorsError` for a policy without plastic synapses, of a temporal task or of
  ///   another robot.
  public func run(_ policy: NamedPolicy, fixed: [NamedPolicy] = []) throws -> DividendLives {
    try Self.check(policy, fixed)
    let arms = DividendArm.own + fixed.indices.map { .fixed($0) }
    let items = items(arms)
    let duration = duration
    let executor = try Executor(workers: workers) {
      try ([policy] + fixed).map { try LifeRig($0.policy, name: $0.name, duration: duration) }
    }
    let period = try policy.policy.requireLocomotion(path: policy.name).robot.profile.controlPeriod
    let steps = Int((duration / period).rounded())
    let physics = physics
    let lives = try executor.map(items.count, over: ranks) { rigs, index in
      let item = items[index]
      let rig = if case .fixed(let other) = item.arm { rigs[1 + other] } else { rigs[0] }
      return rig.live(
        EpisodeSpecification(seed: item.seed, conditions: item.conditions, physics: physics),
        item.arm.ablation(steps: steps))
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
