public import Execution
public import FileFormats
import Locomotion
import Logging
public import Policies
public import RobotDescription
import SpikingNetworks

/// A training run on disk: experiment, metrics, checkpoints, policy, log.
public final class TrainingRun {
  /// How a sitting ended.
  public enum Ending: Sendable, Equatable { case finished, interrupted }

  public let directory: RunDirectory
  public let loop: TrainingLoop
  /// Training time so far [s], all sittings together.
  public private(set) var wall: Double
  /// Nil, as is the log, on ranks other than the first, which write nothing.
  private let metrics: MetricsFile?
  private let log: Logger?
  private let ranks: Ranks?
  private let provenance: (TrainingState) -> Provenance
  private let version: String
  /// Held while the run trains and until its policy is written; nil on other ranks than the first.
  private var folder: OwnFolder?
  /// Whether the latest checkpoint on disk is known to be whole.
  private var isLatestWhole: Bool

  /// Generations between two checkpoints.
  private static let checkpointInterval = 5

  /// Starts a run in a directory that it makes, or goes on with `checkpoint` in the one it is in.
  /// - Parameters:
  ///   - folder: the directory where it was taken for this process already; nil takes it.
  ///   - ranks: the processes that train together, of which this is the first; the others follow
  ///     it. Nil is this process alone.
  /// - Throws: `FileError` for a directory that is not a run's or in which another process trains;
  ///   `CheckpointError` for a checkpoint of another version, robot or network; what a training
  ///   loop throws.
  public init(
    experiment: Experiment, model: RobotModel?, directory: RunDirectory,
    in folder: OwnFolder? = nil, workers: Int, ranks: Ranks? = nil,
    resuming checkpoint: Checkpoint? = nil, version: String, commit: String
  ) throws {
    try checkpoint?.require(program: version, path: directory.checkpoint)
    loop = try TrainingLoop(
      experiment: experiment, model: model, workers: workers, ranks: ranks,
      checkpoint: checkpoint, path: directory.checkpoint,
      stages: Stages(folder: directory.path))
    self.directory = directory
    self.ranks = ranks
    self.version = version
    wall = checkpoint?.wall ?? 0
    if let ranks {
      let start = Checkpoint(
        experiment: experiment, robotDigest: model?.digest, state: loop.state, wall: wall,
        program: version)
      _ = try ranks.first { try RunStart(start, robot: model?.source, directory: directory) }
      try ranks.requireSame(loop)
    }
    let own = try folder ?? directory.claim()
    self.folder = own
    isLatestWhole = Checkpoint.isWhole(directory.checkpoint)
    try own.mark()
    try directory.create()
    try AtomicFile.write(
      ExperimentFile.write(experiment), to: directory.experiment, isOwn: true)
    metrics = try MetricsFile(
      path: directory.metrics, experiment: experiment, from: loop.generation)
    log = try makeRunLog(path: directory.log)
    provenance = { Provenance(experiment, $0, version: version, commit: commit) }
  }

  /// The run that the first of `ranks` begins or goes on with, for another one of them: it lives
  /// its share and needs none of the run's files.
  public init(
    following ranks: Ranks, workers: Int, version: String, commit: String
  ) throws {
    let start: RunStart = try ranks.first { preconditionFailure("the first rank follows nobody") }
    let experiment = start.checkpoint.experiment
    (directory, wall) = (start.directory, start.checkpoint.wall)
    loop = try TrainingLoop(
      experiment: experiment, model: start.model(), workers: workers, ranks: ranks,
      checkpoint: start.checkpoint, path: directory.checkpoint,
      stages: Stages(folder: directory.path))
    self.ranks = ranks
    self.version = version
    (metrics, log, folder, isLatestWhole) = (nil, nil, nil, false)
    provenance = { Provenance(experiment, $0, version: version, commit: commit) }
    try ranks.requireSame(loop)
  }

  /// Whether this process keeps the run's files.
  private var isWriter: Bool { ranks?.isFirst ?? true }

  /// Trains until the budget is used up or `interruption` asks to stop; either way the checkpoint
  /// on disk is the state returned to. An interrupted run leaves its folder to others.
  public func train(
    until interruption: Interruption, progress: (GenerationReport, TrainingRun) -> Void
  ) throws -> Ending {
    // From now on a run that is killed can be gone on with.
    if loop.generation == 0 { try save() }
    log?.info(
      "training",
      metadata: [
        "generation": "\(loop.generation)", "run": "\(directory.path)",
        "ranks": "\(ranks?.summary ?? "none")",
      ])
    if loop.generation == 0, let summary = loop.startSummary {
      log?.info(
        "start", metadata: ["policy": "\(loop.experiment.start)", "parameters": "\(summary)"])
    }
    let before = wall
    let clock = ContinuousClock()
    let start = clock.now
    var digest = ""
    while true {
      if let ending = try ending(interruption, after: digest) {
        try save()
        noteTraffic()
        if ending == .interrupted {
          log?.notice("interrupted", metadata: ["generation": "\(loop.generation)"])
          folder = nil
        }
        return ending
      }
      let report = try loop.step()
      digest = report.digest
      wall = before + (clock.now - start) / .seconds(1)
      try saveFailures(report)
      try metrics?.append(
        report, wall: wall, environmentSteps: loop.state.environmentSteps)
      note(report)
      if loop.generation.isMultiple(of: Self.checkpointInterval) { try save() }
      progress(report, self)
    }
  }

