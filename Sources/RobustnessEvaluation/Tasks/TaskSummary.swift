public import NumericalMethods
public import Policies
public import TemporalTasks

/// What `summary.json` holds for policies of temporal tasks.
public struct TaskSummary: Sendable, Equatable, Encodable {
  let suite = "noise"
  let suiteVersion = 1
  let seed: UInt64
  let policies: [TaskPolicySummary]
  /// All policies together where there are several of one task, such as those of several seeds.
  public var across: [Across]

  /// Policies at one noise, as interquartile mean with bootstrap interval over policies.
  public struct Across: Sendable, Equatable, Encodable {
    public var noise: Double
    public var accuracy: Estimate
    public var lateAccuracy: Estimate
  }

  public init(seed: UInt64, policies: [TaskPolicySummary]) {
    self.seed = seed
    self.policies = policies
    across = Self.across(policies, RandomStream(seed: seed, purpose: .bootstrap))
  }

  private static func across(
    _ policies: [TaskPolicySummary], _ stream: RandomStream
  ) -> [Across] {
    guard let first = policies.first, policies.count > 1,
      policies.allSatisfy({ $0.task == first.task && $0.noises == first.noises })
    else { return [] }
    return first.noises.indices.map { level in
      let rows = policies.map { $0.conditions[level] }
      return Across(
        noise: rows[0].noise,
        accuracy: Estimate(rows.map(\.accuracy.estimate), stream),
        lateAccuracy: Estimate(rows.map(\.lateAccuracy.estimate), stream))
    }
  }
}

/// One policy's accuracy over noise and over the trials of an episode.
public struct TaskPolicySummary: Sendable, Equatable, Encodable {
  /// A mean over episodes with its 95 % bootstrap interval.
  public typealias Share = StatisticInterval<MeanEstimate>

  /// The task at one noise.
  public struct Row: Sendable, Equatable, Encodable {
    public var noise: Double
    /// Share of right answers over all trials …
    public var accuracy: Share
    /// … over the last third of each episode's …
    public var lateAccuracy: Share
    /// … and in each trial: the learning curve within a lifetime.
    public var accuracyByTrial: [Double]
    public var seenInTraining: Bool
  }

  public var name: String
  public var task: String
  public var episodes: Int
  public var conditions: [Row]

  var noises: [Double] { conditions.map(\.noise) }

  /// - Parameter responses: those of ``TaskTrials/run(_:_:noises:)``.
  public init(
    name: String, _ options: TemporalOptions, _ setting: EvaluationSetting, noises: [Double],
    _ responses: [[EpisodeResponses]]
  ) {
    self.name = name
    task = type(of: options.task).name
    episodes = setting.episodes
    let stream = setting.bootstrap
    conditions = zip(noises, responses).map { noise, records in
      let scores = records.map { TaskScore([$0]) }
      return Row(
        noise: noise, accuracy: Share(scores.map(\.accuracy), stream),
        lateAccuracy: Share(scores.map(\.lateAccuracy), stream),
        accuracyByTrial: TaskScore(records).accuracyByTrial,
        seenInTraining: noise == options.noise)
    }
  }
}

extension StatisticInterval<MeanEstimate> {
  init(_ values: [Double], _ stream: RandomStream) {
    var stream = stream
    self.init(
      Statistics.bootstrapInterval(
        strata: [values], statistic: { Statistics.mean($0[0]) }, stream: &stream))
  }
}

/// Rows of `suite.csv` for temporal tasks: one an answer.
public enum TaskTable {
  public static let header = [
    "policy", "noise", "episode", "trial", "target", "response", "correct",
  ]

  /// - Parameter responses: of one policy at each of `noises`.
  public static func rows(
    policy: String, noises: [Double], _ responses: [[EpisodeResponses]]
  ) -> [[String]] {
    zip(noises, responses).flatMap { noise, records in
      records.enumerated().flatMap { episode, record in
        record.targets.indices.map { trial in
          let response = record.responses[trial]
          return [
            policy, "\(noise)", "\(episode)", "\(trial)", "\(record.targets[trial])",
            response.map { "\($0)" } ?? "", response == record.targets[trial] ? "1" : "0",
          ]
        }
      }
    }
  }
}
