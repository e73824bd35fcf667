public import Policies
public import TemporalTasks

/// Runs a policy of a temporal task at several noises, in the same episodes but for the noise.
/// Their content is held out of training.
public enum TaskTrials {
  /// Multiples of the training noise that are tried unless others are asked for.
  private static let multiples = [0, 0.5, 1, 1.5, 2, 3]

  /// Noises around that of training, which is among them; fixed ones where it is 0.
  public static func noises(around training: Double) -> [Double] {
    multiples.map { $0 * (training > 0 ? training : 0.2) }
  }

  /// Responses at each noise, in the order of episodes.
  /// - Throws: `ExperimentError` for a task whose files cannot be used.
  public static func run(
    _ policy: Policy, _ options: TemporalOptions, noises: [Double], _ setting: EvaluationSetting
  ) throws -> [[EpisodeResponses]] {
    let options = try options.loaded()
    return try noises.map { noise in
      try EpisodeSet.heldOut(options.task, seed: setting.seed, noise: noise).responses(
        policy.network, policy.parameters, episodes: setting.episodes, crew: setting.crew)
    }
  }
}
