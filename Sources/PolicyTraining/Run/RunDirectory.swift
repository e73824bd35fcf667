import Foundation

/// The files of one training run.
public struct RunDirectory: Sendable, Equatable {
  public let path: String

  public init(path: String) { self.path = path }

  public var experiment: String { path + "/experiment.yaml" }
  public var metrics: String { path + "/metrics.csv" }
  public var log: String { path + "/log.jsonl" }
  public var policy: String { path + "/policy.safetensors" }
  public var checkpoint: String { path + "/checkpoints/latest.json" }

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
      .first { FileManager.default.fileExists(atPath: $0.checkpoint) }
  }

  /// Makes the folders.
  public func create() throws { try AtomicFile.makeDirectory(path + "/checkpoints") }
}
