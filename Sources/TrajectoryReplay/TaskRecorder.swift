import FileFormats
import SpikingNetworks
public import TemporalTasks

/// Records a run of a temporal task as a table, one row a tick: questions, answers and rewards,
/// the logits, the targets of a trajectory, and what the network's neurons and synapses do.
public struct TaskRecorder {
  public let header: [String]
  /// One field per name of ``header``; empty where there is nothing to say.
  public private(set) var rows: [[String]] = []
  private let columns: NetworkColumns

  public init(_ run: TaskRun) {
    columns = NetworkColumns(network: run.network)
    header =
      ["tick", "phase", "trial", "target", "response", "m"]
      + (0..<run.network.spec.outputs).map { "logit_\($0)" }
      + (0..<(run.episode.trajectory?.outputs ?? 0)).map { "target_\($0)" } + columns.names
  }

  /// Adds the row of the tick that `run` has just made.
  ///
  /// A trial, its target and, once it is known, the response are in the rows of its query and of
  /// its feedback. m is the external modulator.
  public mutating func record(_ run: TaskRun) {
    let (tick, outputs) = (run.ticks - 1, run.network.spec.outputs)
    let phase = run.episode.phase(at: tick)
    let target = phase?.trial.map { run.episode.queries[$0].target }
    let response = phase?.trial.flatMap {
      run.responses.indices.contains($0) ? run.responses[$0] : nil
    }
    let numbers =
      [Double(run.episode.modulator[tick])] + run.logits.suffix(outputs)
      + (run.episode.trajectory?.target(at: tick).map(Double.init) ?? [])
      + columns.values(ticks: 1)
    rows.append(
      ["\(tick)", phase?.name ?? "", text(phase?.trial), text(target), text(response)]
        + numbers.map(CSV.number))
  }

  private func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "" }

  /// RFC 4180 text. Numbers are written in the shortest form that reads back to the same bits.
  public var csv: String { CSV.text([header] + rows) }
}
