public import Locomotion
import NeuralControl

/// Episodes of a walking robot from which a policy learns.
public final class GaitEnvironment: Environment, EpisodeObserver {
  private let episode: Episode
  private let episodes: TrainingEpisodes
  /// What the critic is shown beside observations; nil for nothing.
  private let state: PrivilegedState?
  private var explorer: Explorer?
  /// The privileged state before the step at hand.
  private var privileged: [Float] = []

  init(_ world: GaitWorld, isPrivileged: Bool) {
    episode = Episode(model: world.model, task: world.task)
    episodes = world.episodes
    state = isPrivileged ? PrivilegedState(of: world.model) : nil
  }

  /// A life that did not last its time ended by itself: in a fall or, as bad, by diverging.
  public func live(
    _ explorer: Explorer, generation: Int, item: Int
  ) -> (record: EpisodeResult, isTerminal: Bool) {
    self.explorer = explorer
    let result = episode.run(
      explorer.compensated(episode.model, of: episode.task),
      episodes.specification(generation: generation, item: item), observer: self)
    return (result, result.outcome != .completed)
  }

  public func episodeDidStart(_ episode: Episode) { look(episode) }

  public func episodeDidStep(_ episode: Episode) {
    explorer?.earn(episode.stepReward, privileged: privileged)
    look(episode)
  }

  private func look(_ episode: Episode) {
    guard let state else { return }
    privileged = state.read(episode)
  }
}
