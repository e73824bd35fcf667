import Locomotion
import Policies
import RobotDescription

/// Measures of a life what evolution maximises, see ``EvolutionOptions/Fitness``.
final class FitnessMeter: EpisodeObserver {
  private let fitness: EvolutionOptions.Fitness
  /// From when on reward counts, and the planned end [s].
  private let start: Double
  private let end: Double
  private var earned = 0.0

  init(_ options: EvolutionOptions, _ life: EpisodeSpecification, of task: LocomotionTask) {
    let end = life.duration ?? task.duration
    (fitness, self.end) = (options.fitness, end)
    let change = life.conditions.map(\.onset).filter { $0 > 0 && $0 < end }.min()
    start = change.map { $0 + min(options.settling, (end - $0) / 2) } ?? 0
  }

  func episodeDidStart(_ episode: Episode) {}

  /// A control step counts that begins at the start or after it.
  func episodeDidStep(_ episode: Episode) {
    let rounding = 1e-9
    if episode.time - episode.model.profile.controlPeriod + rounding >= start {
      earned += episode.stepReward
    }
  }

  /// −∞ for a life that left the finite range.
  func fitness(of result: EpisodeResult) -> Double {
    switch fitness {
    case .life: result.fitness
    case .afterChange: result.fitness.isFinite ? earned / (end - start) : -.infinity
    }
  }
}
