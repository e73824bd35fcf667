public import Locomotion
public import Policies

/// The episodes of a generation of training, by number, and how they are named: the one place from
/// which training and its replay derive them.
public struct TrainingEpisodes: Sendable {
  private let experiment: Experiment
  /// Episodes of a generation; twins without noise are not counted.
  public let count: Int
  /// Episodes that differ; candidates share them.
  let different: Int
  /// Length of a robot's episodes in a generation [s].
  private let duration: @Sendable (Int) -> Double

  /// - Parameters:
  ///   - candidates: each has the same `episodes`.
  ///   - duration: length of a robot's episodes in a generation [s].
  public init(
    of experiment: Experiment, candidates: Int = 1, episodes: Int,
    duration: @escaping @Sendable (Int) -> Double
  ) {
    self.experiment = experiment
    (count, different, self.duration) = (candidates * episodes, episodes, duration)
  }

  /// Which of the different episodes an item is.
  public func index(_ item: Int) -> Int { item % different }

  /// A robot's episode.
  public func specification(generation: Int, item: Int) -> EpisodeSpecification {
    let seed = EpisodeSeeds.training(
      experiment.seed, generation: generation, episode: index(item))
    let (duration, progress) = (
      duration(generation), Double(generation) / Double(experiment.budget.generations)
    )
    return EpisodeSpecification(
      seed: seed,
      conditions: experiment.randomisation.draw(
        seed: seed, progress: progress, duration: duration), duration: duration)
  }

  /// Seed of the set that a temporal task's episodes are of.
  public func setSeed(generation: Int) -> UInt64 {
    EpisodeSeeds.training(experiment.seed, generation: generation, episode: 0)
  }

  /// What names an episode: its seed, or that of a task's set, conditions, and a robot's planned
  /// length [s].
  func name(generation: Int, item: Int) -> (seed: UInt64, condition: String, duration: Double?) {
    switch experiment.task {
    case .locomotion:
      let life = specification(generation: generation, item: item)
      return (life.seed, Condition.text(life.conditions), life.duration)
    case .temporal: return (setSeed(generation: generation), Condition.text([]), nil)
    }
  }
}
