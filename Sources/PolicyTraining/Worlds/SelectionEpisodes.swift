import Locomotion
import Policies
import RobotDescription

/// The episodes of a robot that parameters are selected by: none of training, under its conditions
/// as they are at its end.
struct SelectionEpisodes {
  private let experiment: Experiment
  private let round: Int
  /// Conditions of all; nil where each is drawn by itself.
  private let draws: StratifiedDraws?

  /// Names the selections of a run that all have the same episodes.
  private static let commonRound = 1

  /// - Parameter generation: before which the selection is.
  init(_ experiment: Experiment, before generation: Int, of model: RobotModel) {
    self.experiment = experiment
    round = Self.round(generation, of: experiment)
    draws =
      experiment.selectsOnCommonEpisodes
      ? StratifiedDraws(
        experiment.randomisation, count: experiment.evaluation.selectionEpisodes,
        seed: EpisodeSeeds.evaluation(experiment.seed, round: round, episode: 0), progress: 1,
        of: model) : nil
  }

  /// The round of seeds of the selection before a generation.
  static func round(_ generation: Int, of experiment: Experiment) -> Int {
    experiment.selectsOnCommonEpisodes ? commonRound : generation
  }

  func specification(_ episode: Int) -> EpisodeSpecification {
    let duration = experiment.evaluation.duration
    let seed = EpisodeSeeds.evaluation(experiment.seed, round: round, episode: episode)
    return EpisodeSpecification(
      seed: seed,
      conditions: draws?.conditions(episode, duration: duration)
        ?? experiment.randomisation.draw(seed: seed, progress: 1, duration: duration),
      duration: duration, telling: experiment.telling)
  }
}
