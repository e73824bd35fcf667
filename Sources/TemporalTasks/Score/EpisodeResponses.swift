/// What was right and what was answered in one episode.
public struct EpisodeResponses: Sendable, Equatable {
  /// The right answers, one per trial.
  public let targets: [Int]
  /// The answers given, one per trial; nil where there was none that could be used.
  public let responses: [Int?]

  /// - Precondition: as many responses as targets.
  public init(targets: [Int], responses: [Int?]) {
    precondition(
      targets.count == responses.count, "\(responses.count) responses to \(targets.count) queries")
    self.targets = targets
    self.responses = responses
  }

  /// The answers that logits give to an episode; see ``Query/response(logits:outputs:)``.
  /// - Parameter logits: [ticks × outputs].
  public init(
    episode: TaskEpisode, logits: some RandomAccessCollection<Float>, outputs: Int
  ) {
    self.init(
      targets: episode.queries.map(\.target),
      responses: episode.queries.map { $0.response(logits: logits, outputs: outputs) })
  }
}
