import Locomotion
import Policies

/// Runs policies through a suite.
public struct SuiteRunner: Sendable {
  public let suite: Suite
  var setting: EvaluationSetting

  public init(_ suite: Suite, _ setting: EvaluationSetting) {
    (self.suite, self.setting) = (suite, setting)
  }

  /// Every trial of one policy, nominal world first.
  func trials(of name: String) -> [Trial] {
    ([[]] + suite.conditions).flatMap { conditions in
      (0..<setting.episodes).map {
        Trial(policy: name, conditions: conditions, episode: $0, seed: setting.seed(of: $0))
      }
    }
  }

  /// Results of one policy in the order of `trials(of:)`, whatever the number of workers.
  func run(_ policy: Policy, name: String) throws -> [TrialResult] {
    let session = SuiteSession(self, [(name, policy)])
    try session.run()
    return session.results[0].trials
  }
}
