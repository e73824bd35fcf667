import Locomotion
import RobotDescription

/// Lives of a walking robot from which a policy learns.
final class GaitEnvironment: Environment, EpisodeObserver {
  private let episode: Episode
  /// Whether the critic is shown the ``PrivilegedState``.
  private let isPrivileged: Bool
  /// What befalls the life of a seed in a generation.
  private let conditions: (UInt64, Int) -> [Condition]
  private var explorer: Explorer?
  /// The privileged state before the step at hand.
  private var privileged: [Float] = []

  init(
    model: RobotModel, task: LocomotionTask, isPrivileged: Bool,
    conditions: @escaping (UInt64, Int) -> [Condition]
  ) {
    episode = Episode(model: model, task: task)
    self.isPrivileged = isPrivileged
    self.conditions = conditions
  }

  /// A life that did not last its time ended by itself: in a fall or, as bad, by diverging.
  func live(
    _ explorer: Explorer, seed: UInt64, generation: Int, duration: Double
  ) -> (record: EpisodeResult, isTerminal: Bool) {
    self.explorer = explorer
    let result = episode.run(
      explorer,
      EpisodeSpecification(
        seed: seed, conditions: conditions(seed, generation), duration: duration),
      observer: self)
    return (result, result.outcome != .completed)
  }

  func episodeDidStart(_ episode: Episode) { look(episode) }

  func episodeDidStep(_ episode: Episode) {
    explorer?.earn(episode.stepReward, privileged: privileged)
    look(episode)
  }

  private func look(_ episode: Episode) {
    guard isPrivileged else { return }
    privileged = PrivilegedState.read(episode.simulation, heading: episode.heading)
  }
}
