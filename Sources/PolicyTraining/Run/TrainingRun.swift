import Locomotion
import Logging
import NumericalMethods
public import RobotDescription
import SpikingNetworks

/// A training run on disk: experiment, metrics, checkpoints, policy, log.
public final class TrainingRun {
  /// How a sitting ended.
  public enum Ending: Sendable, Equatable { case finished, interrupted }

  public let directory: RunDirectory
  public let trainer: Trainer
  /// Training time so far [s], all sittings together.
  public private(set) var wall: Double
  private let metrics: MetricsFile
  private let log: Logger
  private let provenance: (TrainerState) -> Provenance

  /// Generations between two checkpoints.
  private static let checkpointInterval = 5

  /// Starts a run in a directory that it makes, or goes on with `checkpoint` in the one it is in.
  public init(
    experiment: Experiment, model: RobotModel?, directory: RunDirectory, workers: Int,
    resuming checkpoint: Checkpoint? = nil, version: String, commit: String
  ) throws {
    trainer = try Trainer(
      experiment: experiment, model: model, workers: workers, checkpoint: checkpoint,
      path: directory.checkpoint)
    try directory.create()
    self.directory = directory
    wall = checkpoint?.wall ?? 0
    try AtomicFile.write(ExperimentFile.write(experiment), to: directory.experiment)
    metrics = try MetricsFile(
      path: directory.metrics, experiment: experiment, from: trainer.generation)
    log = try makeRunLog(path: directory.log)
    provenance = { state in
      Provenance(
        command: "ganglion train \(experiment.name) --seed \(experiment.seed)",
        seed: experiment.seed, version: version, commit: commit,
        generations: state.optimiser.generation,
        selectedGeneration: state.bestGeneration, startedFrom: state.startedFrom,
        environmentSteps: state.environmentSteps)
    }
  }

  /// Trains until the budget is used up or `interruption` asks to stop; either way the checkpoint on
  /// disk is the state returned to.
  public func train(
    until interruption: Interruption, progress: (GenerationReport, TrainingRun) -> Void
  ) throws -> Ending {
    // From now on a run that is killed can be gone on with.
    if trainer.generation == 0 { try save() }
    log.info(
      "training", metadata: ["generation": "\(trainer.generation)", "run": "\(directory.path)"])
    let before = wall
    let clock = ContinuousClock()
    let start = clock.now
    while !isFinished {
      if interruption.isRequested {
        try save()
        log.notice("interrupted", metadata: ["generation": "\(trainer.generation)"])
        return .interrupted
      }
      let report = try trainer.step()
      wall = before + (clock.now - start) / .seconds(1)
      try saveFailures(report)
      try metrics.append(
        report, wall: wall, environmentSteps: trainer.state.environmentSteps)
      note(report)
      if trainer.generation.isMultiple(of: Self.checkpointInterval) { try save() }
      progress(report, self)
    }
    try save()
    return .finished
  }

  private var isFinished: Bool {
    let budget = trainer.experiment.budget
    return trainer.generation >= budget.generations
      || (budget.minutes > 0 && wall >= budget.minutes * 60)
  }

  private func save() throws {
    let checkpoint = Checkpoint(
      experiment: trainer.experiment, robotDigest: trainer.model?.digest, state: trainer.state,
      wall: wall)
    try directory.save(checkpoint)
  }

  /// Writes the first failures of the run down, before the row that counts them: a run that dies in between
  /// makes the generation again and the same files with it.
  private func saveFailures(_ report: GenerationReport) throws {
    let failures = trainer.remarkable(report)
    guard !failures.isEmpty else { return }
    try AtomicFile.makeDirectory(directory.failures)
    for failure in failures {
      let policy = try trainer.policy(
        of: failure, report, provenance: provenance(trainer.before))
      try AtomicFile.write(
        policy.encoded(), to: directory.failure(failure, generation: report.generation))
    }
    trainer.note(savedFailures: failures.count)
  }

  private func note(_ report: GenerationReport) {
    if report.diverged > 0 {
      log.warning(
        "episodes diverged",
        metadata: ["generation": "\(report.generation)", "episodes": "\(report.diverged)"])
    }
    if let first = report.failures.first {
      log.warning(
        "numerical failures",
        metadata: [
          "generation": "\(report.generation)", "first": "\(first.cause)",
          "counts": "\(FailureCounts(report.failures).summary)",
        ])
    }
    if let score = report.selectionScore {
      log.info(
        "selection", metadata: ["generation": "\(trainer.generation)", "score": "\(score)"])
    }
  }

  /// Evaluates the best controller in fresh episodes and writes it as the run's policy.
  public func finish() throws -> Policy {
    let evaluation = try trainer.evaluate()
    let policy = Policy(
      experiment: trainer.experiment, network: trainer.network, parameters: trainer.state.best,
      robot: trainer.model, normaliser: trainer.state.bestNormaliser,
      provenance: provenance(trainer.state), evaluation: evaluation)
    try AtomicFile.write(policy.encoded(), to: directory.policy)
    log.info("policy written", metadata: ["path": "\(directory.policy)"])
    return policy
  }
}
