/// How a trained controller is tested.
public struct EvaluationOptions: Sendable, Equatable, Codable {
  /// Fresh episodes after training.
  public var episodes = 20
  /// Length of each [s]; a temporal task's episodes have their own.
  public var duration = 10.0
  /// Generations between selections: the mean then runs `selectionEpisodes` fresh episodes, and the
  /// best mean of the run becomes the policy.
  public var selectionInterval = 10
  public var selectionEpisodes = 4

  public init() {}
}

extension EvaluationOptions {
  func validate(_ bounds: Bounds) throws {
    try bounds.count(episodes, "episodes")
    try bounds.duration(duration, "duration")
    try bounds.require(
      selectionInterval >= 1, "selection_interval", selectionInterval, "at least 1")
    try bounds.count(selectionEpisodes, "selection_episodes")
  }
}
