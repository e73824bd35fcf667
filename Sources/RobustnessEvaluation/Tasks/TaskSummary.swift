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

  /// Policies at one noise.
  public struct Across: Sendable, Equatable, Encodable {
    public var noise: Double
    public var accuracy: PolicyShares
    public var lateAccuracy: PolicyShares
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
        accuracy: PolicyShares(rows.map(\.accuracy.estimate), stream),
        lateAccuracy: PolicyShares(rows.map(\.lateAccuracy.estimate), stream))
    }
  }
}

/// A share of right answers over policies that were trained from different seeds. The episodes of a
/// policy are one cluster: each policy counts as the mean of its own, and the 95 % intervals are
/// over policies alone. Fewer than three have none.
public struct PolicyShares: Sendable, Equatable, Encodable {
  /// Fewest policies that have an interval.
  private static let fewest = 3

  public var policies: Int
  /// Mean of the policies' means, with Student's interval.
  public var mean: Double
  public var tLow: Double?
  public var tHigh: Double?
  /// Interquartile mean of the same, with the bootstrap's percentile interval.
  public var iqm: Double
  public var low: Double?
  public var high: Double?

  /// - Parameter means: one of each policy.
  init(_ means: [Double], _ stream: RandomStream) {
    policies = means.count
    mean = Statistics.mean(means)
    iqm = Statistics.interquartileMean(means)
    guard means.count >= Self.fewest else { return }
    let student = Statistics.studentInterval(means)
    (tLow, tHigh) = (student?.low, student?.high)
    let bootstrap = Estimate(means, stream)
    (low, high) = (bootstrap.low, bootstrap.high)
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
  /// Who answers the same episodes by rule.
  public var observers: [Observer]

  /// An observer of the task.
  public struct Observer: Sendable, Equatable, Encodable {
    public var name: String
    public var conditions: [Row]
  }

  var noises: [Double] { conditions.map(\.noise) }

  /// - Parameters:
  ///   - responses: those of ``TaskTrials/run(_:_:noises:)``.
  ///   - observed: those of ``TaskTrials/observe(_:noises:_:)``.
  public init(
    name: String, _ options: TemporalOptions, _ setting: EvaluationSetting, noises: [Double],
    _ responses: [[EpisodeResponses]], observed: [ObservedTrials] = []
  ) {
    self.name = name
    task = type(of: options.task).name
    episodes = setting.episodes
    func rows(_ responses: [[EpisodeResponses]]) -> [Row] {
      zip(noises, responses).map { noise, records in
        Row(records, noise: noise, options, setting.bootstrap)
      }
    }
    conditions = rows(responses)
    observers = observed.map { Observer(name: $0.name, conditions: rows($0.responses)) }
  }
}

extension TaskPolicySummary.Row {
  init(
    _ records: [EpisodeResponses], noise: Double, _ options: TemporalOptions,
    _ stream: RandomStream
  ) {
    let scores = records.map { TaskScore([$0]) }
    self.init(
      noise: noise, accuracy: .init(scores.map(\.accuracy), stream),
      lateAccuracy: .init(scores.map(\.lateAccuracy), stream),
      accuracyByTrial: TaskScore(records).accuracyByTrial,
      seenInTraining: noise == options.noise)
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
