import FileFormats
import Foundation
public import Policies

/// The files of one training run.
public struct RunDirectory: Sendable, Equatable {
  public let path: String

  public init(path: String) { self.path = path }

  public var experiment: String { path + "/experiment.yaml" }
  public var metrics: String { path + "/metrics.csv" }
  public var log: String { path + "/log.jsonl" }
  public var policy: String { path + "/" + Stages.policyFile }
  /// Holds a file for each of the first failures of the run, to be replayed.
  public var failures: String { path + "/failures" }
  public var checkpoint: String { path + "/checkpoints/latest.json" }
  /// The checkpoint before the latest one.
  public var previousCheckpoint: String { path + "/checkpoints/previous.json" }

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

  /// Makes the folders, and clears away what a killed process had begun to write.
  public func create() throws {
    try AtomicFile.makeDirectory(checkpoints)
    for parent in [path, checkpoints, failures] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
      for name in names where name.hasSuffix(".tmp") { unlink("\(parent)/\(name)") }
    }
  }

  /// Generations between two checkpoints that stay: about eight of them a run, from which `ganglion
  /// verify --sample` re-derives single generations.
  private static func keptInterval(_ generations: Int) -> Int {
    max(5, (generations / 8 + 4) / 5 * 5)
  }

  /// Saves a checkpoint as the latest and keeps the one before.
  func save(_ checkpoint: Checkpoint) throws {
    try AtomicFile.keep(self.checkpoint, as: previousCheckpoint)
    try checkpoint.write(to: self.checkpoint)
    let generation = checkpoint.state.optimiser.generation
    let interval = Self.keptInterval(checkpoint.experiment.budget.generations)
    if generation > 0, generation.isMultiple(of: interval) {
      try AtomicFile.keep(self.checkpoint, as: keptCheckpoint(generation))
    }
  }

  /// The latest checkpoint or, where that is damaged or gone, the one before with what is wrong
  /// with the latest.
  ///
  /// - Throws: what is wrong with the latest where the one before cannot be read either.
  public func loadCheckpoint() throws -> (checkpoint: Checkpoint, damage: String?) {
    do {
      return (try Checkpoint(path: checkpoint), nil)
    } catch {
      guard let previous = try? Checkpoint(path: previousCheckpoint) else { throw error }
      return (previous, "\(error)")
    }
  }
}
