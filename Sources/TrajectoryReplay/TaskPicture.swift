import SpikingNetworks
public import TemporalTasks

/// Draws a run of a temporal task over time as one SVG picture: questions, answers and rewards,
/// the logits, the spikes of every hidden neuron, and the size of the fast weights. A colour stands
/// for an answer throughout; dashes are where the fast state was cleared.
public struct TaskPicture {
  private let network: NetworkSpec
  private let projections: [String]
  /// Spikes of each population.
  private var spikes: [[(tick: Int, neuron: Int)]]
  /// Root mean square of E of each plastic projection, by tick.
  private var fast: [[Double]]

  public init(_ run: TaskRun) {
    network = run.network.spec
    projections = run.network.plasticProjections
    spikes = network.hidden.map { _ in [] }
    fast = projections.map { _ in [] }
  }

  /// Takes in the tick that `run` has just made.
  public mutating func record(_ run: TaskRun) {
    for population in spikes.indices {
      let counts = run.network.spikeCounts(ofPopulation: population)
      spikes[population] += counts.indices.filter { counts[$0] > 0 }.map { (run.ticks - 1, $0) }
    }
    for (index, projection) in run.network.diagnostics.projections.enumerated() {
      fast[index].append(Double(projection.rootMeanSquare))
    }
  }

  /// The picture of a run whose every tick so far was recorded.
  public func svg(_ run: TaskRun) -> String {
    var chart = TimeChart(ticks: run.episode.ticks)
    chart.heading(
      [(verdict(run), TimeChart.ink)]
        + (0..<network.outputs).map { ("answer \($0)", Colors.answer($0)) })
    drawTrials(run, on: &chart)
    let logits = (0..<network.outputs).map { output in
      let values = stride(from: output, to: run.logits.count, by: network.outputs)
      return (values: values.map { run.logits[$0] }, color: Colors.answer(output))
    }
    chart.curves("logits", logits)
    if let trajectory = run.episode.trajectory {
      chart.curves("targets", targets(trajectory))
    }
    for (index, population) in network.hidden.enumerated() {
      chart.raster("hidden\(index + 1)", neurons: population.size, spikes[index])
    }
    for (name, values) in zip(projections, fast) {
      chart.curves("rms E \(name)", [(values, TimeChart.ink)])
    }
    chart.marks(at: run.episode.resets)
    return chart.svg
  }

  /// The score so far.
  private func verdict(_ run: TaskRun) -> String {
    if let trajectory = run.episode.trajectory, run.isOver {
      let share = 100 * trajectory.explained(logits: run.logits)
      return "explains \(Int(share.rounded())) % of the targets' variance"
    }
    let right = zip(run.responses, run.episode.queries).count { $0 == $1.target }
    return "\(right) of \(run.responses.count) right"
  }

  private func targets(_ trajectory: TargetTrajectory) -> [(values: [Double], color: String)] {
    (0..<trajectory.outputs).map { output in
      let values = trajectory.ticks.map { Double(Array(trajectory.target(at: $0))[output]) }
      return (values: values, color: Colors.answer(output))
    }
  }

  private func drawTrials(_ run: TaskRun, on chart: inout TimeChart) {
    let episode = run.episode
    chart.band("asked", episode.queries.map { ($0.ticks, Colors.answer($0.target)) })
    chart.band(
      "answered",
      zip(episode.queries, run.responses).compactMap { query, response in
        response.map { (query.ticks, Colors.answer($0)) }
      })
    chart.band(
      "right or wrong",
      zip(episode.queries, run.responses).map { query, response in
        (query.ticks, response == query.target ? Colors.good : Colors.bad)
      })
    chart.band(
      "modulator m",
      runs(of: episode.modulator).filter { $0.value != 0 }.map {
        ($0.ticks, $0.value > 0 ? Colors.good : Colors.bad)
      })
  }

  /// Stretches of one value.
  private func runs(of values: [Float]) -> [(ticks: Range<Int>, value: Float)] {
    values.enumerated().reduce(into: []) { runs, next in
      let (tick, value) = next
      let start = runs.last?.value == value ? runs.removeLast().ticks.lowerBound : tick
      runs.append((start..<tick + 1, value))
    }
  }
}

private enum Colors {
  static let good = "#27ae60"
  static let bad = "#c0392b"

  /// Ten that differ; then they come again.
  static func answer(_ index: Int) -> String {
    let colors = [
      "#2980b9", "#e67e22", "#8e44ad", "#16a085", "#f1c40f", "#7f8c8d", "#d35400", "#34495e",
      "#e84393", "#6ab04c",
    ]
    return colors[index % colors.count]
  }
}
