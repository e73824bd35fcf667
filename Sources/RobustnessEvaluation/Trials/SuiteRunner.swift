import Locomotion
import Policies
import SpikingNetworks

/// Runs policies through a suite.
public struct SuiteRunner: Sendable {
  public let suite: Suite
  var setting: EvaluationSetting
  /// What becomes of the fast weights of plastic policies; each is tried in the whole suite.
  let timings: [FastWeightTiming]
  /// When fast weights are frozen that are frozen after a change [s after it].
  let freezeAt: Double

  public init(_ suite: Suite, _ setting: EvaluationSetting) {
    self.init(suite, setting, timings: [.rule], freezeAt: 2)
  }

  init(
    _ suite: Suite, _ setting: EvaluationSetting, timings: [FastWeightTiming], freezeAt: Double
  ) {
    (self.suite, self.setting) = (suite, setting)
    (self.timings, self.freezeAt) = (timings, freezeAt)
  }

  /// What is done to the fast weights of an arm's policy: nothing where it has none.
  func timings(of policy: Policy, in arm: Arm) -> [FastWeightTiming] {
    arm.isStudied && policy.network.layout.isPlastic ? timings : [.rule]
  }

  /// - Throws: ``WorkloadError`` where the arms' trials are more than can be lived; to be asked
  ///   before they are listed.
  public func checkWork(_ arms: [Arm]) throws {
    let policies = arms.reduce(0) { $0 + $1.policies.count }
    for arm in arms {
      for policy in arm.policies {
        try Workload.check(
          policy, conditions: suite.conditions.count + 1,
          times: policies * timings(of: policy.policy, in: arm).count, episodes: setting.episodes,
          duration: suite.duration)
      }
    }
  }

  /// Every trial of one policy with its fast weights in one state, nominal world first.
  func trials(of member: ArmMember, _ timing: FastWeightTiming = .rule) -> [Trial] {
    ([[]] + suite.conditions).flatMap { conditions in
      (0..<setting.episodes).map {
        Trial(
          member: member, timing: timing, conditions: conditions, episode: $0,
          seed: setting.seed(of: $0))
      }
    }
  }

  /// Results of one policy in the order of `trials(of:)`, whatever the number of workers.
  func run(_ policy: Policy, name: String) throws -> [TrialResult] {
    let arms = [Arm((name, policy))]
    try checkWork(arms)
    let session = SuiteSession(self, arms)
    try session.run()
    return session.results[0].trials
  }
}
