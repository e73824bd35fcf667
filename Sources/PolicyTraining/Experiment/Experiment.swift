public import Locomotion

/// Everything that decides what a training run computes; the same experiment on the same machine
/// type gives the same bits. How it is run (workers, output folder) is not part of it.
public struct Experiment: Sendable, Equatable, Codable {
  public static let schema = 1

  /// Version of this description.
  public var schema = Experiment.schema
  /// Names the run directory.
  public var name = "experiment"
  /// A robot of `robots/`, or the path of a URDF file.
  public var robot = "ant"
  /// Keys every random draw of the run.
  public var seed: UInt64 = 1
  public var task = LocomotionTask()
  public var network = NetworkOptions()
  public var evolution = EvolutionOptions()
  public var budget = Budget()
  public var evaluation = EvaluationOptions()

  public init() {}

  /// When training ends: at the first bound that is reached.
  public struct Budget: Sendable, Equatable, Codable {
    /// Generations of the evolution strategy.
    public var generations = 100
    /// Wall-clock minutes; 0 is no bound. A run that this bound ends is not reproducible, since
    /// where it ends depends on the machine's load.
    public var minutes = 0.0

    public init() {}
  }

  /// Length of training episodes [s] in a generation: `evolution.initialDuration` for the first half
  /// of the budget, then growing linearly to `task.duration` at its end.
  public func episodeDuration(generation: Int) -> Double {
    let progress = Double(generation) / Double(budget.generations)
    let start = min(evolution.initialDuration, task.duration)
    return start + (task.duration - start) * min(max(2 * progress - 1, 0), 1)
  }
}

/// How a trained controller is tested.
public struct EvaluationOptions: Sendable, Equatable, Codable {
  /// Fresh episodes after training.
  public var episodes = 20
  /// Length of each [s].
  public var duration = 10.0
  /// Generations between selections: the mean then runs `selectionEpisodes` fresh episodes, and the
  /// best mean of the run becomes the policy.
  public var selectionInterval = 10
  public var selectionEpisodes = 4

  public init() {}

  enum CodingKeys: String, CodingKey {
    case episodes, duration
    case selectionInterval = "selection_interval"
    case selectionEpisodes = "selection_episodes"
  }
}
