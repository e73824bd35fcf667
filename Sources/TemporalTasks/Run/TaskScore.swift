/// How often the answers were right, over episodes of one task. Where a trajectory is to be
/// followed, an episode is one trial and the share that it explains takes the place of right or
/// wrong.
public struct TaskScore: Sendable, Equatable {
  /// Share of right answers in each trial, over all episodes: the learning curve within a lifetime.
  public let accuracyByTrial: [Double]
  /// Number of episodes.
  public let episodes: Int
  /// Number of queries to which there was no usable response; they count as wrong.
  let missingResponses: Int

  /// The score of recorded episodes; accuracies are NaN if there are none.
  /// - Precondition: all have the same number of trials.
  public init(_ records: [EpisodeResponses]) {
    let trials = records.first?.scores.count ?? 0
    precondition(
      records.allSatisfy { $0.scores.count == trials }, "episodes of one number of trials")
    episodes = records.count
    missingResponses = records.reduce(0) { $0 + $1.responses.count { $0 == nil } }
    let scores = records.map(\.scores)
    accuracyByTrial = (0..<trials).map { trial in
      scores.reduce(0) { $0 + $1[trial] } / Double(records.count)
    }
  }

  /// Share of right answers over all trials.
  public var accuracy: Double { accuracy(in: accuracyByTrial.indices) }

  /// Share of right answers over the last third of the trials: those from ⌊2/3 trials⌋ on.
  public var lateAccuracy: Double { accuracy(in: 2 * accuracyByTrial.count / 3..<trials) }

  /// Share of right answers over some trials, such as those before or after a flip; NaN over none.
  /// - Precondition: `trials` lie in [0, accuracyByTrial.count).
  public func accuracy(in trials: Range<Int>) -> Double {
    accuracyByTrial[trials].reduce(0, +) / Double(trials.count)
  }

  private var trials: Int { accuracyByTrial.count }
}
