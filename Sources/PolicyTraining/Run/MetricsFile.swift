import Foundation

/// `metrics.csv`: one row a generation.
public final class MetricsFile {
  static let header =
    "generation,wall_s,environment_steps,reward_mean,reward_best,speed_mps,falls_share,"
    + "diverged_episodes,gradient_norm,update_norm,firing_rate,selection_reward"

  private let path: String
  private let handle: FileHandle

  /// Opens the file for the rows from `generation` on: earlier rows of an interrupted run are kept,
  /// rows that its checkpoint does not cover, or that a crash cut off, are dropped.
  public init(path: String, from generation: Int) throws {
    self.path = path
    var lines = [Self.header]
    if generation > 0, FileManager.default.fileExists(atPath: path) {
      let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
      let rows = text.split(separator: "\n").dropFirst()
      let columns = Self.header.split(separator: ",").count
      lines += rows.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        .prefix { $0.count == columns && Int($0[0]).map { $0 < generation } ?? false }
        .map { $0.joined(separator: ",") }
    }
    try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: path)
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw FileError(path: path, operation: "append to it", reason: "it cannot be opened")
    }
    self.handle = handle
    _ = try handle.seekToEnd()
  }

  deinit { try? handle.close() }

  public func append(_ report: GenerationReport, wall: Double, environmentSteps: Int) throws {
    let row: [String] = [
      "\(report.generation)", String(format: "%.3f", wall), "\(environmentSteps)",
      "\(report.rewardMean)", "\(report.rewardBest)", "\(report.speed)", "\(report.falls)",
      "\(report.diverged)", "\(report.gradientNorm)", "\(report.updateNorm)",
      "\(report.firingRate)", report.selectionScore.map { "\($0)" } ?? "",
    ]
    do {
      try handle.write(contentsOf: Data((row.joined(separator: ",") + "\n").utf8))
    } catch {
      throw FileError(path: path, operation: "append to it", reason: "\(error)")
    }
  }
}
