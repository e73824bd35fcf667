import FileFormats
import Foundation
public import Policies

/// `metrics.csv`: one row a generation.
public final class MetricsFile {
  private let columns: [MetricsColumn]
  private let table: AppendOnlyTable

  /// Opens the file for the rows from `generation` on: earlier rows of an interrupted run are kept,
  /// rows that its checkpoint does not cover, or that a crash cut off, are dropped.
  public init(path: String, experiment: Experiment, from generation: Int) throws {
    columns = MetricsColumn.all(of: experiment)
    let header = columns.map(\.name)
    var lines = [header.joined(separator: ",")]
    if generation > 0, FileManager.default.fileExists(atPath: path) {
      let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
      lines += Self.rows(of: text, before: generation, under: header)
    }
    try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: path, isOwn: true)
    table = try AppendOnlyTable(path: path)
  }

  /// Whole rows of generations before `generation`. Columns that an older table does not have are
  /// empty.
  private static func rows(
    of text: String, before generation: Int, under header: [String]
  ) -> [String] {
    // A last row without its line feed counts, as it always did.
    var lines = TextLines(text + "\n")
    func fields(_ line: Substring) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let present = lines.next().map(fields) else { return [] }
    let places = header.map { present.firstIndex(of: $0) }
    guard places.first == 0 else { return [] }
    return lines.lazy.filter { !$0.isEmpty }.map(fields)
      .prefix { $0.count == present.count && Int($0[0]).map { $0 < generation } ?? false }
      .map { row in places.map { $0.map { row[$0] } ?? "" }.joined(separator: ",") }
  }

  /// - Parameters:
  ///   - wall: training time so far [s].
  ///   - environmentSteps: control steps, or ticks of a task, so far.
  public func append(_ report: GenerationReport, wall: Double, environmentSteps: Int) throws {
    let row = MetricsColumn.Row(report: report, wall: wall, environmentSteps: environmentSteps)
    try table.append(columns.map { $0.text(row) }.joined(separator: ",") + "\n")
  }
}

/// One column of `metrics.csv`.
struct MetricsColumn: Sendable {
  struct Row {
    let report: GenerationReport
    let wall: Double
    let environmentSteps: Int
  }

  let name: String
  let text: @Sendable (Row) -> String

  private init(_ name: String, _ text: @escaping @Sendable (Row) -> String) {
    (self.name, self.text) = (name, text)
  }

  private init(_ name: String, _ value: @escaping @Sendable (GenerationReport) -> Double?) {
    self.init(name) { row in value(row.report).map { "\($0)" } ?? "" }
  }

  /// Those of an experiment's table, in their order.
  static func all(of experiment: Experiment) -> [MetricsColumn] {
    leading + measures(of: experiment.task) + trailing + verifying(experiment.task) + failures
      + experiment.trainer.implementation.columns.enumerated().map { index, name in
        MetricsColumn(name) { $0.own[index].isNaN ? nil : $0.own[index] }
      }
  }

  private static let leading = [
    MetricsColumn("generation") { row in "\(row.report.generation)" },
    MetricsColumn("wall_s") { row in String(format: "%.3f", row.wall) },
    MetricsColumn("environment_steps") { row in "\(row.environmentSteps)" },
  ]

  private static func measures(of task: TaskOptions) -> [MetricsColumn] {
    switch task {
    case .locomotion:
      [
        MetricsColumn("reward_mean") { $0.gait?.rewardMean },
        MetricsColumn("reward_best") { $0.gait?.rewardBest },
        MetricsColumn("speed_mps") { $0.gait?.speed },
        MetricsColumn("falls_share") { $0.gait?.falls },
        MetricsColumn("reward_per_s") { $0.gait?.rewardRate },
        MetricsColumn("life_s") { $0.gait?.life },
      ]
    case .temporal:
      [
        MetricsColumn("loss") { $0.task?.loss },
        MetricsColumn("accuracy") { $0.task?.accuracy },
        MetricsColumn("late_accuracy") { $0.task?.lateAccuracy },
      ]
    }
  }

  private static let trailing = [
    MetricsColumn("diverged_episodes") { row in "\(row.report.diverged)" },
    MetricsColumn("gradient_norm") { $0.gradientNorm },
    MetricsColumn("update_norm") { $0.updateNorm },
    MetricsColumn("firing_rate") { $0.firingRate },
    MetricsColumn("selection_score") { $0.selectionScore },
  ]

  /// What a generation is verified by.
  private static func verifying(_ task: TaskOptions) -> [MetricsColumn] {
    let version = WorldVersion.current(for: task)
    return [
      MetricsColumn("physics_version") { _ in version.physics.map { "\($0)" } ?? "" },
      MetricsColumn("task_version") { _ in "\(version.task)" },
      MetricsColumn("digest") { row in row.report.digest },
    ]
  }

  /// Failures of each kind in the generation.
  private static let failures = Failure.Kind.allCases.map { kind in
    MetricsColumn("\(kind.rawValue)_failures") { row in
      "\(FailureCounts(row.report.failures)[kind])"
    }
  }
}
