import Locomotion

extension Experiment {
  /// Episodes of a generation of training; twins without noise are not counted.
  var episodesOfGeneration: Int {
    switch trainer {
    case .evolution: evolution.population * evolution.episodes
    case .gradient: gradient.batch
    case .perturbation: perturbation.trials
    case .policyGradient: policyGradient.episodes
    }
  }

  /// Which of the episodes that all candidates share.
  func sharedEpisode(item: Int) -> Int {
    trainer == .evolution ? item % evolution.episodes : item
  }

  /// What names an episode of training: its seed and, for a robot, conditions and planned length [s]; for a
  /// task the seed is that of the generation's set.
  func trainingLife(
    generation: Int, item: Int
  ) -> (seed: UInt64, condition: String, duration: Double?) {
    guard let life = robotsLife(generation: generation, item: item) else {
      let seed = EpisodeSeeds.training(seed, generation: generation, episode: 0)
      return (seed, Condition.text([]), nil)
    }
    return (life.seed, Condition.text(life.conditions), life.duration)
  }

  /// Episode `item` of a generation of locomotion; nil for a temporal task.
  func robotsLife(generation: Int, item: Int) -> EpisodeSpecification? {
    guard case .locomotion(let task) = self.task else { return nil }
    let life = EpisodeSeeds.training(
      seed, generation: generation, episode: sharedEpisode(item: item))
    let duration =
      switch trainer {
      case .policyGradient: policyGradient.duration
      case .perturbation: perturbation.duration
      default: episodeDuration(generation: generation, growingTo: task.duration)
      }
    return EpisodeSpecification(
      seed: life,
      conditions: conditions(seed: life, generation: generation, duration: duration),
      duration: duration)
  }
}
