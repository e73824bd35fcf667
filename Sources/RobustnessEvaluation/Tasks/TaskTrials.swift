import Execution
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

  /// What the task's observers answer in the same episodes.
  /// - Throws: `ExperimentError` for a task whose files cannot be used.
  public static func observe(
    _ options: TemporalOptions, noises: [Double], _ setting: EvaluationSetting
  ) throws -> [ObservedTrials] {
    let task = try options.loaded().task
    let executor = Executor(workers: setting.crew.workers) {}
    return try task.observers.map { observer in
      let responses = try noises.map { noise in
        let set = EpisodeSet.heldOut(task, seed: setting.seed, noise: noise)
        return try executor.map(setting.episodes, over: setting.crew.ranks) { _, index in
          observer.record(set.episode(index))
        }
      }
      return ObservedTrials(name: observer.name, responses: responses)
    }
  }
}

/// An observer's answers at each noise, in the order of episodes.
public struct ObservedTrials: Sendable {
  public var name: String
  public var responses: [[EpisodeResponses]]
}
