import Policies
import RobotDescription

extension TrainerKind {
  /// The one place where the name of a trainer and the trainer meet.
  var implementation: any Trainer.Type {
    switch self {
    case .evolution: EvolutionTrainer.self
    case .gradient: SurrogateGradientTrainer.self
    case .policyGradient: PolicyGradientTrainer.self
    case .perturbation: PerturbationTrainer.self
    case .distillation: DistillationTrainer.self
    }
  }
}

extension Experiment {
  /// The episodes of its training.
  /// - Parameter robot: the experiment's; nil for temporal tasks.
  func episodes(on robot: RobotModel?) -> TrainingEpisodes {
    trainer.implementation.episodes(of: self).on(robot)
  }
}
