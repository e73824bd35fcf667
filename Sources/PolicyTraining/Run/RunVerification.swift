import FileFormats
import Foundation
import NumericalMethods
public import Policies
public import RobotDescription

/// A run's generations run again from its experiment and seeds, and compared with what
/// `metrics.csv` records of them.
public struct RunVerification {
  /// What is run again. A generation needs the state before it, so every scope costs all
  /// generations from where it starts.
  public enum Scope: Sendable, Equatable {
    /// Every generation, from the start: as long as the training took. Nothing is trusted but the
    /// experiment.
    case all
    /// Every generation up to this one, from the start.
    case through(Int)
    /// As many generations, drawn by the seed, each from the last checkpoint that the run kept
    /// before it. The checkpoints are trusted.
    case sample(Int, seed: UInt64)
  }

  public struct Difference: Sendable, Equatable, Codable {
    public let generation: Int
    /// Digests.
    public let recorded: String
    public let derived: String
  }

  public struct Verdict: Sendable, Equatable {
    /// Generations run, and those of them that have a digest to compare with.
    public var generations = 0
    public var compared = 0
    /// The first generation that came out otherwise; nil where none did.
    public var difference: Difference?
    /// Whether `policy.safetensors` holds the parameters that all generations led to; nil unless
    /// all were run and the run has such a file.
    public var policyMatches: Bool?
    /// The machine that the run was made on, where that is known to reckon otherwise than this one
    /// in the last bits: then a difference is no fault of the run.
    public var otherMachine: String?

    public var isSame: Bool { difference == nil && policyMatches != false }
  }

  /// Generations in a row, from the start or a kept checkpoint.
  struct Stretch: Equatable {
    var generations: ClosedRange<Int>
  }

  private let directory: RunDirectory
  private let experiment: Experiment
  private let model: RobotModel?
  private let workers: Int
  private let scope: Scope
  private let digests: [Int: String]
  let stretches: [Stretch]

  /// Generations that are to be run.
  public var total: Int { stretches.reduce(0) { $0 + $1.generations.count } }

  /// - Parameter model: the experiment's robot; nil for temporal tasks.
  /// - Throws: `FileError`, ``MetricsError`` or ``CheckpointError`` for a run that cannot be
  ///   verified by this program.
  public init(
    _ directory: RunDirectory, experiment: Experiment, model: RobotModel?, workers: Int,
    scope: Scope
  ) throws {
    (self.directory, self.experiment, self.model) = (directory, experiment, model)
    (self.workers, self.scope) = (workers, scope)
    if let latest = try? directory.loadCheckpoint().checkpoint {
      try latest.require(model, path: directory.checkpoint)
    }
    let rows = try directory.recordedGenerations(of: experiment.task)
    digests = Dictionary(uniqueKeysWithValues: rows.map { ($0.generation, $0.digest) })
    stretches = try Self.stretches(
      scope, recorded: rows.map(\.generation), kept: directory.keptGenerations,
      path: directory.metrics)
  }

  /// - Parameter recorded: generations with a digest, ascending and not empty.
  static func stretches(
    _ scope: Scope, recorded: [Int], kept: [Int], path: String
  ) throws -> [Stretch] {
    let last = recorded[recorded.count - 1]
    switch scope {
    case .all: return [Stretch(generations: 0...last)]
    case .through(let generation):
      guard recorded.contains(generation) else {
        throw MetricsError(
          path: path, place: "generation \(generation)", found: "no row with a digest",
          expected: "one of \(recorded[0]) to \(last)")
      }
      return [Stretch(generations: 0...generation)]
    case .sample(let count, let seed):
      var stream = RandomStream(seed: seed, purpose: .bootstrap)
      var left = recorded
      let drawn = (0..<min(count, left.count)).map { _ in left.remove(at: stream.below(left.count))
      }
      let starts = [0] + kept
      return Dictionary(grouping: drawn) { generation in
        starts.last { $0 <= generation } ?? 0
      }
      .map { start, generations in Stretch(generations: start...(generations.max() ?? start)) }
      .sorted { $0.generations.lowerBound < $1.generations.lowerBound }
    }
  }

  /// Lives the generations, up to the first that differs.
  /// - Parameter progress: called after each with the number run so far.
  public func run(progress: (Int) -> Void = { _ in }) throws -> Verdict {
    var verdict = Verdict()
    let machine = (try? Policy(path: directory.policy))?.provenance.machine
    verdict.otherMachine = MachineKind.differs(machine) ? machine : nil
    for stretch in stretches {
      let loop = try loop(before: stretch.generations.lowerBound)
      while verdict.difference == nil, loop.generation <= stretch.generations.upperBound {
        compare(try loop.step(), &verdict)
        progress(verdict.generations)
      }
      if verdict.difference != nil { return verdict }
      if scope == .all { verdict.policyMatches = try policyMatches(loop) }
    }
    return verdict
  }

  private func compare(_ report: GenerationReport, _ verdict: inout Verdict) {
    verdict.generations += 1
    guard let recorded = digests[report.generation] else { return }
    verdict.compared += 1
    if recorded != report.digest {
      verdict.difference = Difference(
        generation: report.generation, recorded: recorded, derived: report.digest)
    }
  }

  private func policyMatches(_ loop: TrainingLoop) throws -> Bool? {
    guard FileManager.default.fileExists(atPath: directory.policy) else { return nil }
    let policy = try Policy(path: directory.policy)
    guard policy.provenance.generations == loop.generation else { return nil }
    return policy.parameters.map(\.bitPattern) == loop.state.best.map(\.bitPattern)
  }

  private func loop(before generation: Int) throws -> TrainingLoop {
    let path = directory.keptCheckpoint(generation)
    let checkpoint = generation == 0 ? nil : try Checkpoint(path: path)
    if let checkpoint {
      var own = checkpoint.experiment
      own.budget = experiment.budget
      guard own == experiment, checkpoint.state.optimiser.generation == generation else {
        throw CheckpointError(
          path: path, found: "the state of another experiment or generation",
          expected: "that of \(directory.experiment) before generation \(generation)")
      }
    }
    return try TrainingLoop(
      experiment: experiment, model: model, workers: workers, checkpoint: checkpoint, path: path,
      stages: Stages(folder: directory.path))
  }
}

extension RunDirectory {
  /// The experiment that the run was of when it was last gone on with.
  public func readExperiment() throws -> Experiment {
    let text = String(decoding: try AtomicFile.read(experiment, limit: 1 << 24), as: UTF8.self)
    return try ExperimentFile.read(text, path: experiment)
  }

  /// Generations of `metrics.csv` with a digest; at least one.
  /// - Throws: ``MetricsError`` where there is none, or one is of another version.
  fileprivate func recordedGenerations(of task: TaskOptions) throws -> [RecordedGeneration] {
    let rows = try RecordedGeneration.read(AtomicFile.read(metrics), path: metrics)
    guard !rows.isEmpty else {
      throw MetricsError(
        path: metrics, place: "digest", found: "no generation with one", expected: "at least one")
    }
    let current = WorldVersion.current(for: task)
    if let other = rows.first(where: { $0.version != current }) {
      throw MetricsError(
        path: metrics, place: "generation \(other.generation)", found: "\(other.version)",
        expected: "\(current), this program's")
    }
    return rows
  }
}
