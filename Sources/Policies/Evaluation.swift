public import TemporalTasks

/// How a trained network did in fresh episodes.
public enum Evaluation: Sendable, Equatable, Codable {
  case gait(GaitEvaluation)
  case task(TaskEvaluation)

  public init(from decoder: any Decoder) throws {
    if let task = try? TaskEvaluation(from: decoder) {
      self = .task(task)
    } else {
      self = .gait(try GaitEvaluation(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .gait(let gait): try gait.encode(to: encoder)
    case .task(let task): try task.encode(to: encoder)
    }
  }

  public var gait: GaitEvaluation? {
    if case .gait(let gait) = self { gait } else { nil }
  }

  public var task: TaskEvaluation? {
    if case .task(let task) = self { task } else { nil }
  }
}

/// Fresh episodes of a temporal task at one noise.
public struct TaskEvaluation: Sendable, Equatable, Codable {
  public var episodes: Int
  public var noise: Double
  /// Share of right answers over all trials …
  public var accuracy: Double
  /// … over the last third of each episode's …
  public var lateAccuracy: Double
  /// … and in each trial: the learning curve within a lifetime.
  public var accuracyByTrial: [Double]

  enum CodingKeys: String, CodingKey {
    case episodes, noise, accuracy
    case lateAccuracy = "late_accuracy"
    case accuracyByTrial = "accuracy_by_trial"
  }

  public init(_ records: [EpisodeResponses], noise: Double) {
    let score = TaskScore(records)
    episodes = score.episodes
    self.noise = noise
    accuracy = score.accuracy
    lateAccuracy = score.lateAccuracy
    accuracyByTrial = score.accuracyByTrial
  }
}
