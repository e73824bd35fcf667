/// How a trained controller is tested.
public struct EvaluationOptions: Sendable, Equatable, Codable {
  /// The episodes of selections.
  public enum SelectionSet: String, Sendable, Codable, CaseIterable {
    /// `common` where training is under drawn conditions, `fresh` elsewhere.
    case automatic
    /// Others at each selection.
    case fresh
    /// The same at each selection of a run, so that scores compare over generations: same seeds
    /// and, under drawn conditions, the same of these, spread evenly as by ``StratifiedDraws``.
    case common
  }

  /// Fresh episodes after training.
  public var episodes = 20
  /// Length of each [s]; a temporal task's episodes have their own.
  public var duration = 10.0
  /// Generations between selections: the mean then runs `selectionEpisodes` episodes that training
  /// does not share, and the best mean of the run becomes the policy.
  public var selectionInterval = 10
  public var selectionEpisodes = 4
  public var selectionSet = SelectionSet.automatic

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
