/// What was right and what was answered in one episode.
public struct EpisodeResponses: Sendable, Equatable {
  /// The right answers, one per trial.
  public let targets: [Int]
  /// The answers given, one per trial; nil where there was none that could be used.
  public let responses: [Int?]
  /// Share of a trajectory's variance that the logits explain, in [0, 1]; nil where none was asked
  /// for.
  public let explained: Double?

  /// - Precondition: as many responses as targets.
  public init(targets: [Int], responses: [Int?], explained: Double? = nil) {
    precondition(
      targets.count == responses.count, "\(responses.count) responses to \(targets.count) queries")
    (self.targets, self.responses, self.explained) = (targets, responses, explained)
  }

  /// 1 for every right answer and 0 for any other, or the share of a trajectory that is explained.
  public var scores: [Double] {
    explained.map { [$0] } ?? zip(targets, responses).map { $0 == $1 ? 1 : 0 }
  }
}
