public import FileFormats
import Foundation
public import Policies

/// The files of one training run.
public struct RunDirectory: Sendable, Equatable {
  public let path: String

  public init(path: String) { self.path = path }

  public var experiment: String { path + "/experiment.yaml" }
  public var metrics: String { path + "/metrics.csv" }
  public var log: String { path + "/log.jsonl" }
  public var policy: String { path + "/" + PolicyFile.nameInRun }
  /// A page of an episode of the policy.
  public var page: String { path + "/gait.html" }
  /// Holds a file for each of the first failures of the run, to be replayed.
  public var failures: String { path + "/failures" }
  public var checkpoint: String { path + "/checkpoints/latest.json" }
  /// The checkpoint before the latest one.
  public var previousCheckpoint: String { path + "/checkpoints/previous.json" }

  /// Files that a run writes, but for those of failures and checkpoints that stay.
  public var files: [String] {
    [experiment, metrics, log, policy, page, checkpoint, previousCheckpoint]
  }

  /// The run of a policy that is trained before.
  public func stage(_ part: Stages.Part) -> RunDirectory {
    RunDirectory(path: "\(path)/\(part.rawValue)")
  }

  private var checkpoints: String { path + "/checkpoints" }

  /// A checkpoint that stays, of the moment before `generation`.
  func keptCheckpoint(_ generation: Int) -> String {
    "\(checkpoints)/generation-\(generation).json"
  }

  /// Generations before which a checkpoint was kept, ascending.
  var keptGenerations: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: checkpoints)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix("generation-"), name.hasSuffix(".json") else { return nil }
      return Int(name.dropFirst("generation-".count).dropLast(".json".count))
    }
    .filter { $0 >= 0 }.sorted()
  }

  /// `runs/<experiment>-s<seed>`, with `-2`, `-3`, … where that exists.
  public static func fresh(for experiment: Experiment, in root: String = "runs") -> RunDirectory {
    let base = "\(root)/\(experiment.name)-s\(experiment.seed)"
    var path = base
    var n = 2
    while FileManager.default.fileExists(atPath: path) {
      path = "\(base)-\(n)"
      n += 1
    }
    return RunDirectory(path: path)
  }

  /// The file of a failure: `g12-i7` for an episode, `g12-update` for an update.
  func failure(_ failure: Failure, generation: Int) -> String {
    "\(failures)/g\(generation)-\(failure.item.map { "i\($0)" } ?? "update").safetensors"
  }

  /// Whether the run can be gone on with.
  public var hasCheckpoint: Bool {
    [checkpoint, previousCheckpoint].contains { FileManager.default.fileExists(atPath: $0) }
  }

  /// The newest run of an experiment that has a checkpoint.
  public static func newest(
    for experiment: Experiment, in root: String = "runs"
  ) -> RunDirectory? {
    let base = "\(experiment.name)-s\(experiment.seed)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let numbered = names.compactMap { name -> (Int, String)? in
      if name == base { return (1, name) }
      guard name.hasPrefix(base + "-"), let n = Int(name.dropFirst(base.count + 1)) else {
        return nil
      }
      return (n, name)
    }
    return numbered.sorted { $0.0 > $1.0 }
      .map { RunDirectory(path: "\(root)/\($0.1)") }
      .first(where: \.hasCheckpoint)
  }

  /// Takes the folder for this process; one without a mark that has checkpoints is an older
  /// version's run.
  /// - Throws: `FileError` for a folder that is not a run's, unless that `isForced`, and for one
  ///   that another process trains in.
  public func claim(isForced: Bool = false) throws -> OwnFolder {
    try OwnFolder(path, for: .training, isForced: isForced) { hasCheckpoint }
  }

  /// Makes the folders within.
  public func create() throws { try AtomicFile.makeDirectory(checkpoints) }

  /// Generations between two checkpoints that stay: about eight of them a run, from which `ganglion
  /// verify --sample` re-derives single generations.
  private static func keptInterval(_ generations: Int) -> Int {
    max(5, (generations / 8 + 4) / 5 * 5)
  }

  /// Saves a checkpoint as the latest and keeps the one before; at every moment one of them is
  /// whole and, where this one stays, it does so before it is the latest.
  /// - Parameter keepsLatest: false where the one before is not known to be whole: then it must
  ///   not take the place of the one before that.
  func save(_ checkpoint: Checkpoint, keepsLatest: Bool) throws {
    let generation = checkpoint.state.optimiser.generation
    let interval = Self.keptInterval(checkpoint.experiment.budget.generations)
    let stays = generation > 0 && generation.isMultiple(of: interval)
    if stays { try checkpoint.write(to: keptCheckpoint(generation)) }
    if keepsLatest { try AtomicFile.keep(self.checkpoint, as: previousCheckpoint) }
    if stays {
      try AtomicFile.keep(keptCheckpoint(generation), as: self.checkpoint)
    } else {
      try checkpoint.write(to: self.checkpoint)
    }
  }

  /// The latest checkpoint or, where that is damaged or gone, the one before with what is wrong
  /// with the latest.
  ///
  /// - Throws: what is wrong with the latest where the one before cannot be read either;
  ///   ``CheckpointError`` for one of another experiment than the run's.
  public func loadCheckpoint() throws -> (checkpoint: Checkpoint, damage: String?) {
    switch Result(catching: { try Checkpoint(path: checkpoint) }) {
    case .success(let latest):
      try require(latest.experiment, path: checkpoint)
      return (latest, nil)
    case .failure(let error):
      guard let previous = try? Checkpoint(path: previousCheckpoint) else { throw error }
      try require(previous.experiment, path: previousCheckpoint)
      return (previous, "\(error)")
    }
  }

  /// - Throws: ``CheckpointError`` where the run's `experiment.yaml` is another experiment than
  ///   that of a checkpoint, in more than its budget.
  private func require(_ found: Experiment, path: String) throws {
    guard FileManager.default.fileExists(atPath: experiment) else { return }
    var own = try readExperiment()
    own.budget = found.budget
    guard let first = found.differences(from: own).first else { return }
    throw CheckpointError(
      path: path, found: "a state of another experiment, whose \(first.key) is \(first.own)",
      expected: "\(first.other), as in \(experiment)")
  }
}
