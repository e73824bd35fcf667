/// What goes on at a tick of an episode, as far as the episode itself can tell.
public enum TaskPhase: Sendable, Equatable {
  /// The response to a trial is read.
  case query(trial: Int)
  /// Feedback shows the network how it answered in a trial.
  case feedback(trial: Int)
  /// The task teaches: an answer is on show that nobody asked for.
  case teaching

  /// `query`, `feedback` or `teaching`.
  public var name: String {
    switch self {
    case .query: "query"
    case .feedback: "feedback"
    case .teaching: "teaching"
    }
  }

  /// The trial it belongs to; nil without any.
  public var trial: Int? {
    switch self {
    case .query(let trial), .feedback(let trial): trial
    case .teaching: nil
    }
  }
}

extension TaskEpisode {
  /// What goes on at a tick; nil for everything else: cues, delays, gaps.
  public func phase(at tick: Int) -> TaskPhase? {
    if let query = queries.first(where: { $0.ticks.contains(tick) }) {
      .query(trial: query.trial)
    } else if let place = feedback.first(where: { $0.ticks.contains(tick) }) {
      .feedback(trial: place.trial)
    } else if modulator[tick] != 0 {
      .teaching
    } else {
      nil
    }
  }
}
