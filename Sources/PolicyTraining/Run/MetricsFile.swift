import Foundation

/// `metrics.csv`: one row a generation.
public final class MetricsFile {
  /// Columns before and after those of the workload.
  private static let leading = ["generation", "wall_s", "environment_steps"]
  private static let trailing = [
    "diverged_episodes", "gradient_norm", "update_norm", "firing_rate", "selection_score",
  ]

  /// What a generation is verified by.
  private static let verifying = ["physics_version", "task_version", "digest"]

  /// Failures of each kind in the generation.
  private static let failing = Failure.Kind.allCases.map { "\($0.rawValue)_failures" }

  private static let policyGradient = [
    "policy_loss", "value_loss", "explained_variance", "kl_divergence", "clip_share", "entropy",
    "deviation", "learning_rate",
  ]

  private let path: String
  private let version: WorldVersion
  private let handle: FileHandle

  /// Columns of a kind of task.
  private static func columns(of task: TaskOptions) -> [String] {
    switch task {
    case .locomotion: ["reward_mean", "reward_best", "speed_mps", "falls_share"]
    case .temporal: ["loss", "accuracy", "late_accuracy"]
    }
  }

  private static func fields(of measures: GenerationReport.Measures) -> [Double] {
    switch measures {
    case .gait(let gait): [gait.rewardMean, gait.rewardBest, gait.speed, gait.falls]
    case .task(let task): [task.loss, task.accuracy, task.lateAccuracy]
    }
  }

  private static func fields(of report: PolicyGradientReport) -> [Double] {
    [
      report.policyLoss, report.valueLoss, report.explainedVariance, report.divergence,
      report.clipShare, report.entropy, report.deviation, report.learningRate,
    ]
  }

  /// Opens the file for the rows from `generation` on: earlier rows of an interrupted run are kept,
  /// rows that its checkpoint does not cover, or that a crash cut off, are dropped.
  public init(path: String, experiment: Experiment, from generation: Int) throws {
    self.path = path
    let extra = experiment.trainer == .policyGradient ? Self.policyGradient : []
    let header =
      Self.leading + Self.columns(of: experiment.task) + Self.trailing + Self.verifying
      + Self.failing + extra
    version = WorldVersion.current(for: experiment.task)
    var lines = [header.joined(separator: ",")]
    if generation > 0, FileManager.default.fileExists(atPath: path) {
      let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
      lines += Self.rows(of: text, before: generation, under: header)
    }
    try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: path)
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw FileError(path: path, operation: "append to it", reason: "it cannot be opened")
    }
    self.handle = handle
    _ = try handle.seekToEnd()
  }

  /// Whole rows of generations before `generation`. Columns that an older table does not have are empty.
  private static func rows(
    of text: String, before generation: Int, under header: [String]
  ) -> [String] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let present = lines.first else { return [] }
    let places = header.map { present.firstIndex(of: $0) }
    guard places.first == 0 else { return [] }
    return lines.dropFirst()
      .prefix { $0.count == present.count && Int($0[0]).map { $0 < generation } ?? false }
      .map { row in places.map { $0.map { row[$0] } ?? "" }.joined(separator: ",") }
  }

  deinit { try? handle.close() }

  public func append(_ report: GenerationReport, wall: Double, environmentSteps: Int) throws {
    let leading = [
      "\(report.generation)", String(format: "%.3f", wall), "\(environmentSteps)",
    ]
    let trailing = [
      "\(report.diverged)", "\(report.gradientNorm)", "\(report.updateNorm)",
      "\(report.firingRate)", report.selectionScore.map { "\($0)" } ?? "",
    ]
    let extra = report.policyGradient.map(Self.fields) ?? []
    let row =
      leading + Self.fields(of: report.measures).map { "\($0)" } + trailing
      + [version.physics.map { "\($0)" } ?? "", "\(version.task)", report.digest]
      + Failure.Kind.allCases.map { "\(FailureCounts(report.failures)[$0])" }
      + extra.map { "\($0)" }
    try append(Array((row.joined(separator: ",") + "\n").utf8))
  }

  /// Adds a row whole or not at all.
  private func append(_ row: [UInt8]) throws {
    let (file, size) = (handle.fileDescriptor, lseek(handle.fileDescriptor, 0, SEEK_END))
    var done = 0
    while done < row.count {
      let count = row[done...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let reason = String(cString: strerror(errno))
        ftruncate(file, size)
        throw FileError(path: path, operation: "append to it", reason: reason)
      }
      done += count
    }
  }
}
