public import Locomotion
public import Policies
import RobotDescription

/// The episodes of a generation of training, by number, and how they are named: the one place from
/// which training and its replay derive them.
public struct TrainingEpisodes: Sendable {
  private let experiment: Experiment
  /// Episodes of a generation; twins without noise are not counted.
  public let count: Int
  /// Episodes of a candidate.
  let each: Int
  /// Candidates, one after the other, that share their episodes.
  private let sharing: Int
  /// Episodes that differ.
  private let different: Int
  private var robot: RobotModel?
  /// Length of a robot's episodes in a generation [s].
  private let duration: @Sendable (Int) -> Double

  /// - Parameters:
  ///   - candidates: each has so many `episodes`.
  ///   - compared: candidates, one after the other, that share theirs where conditions are drawn
  ///     for each pair; all do elsewhere.
  ///   - duration: length of a robot's episodes in a generation [s].
  public init(
    of experiment: Experiment, candidates: Int = 1, compared: Int = 1, episodes: Int,
    duration: @escaping @Sendable (Int) -> Double
  ) {
    self.experiment = experiment
    (count, each, self.duration) = (candidates * episodes, episodes, duration)
    sharing = experiment.randomisation.isStratified ? compared : candidates
    different = candidates / sharing * episodes
  }

  /// The same with the robot whose joints and legs conditions name.
  func on(_ robot: RobotModel?) -> TrainingEpisodes {
    var episodes = self
    episodes.robot = robot
    return episodes
  }

  /// Which of the different episodes an item is.
  public func index(_ item: Int) -> Int { item / each / sharing * each + item % each }

  /// A robot's episode.
  public func specification(generation: Int, item: Int) -> EpisodeSpecification {
    let seed = EpisodeSeeds.training(
      experiment.seed, generation: generation, episode: index(item))
    let (duration, progress) = (
      duration(generation), Double(generation) / Double(experiment.budget.generations)
    )
    return EpisodeSpecification(
      seed: seed,
      conditions: stratified(generation, progress)?.conditions(index(item), duration: duration)
        ?? experiment.randomisation.draw(seed: seed, progress: progress, duration: duration),
      duration: duration, telling: experiment.telling)
  }

  /// Conditions of all different episodes of a generation; nil where each is drawn by itself.
  private func stratified(_ generation: Int, _ progress: Double) -> StratifiedDraws? {
    guard experiment.randomisation.isStratified else { return nil }
    guard let robot else { preconditionFailure("conditions are of a robot") }
    return StratifiedDraws(
      experiment.randomisation, count: different, seed: setSeed(generation: generation),
      progress: progress, of: robot)
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

extension Experiment {
  /// What privileged controllers, those that train or the teachers of those, are told in training.
  var telling: Telling {
    guard trainer != .distillation else { return .guesses }
    if case .locomotion(let task) = task, !task.privileged.isEmpty { return .guesses }
    return .truth
  }
}
