import Policies

extension TrainerKind {
  /// The one place where the name of a trainer and the trainer meet.
  var implementation: any Trainer.Type {
    switch self {
    case .evolution: EvolutionTrainer.self
    case .gradient: SurrogateGradientTrainer.self
    case .policyGradient: PolicyGradientTrainer.self
    case .perturbation: PerturbationTrainer.self
    }
  }
}

extension Experiment {
  /// The episodes of its training.
  var episodes: TrainingEpisodes { trainer.implementation.episodes(of: self) }
}
