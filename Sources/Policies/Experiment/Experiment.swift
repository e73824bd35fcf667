import Locomotion
import TemporalTasks

/// Everything that decides what a training run computes; the same experiment on the same machine
/// type gives the same bits. How it is run (workers, output folder) is not part of it.
public struct Experiment: Sendable, Equatable, Codable {
  public static let schema = 2

  /// Version of this description.
  public var schema = Experiment.schema
  /// Names the run directory.
  public var name = "experiment"
  /// A robot of `robots/`, or the path of a robot's folder or URDF file; nil for temporal tasks,
  /// which have none.
  public var robot: String? = "ant"
  /// Keys every random draw of the run.
  public var seed: UInt64 = 1
  public var task = TaskOptions.locomotion(LocomotionTask())
  public var randomisation = RandomisationOptions()
  public var network = NetworkOptions()
  public var trainer = TrainerKind.evolution
  /// Path of a policy whose parameters training starts from, where names and shapes agree, or the
  /// name of a preset: `ganglion train` then trains that first, with the same seed and robot, into
  /// the run's folder; empty for none.
  public var start = ""
  public var startAdded = StartAdded.random
  /// Slices of the network's parameters that stay as they start, to the bit, whatever the trainer:
  /// names such as `hidden1.input.weight`, in which `*` stands for any letters, as in `*.eta`.
  public var freeze: [String] = []
  public var evolution = EvolutionOptions()
  public var gradient = GradientOptions()
  public var policyGradient = PolicyGradientOptions()
  public var perturbation = PerturbationOptions()
  public var distillation = DistillationOptions()
  public var budget = Budget()
  public var evaluation = EvaluationOptions()

  /// How parameters start that the policy of `start` has not, or has in another shape.
  public enum StartAdded: String, Sendable, Codable, CaseIterable {
    /// As without a policy.
    case random
    /// So that the network begins as the policy's does where that is smaller: parameters of both
    /// are copied, into the corner of wider layers, and what is added is without effect, such as
    /// the share α of a rule, recurrent weights, and weights from added neurons and observations. A
    /// network that the policy's could not grow into is an error.
    case neutral
  }

  public init() {}

  /// An experiment on a temporal task, trained by gradient descent.
  public init(_ options: TemporalOptions) {
    name = type(of: options.task).name
    robot = nil
    task = .temporal(options)
    trainer = .gradient
    network = NetworkOptions.temporal
    evolution.episodes = 16
    evaluation.episodes = 512
    evaluation.selectionEpisodes = 64
  }

  /// The defaults of a kind of task.
  static func defaults(of task: TaskOptions) -> Experiment {
    switch task {
    case .locomotion: Experiment()
    case .temporal(let options): Experiment(options)
    }
  }

  /// When training ends: at the first bound that is reached.
  public struct Budget: Sendable, Equatable, Codable {
    /// Generations of the evolution strategy, or updates by gradient.
    public var generations = 100
    /// Wall-clock minutes; 0 is no bound. A run that this bound ends is not reproducible, since
    /// where it ends depends on the machine's load.
    public var minutes = 0.0

    public init() {}
  }

  /// Whether all selections of a run have the same episodes.
  package var selectsOnCommonEpisodes: Bool {
    switch evaluation.selectionSet {
    case .automatic: !randomisation.conditions.isEmpty
    case .fresh: false
    case .common: true
    }
  }

  /// η of a generation of learning by perturbation.
  package func perturbationRate(_ generation: Int) -> Double {
    perturbation.descent.learningRate(generation: generation, of: budget.generations)
  }

  /// Length of training episodes [s] in a generation of locomotion: `evolution.initialDuration` for
  /// the first half of the budget, then growing linearly to `duration`, the task's, at its end.
  public func episodeDuration(generation: Int, growingTo duration: Double) -> Double {
    let progress = Double(generation) / Double(budget.generations)
    let start = min(evolution.initialDuration, duration)
    return start + (duration - start) * min(max(2 * progress - 1, 0), 1)
  }

  /// The share, in (0, 1], of a budget's work that its first generations are, by the lengths of
  /// their lives.
  public func workDone(after generations: Int) -> Double {
    let total = budget.generations
    guard trainer == .evolution, case .locomotion(let task) = task else {
      return min(1, Double(generations) / Double(max(1, total)))
    }
    // Lives that start at length a grow to b linearly in the second half; in units of a life of
    // length a.
    let growth = max(0, task.duration / min(evolution.initialDuration, task.duration) - 1)
    func work(_ share: Double) -> Double {
      let late = max(0, 2 * share - 1)
      return share + growth * late * late / 4
    }
    return min(1, work(Double(generations) / Double(max(1, total))) / work(1))
  }
}