  /// How the sitting ends at this point; nil where it goes on. Of ranks the first decides for all,
  /// and all have to be where it is.
  private func ending(_ interruption: Interruption, after digest: String) throws -> Ending? {
    let own: Ending? = isFinished ? .finished : interruption.isRequested ? .interrupted : nil
    guard let ranks else { return own }
    let all = try ranks.exchange([own.map { "\($0)" } ?? "", digest])
    if let rank = all.firstIndex(where: { $0[1] != all[0][1] }) {
      throw RankError(
        rank: rank, reason: "is at another generation \(loop.generation - 1) than rank 0")
    }
    return [Ending.finished, .interrupted].first { "\($0)" == all[0][0] }
  }

  private var isFinished: Bool {
    let budget = loop.experiment.budget
    return loop.generation >= budget.generations
      || (budget.minutes > 0 && wall >= budget.minutes * 60)
  }

  private func save() throws {
    guard isWriter else { return }
    if folder == nil { folder = try directory.claim() }
    let checkpoint = Checkpoint(
      experiment: loop.experiment, robotDigest: loop.model?.digest, state: loop.state,
      wall: wall, program: version)
    try directory.save(checkpoint, keepsLatest: isLatestWhole)
    isLatestWhole = true
  }

  /// Writes the first failures of the run down, before the row that counts them: a run that dies in
  /// between makes the generation again and the same files with it. All ranks count what the first
  /// writes.
  private func saveFailures(_ report: GenerationReport) throws {
    let failures = loop.remarkable(report)
    guard !failures.isEmpty else { return }
    if isWriter {
      try AtomicFile.makeDirectory(directory.failures)
      for failure in failures {
        let file = try loop.file(of: failure, report, provenance: provenance(loop.before))
        try AtomicFile.write(
          file.encoded(), to: directory.failure(failure, generation: report.generation),
          isOwn: true)
      }
    }
    loop.note(savedFailures: failures.count)
  }

  /// What ranks exchanged since the program began.
  private func noteTraffic() {
    guard let traffic = ranks?.traffic else { return }
    log?.info(
      "exchanges",
      metadata: [
        "generation": "\(loop.generation)", "exchanges": "\(traffic.exchanges)",
        "sent_bytes": "\(traffic.sent)", "waited_s": "\(traffic.waited)",
      ])
  }

  private func note(_ report: GenerationReport) {
    if report.diverged > 0 {
      log?.warning(
        "episodes diverged",
        metadata: ["generation": "\(report.generation)", "episodes": "\(report.diverged)"])
    }
    if let first = report.failures.first {
      log?.warning(
        "numerical failures",
        metadata: [
          "generation": "\(report.generation)", "first": "\(first.cause)",
          "counts": "\(FailureCounts(report.failures).summary)",
        ])
    }
    if let score = report.selectionScore {
      log?.info(
        "selection", metadata: ["generation": "\(loop.generation)", "score": "\(score)"])
    }
  }

  /// Evaluates the best controller in fresh episodes and writes it as the run's policy.
  public func finish() throws -> Policy {
    let evaluation = try loop.evaluate()
    var policy = Policy(
      experiment: loop.experiment, network: loop.network, parameters: loop.state.best,
      robot: loop.model, normaliser: loop.state.bestNormaliser,
      provenance: provenance(loop.state), evaluation: evaluation)
    policy.teacher = loop.teacher
    policy.provenance.weights = Policy.digest(of: policy.parameters)
    guard isWriter else { return policy }
    try AtomicFile.write(policy.encoded(), to: directory.policy, isOwn: true)
    log?.info(
      "policy written",
      metadata: [
        "path": "\(directory.policy)", "weights": "\(policy.provenance.weights ?? "")",
        "machine": "\(policy.provenance.machine ?? "")",
      ])
    folder = nil
    return policy
  }
}

extension Provenance {
  fileprivate init(
    _ experiment: Experiment, _ state: TrainingState, version: String, commit: String
  ) {
    self.init(
      command: experiment.command,
      seed: experiment.seed, version: version, commit: commit,
      generations: state.optimiser.generation,
      selectedGeneration: state.bestGeneration, startedFrom: state.startedFrom,
      environmentSteps: state.environmentSteps, machine: MachineKind.current)
  }
}
