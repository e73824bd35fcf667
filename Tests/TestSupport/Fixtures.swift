import Foundation
import Locomotion
import Policies
import PolicyTraining
import RobotDescription
import TemporalTasks

/// A folder that lives as long as this object.
public final class TemporaryFolder: Sendable {
  public let path: String

  public init() throws {
    path = NSTemporaryDirectory() + "ganglion-training-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  public func file(_ name: String) -> String { "\(path)/\(name)" }

  public var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

/// A kind of training, for any seed and number of generations.
public struct Training: Sendable, CustomStringConvertible {
  public let name: String
  public let experiment: @Sendable (UInt64, Int) -> Experiment

  public var description: String { name }
}

public enum Fixture {
  /// The repository.
  public static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  public static let robots = package + "/robots"

  public static func robot(_ name: String) throws -> RobotModel {
    try RobotLibrary.model(named: name, in: robots)
  }

  /// An ant's training in a second or two, with a selection after generations 2 and 4.
  public static func experiment(seed: UInt64 = 1, generations: Int = 4) -> Experiment {
    var experiment = Experiment()
    experiment.name = "tiny"
    experiment.robot = "ant"
    experiment.seed = seed
    var task = LocomotionTask()
    task.duration = 0.4
    experiment.task = .locomotion(task)
    experiment.network.hidden = [8]
    experiment.evolution.population = 4
    experiment.evolution.episodes = 2
    experiment.budget.generations = generations
    experiment.evaluation.episodes = 2
    experiment.evaluation.duration = 0.6
    experiment.evaluation.selectionInterval = 2
    experiment.evaluation.selectionEpisodes = 2
    return experiment
  }

  /// A little network on a short task, trained in a second.
  public static func taskExperiment(
    seed: UInt64 = 1, generations: Int = 4, trainer: TrainerKind = .gradient
  ) -> Experiment {
    var task = CueAssociation()
    (task.cues, task.dimension, task.showings) = (2, 4, 2)
    var experiment = Experiment(TemporalOptions(task, noise: 0.1))
    experiment.name = "tiny-task"
    experiment.seed = seed
    experiment.trainer = trainer
    experiment.network.hidden = [8]
    experiment.gradient.batch = 40
    experiment.evolution.population = 4
    experiment.evolution.episodes = 5
    experiment.perturbation.trials = 6
    experiment.budget.generations = generations
    experiment.evaluation.episodes = 20
    experiment.evaluation.selectionInterval = 2
    experiment.evaluation.selectionEpisodes = 4
    return experiment
  }

  /// What trains a network on a temporal task.
  public static let taskTrainers: [TrainerKind] = [.evolution, .gradient, .perturbation]

  /// Each trainer on each kind of task.
  public static let trainings: [Training] =
    [
      Training(name: "gait", experiment: { experiment(seed: $0, generations: $1) }),
      Training(
        name: "gait by policy gradient",
        experiment: { policyGradient(seed: $0, generations: $1) }),
      Training(name: "task by gradient", experiment: { taskExperiment(seed: $0, generations: $1) }),
      Training(
        name: "task by evolution",
        experiment: { taskExperiment(seed: $0, generations: $1, trainer: .evolution) }),
      Training(
        name: "task by perturbation",
        experiment: { taskExperiment(seed: $0, generations: $1, trainer: .perturbation) }),
      Training(
        name: "conductances by perturbation, against the mean",
        experiment: { seed, generations in
          var experiment = taskExperiment(
            seed: seed, generations: generations, trainer: .perturbation)
          (experiment.network.neuron, experiment.network.conductance.utilisation) = (
            .conductance, 0.5
          )
          (experiment.perturbation.form, experiment.perturbation.baseline) = (.continuing, .mean)
          return experiment
        }),
      Training(
        name: "conductances by evolution",
        experiment: { seed, generations in
          var experiment = taskExperiment(seed: seed, generations: generations, trainer: .evolution)
          experiment.network.neuron = .conductance
          return experiment
        }),
      Training(
        name: "gait by perturbation",
        experiment: { perturbedGait(seed: $0, generations: $1) { _ in } }),
      Training(
        name: "gait by perturbation, online",
        experiment: {
          perturbedGait(seed: $0, generations: $1) {
            ($0.form, $0.online, $0.learningRate) = (.continuing, true, 1e-4)
          }
        }),
      Training(name: "estimator by distillation", experiment: distillation),
      Training(
        name: "estimator of a network a motor",
        experiment: { seed, generations in
          var experiment = distillation(seed: seed, generations: generations)
          experiment.network.hidden = [16]
          experiment.distillation.sharing = .joint
          return experiment
        }),
    ] + normalised + randomised

  /// An estimator of a teacher that was not trained. A round begins in the midst of a batch of
  /// lives.
  public static func distillation(seed: UInt64, generations: Int) -> Experiment {
    var experiment = experiment(seed: seed, generations: generations)
    experiment.trainer = .distillation
    if case .locomotion(var task) = experiment.task {
      task.efference = 1
      experiment.task = .locomotion(task)
    }
    experiment.network.recurrent = true
    experiment.network.rule = .differentialHebbian
    experiment.network.gate = .none
    experiment.network.centred = [.jointPosition, .action]
    experiment.network.tonic = [.command]
    experiment.network.synapticShares = true
    experiment.randomisation.conditions = Condition.placed(.reversedActuator, .friction)
    experiment.randomisation.nominal = 0
    experiment.gradient.batch = 10
    experiment.distillation.teacher = teacher
    experiment.distillation.lives = 12
    experiment.distillation.rounds = 2
    experiment.distillation.duration = 0.4
    experiment.distillation.window = 0.12
    return experiment
  }

  /// A teacher with its random initial parameters, in a file that stays for the process.
  public static let teacher: String = {
    let path = NSTemporaryDirectory() + "ganglion-teacher-\(UUID().uuidString).safetensors"
    var experiment = Fixture.experiment(generations: 2)
    if case .locomotion(var task) = experiment.task {
      task.privileged = [.gain, .friction]
      experiment.task = .locomotion(task)
    }
    experiment.network.plastic = []
    do {
      try policy(experiment).encoded().write(to: URL(fileURLWithPath: path))
    } catch {
      preconditionFailure("a teacher: \(error)")
    }
    return path
  }()

  /// Each trainer of gaits in a world that is not always the nominal one.
  public static let randomised: [Training] = [
    randomised("gait") { experiment(seed: $0, generations: $1) },
    randomised("gait by policy gradient") { policyGradient(seed: $0, generations: $1) },
    randomised("gait by perturbation") { perturbedGait(seed: $0, generations: $1) { _ in } },
    byPairs("gait") {
      var experiment = experiment(seed: $0, generations: $1)
      experiment.evolution.fitness = .afterChange
      experiment.evolution.settling = 0.05
      return experiment
    },
    byPairs("gait by policy gradient") { policyGradient(seed: $0, generations: $1) },
    byPairs("gait by perturbation") { perturbedGait(seed: $0, generations: $1) { _ in } },
  ]

  /// The same with conditions of each pair, life or trial.
  private static func byPairs(
    _ name: String, _ base: @escaping @Sendable (UInt64, Int) -> Experiment
  ) -> Training {
    Training(
      name: name + ", randomised by pairs",
      experiment: { seed, generations in
        var experiment = base(seed, generations)
        experiment.randomisation.conditions = Condition.placed(
          .reversedActuator, .lostLeg, .payloadOffset)
        experiment.randomisation.conditions.append(Condition.PlacedKind(.deadJoint, at: "fl_knee"))
        (experiment.randomisation.draw, experiment.randomisation.changes) = (.pair, 2)
        return experiment
      })
  }

  private static func randomised(
    _ name: String, _ base: @escaping @Sendable (UInt64, Int) -> Experiment
  ) -> Training {
    Training(
      name: name + ", randomised",
      experiment: { seed, generations in
        var experiment = base(seed, generations)
        experiment.randomisation.conditions = Condition.placed(
          .friction, .roughGround, .payloadOffset, .sensorLatency)
        (experiment.randomisation.most, experiment.randomisation.nominal) = (2, 0)
        return experiment
      })
  }

  /// Each trainer of gaits with a normaliser.
  public static let normalised: [Training] = [
    normalised("ars-v2") {
      var experiment = experiment(seed: $0, generations: $1)
      experiment.evolution.strategy = .ars
      return experiment
    },
    normalised("policy gradient", policyGradient),
    normalised("perturbation, online") {
      perturbedGait(seed: $0, generations: $1) {
        ($0.form, $0.online, $0.learningRate) = (.continuing, true, 1e-4)
      }
    },
  ]

  private static func normalised(
    _ name: String, _ experiment: @escaping @Sendable (UInt64, Int) -> Experiment
  ) -> Training {
    Training(
      name: name + ", normalised",
      experiment: {
        var experiment = experiment($0, $1)
        experiment.network.normaliseObservations = true
        return experiment
      })
  }

  private static func policyGradient(seed: UInt64, generations: Int) -> Experiment {
    var experiment = experiment(seed: seed, generations: generations)
    experiment.trainer = .policyGradient
    experiment.policyGradient.episodes = 3
    experiment.policyGradient.duration = 0.5
    experiment.policyGradient.segment = 7
    experiment.policyGradient.epochs = 2
    experiment.policyGradient.minibatches = 2
    experiment.policyGradient.privileged = true
    return experiment
  }

  private static func perturbedGait(
    seed: UInt64, generations: Int, _ change: (inout PerturbationOptions) -> Void
  ) -> Experiment {
    var experiment = experiment(seed: seed, generations: generations)
    experiment.trainer = .perturbation
    (experiment.perturbation.trials, experiment.perturbation.duration) = (3, 0.4)
    change(&experiment.perturbation)
    return experiment
  }

  /// The report of a real generation.
  public static func report() throws -> GenerationReport {
    try TrainingLoop(experiment: experiment(), model: robot("ant"), workers: 1).step()
  }

  /// A made-up result of an episode.
  public static func result(_ outcome: Outcome, distance: Double) throws -> EpisodeResult {
    let text = """
      {"reward": 1, "rewardTerms": [], "distance": 0, "duration": 1, "controlSteps": 50,
       "outcome": {"completed": {}}, "work": 0, "contactCapHits": 0, "solverMessages": 0,
       "digest": ""}
      """
    var result = try JSONDecoder().decode(EpisodeResult.self, from: Data(text.utf8))
    result.outcome = outcome
    result.distance = distance
    return result
  }

  /// A policy of an experiment, with its random initial parameters.
  public static func policy(_ experiment: Experiment = Fixture.experiment()) throws -> Policy {
    let loop = try TrainingLoop(
      experiment: experiment, model: experiment.robot.map { try robot($0) }, workers: 1)
    return Policy(
      experiment: experiment, network: loop.network, parameters: loop.state.best,
      robot: loop.model, provenance: try provenance())
  }

  public static func provenance() throws -> Provenance {
    let text = """
      {"command": "ganglion train tiny --seed 1", "seed": 1, "version": "0", "commit": "unknown",
       "generations": 3, "selected_generation": 2, "environment_steps": 480}
      """
    return try JSONDecoder().decode(Provenance.self, from: Data(text.utf8))
  }
}

/// Unsigned words from a seed, for mutations (Steele, Lea, Flood 2014).
public struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

public func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
