import NeuralControl
import Policies
package import SpikingNetworks
import TemporalTasks

/// One episode of a temporal task in a network that runs as it would be deployed, with its losses
/// where they fall due.
struct TaskTrial {
  private var run: TaskRun
  private(set) var losses: [Double] = []

  init(_ run: TaskRun) { self.run = run }

  var isOver: Bool { run.isOver }

  /// One tick, and the losses that end with it: those of queries and rehearsals over now, and the
  /// trajectory's.
  mutating func tick() {
    let t = run.ticks
    run.tick()
    var loss = 0.0
    for query in run.episode.queries + run.episode.rehearsals where query.ticks.upperBound == t + 1
    {
      loss += query.crossEntropy(logits: means(query)).loss
    }
    if let trajectory = run.episode.trajectory {
      let outputs = run.network.spec.outputs
      loss += trajectory.error(at: t, logits: run.logits.suffix(outputs))
    }
    losses.append(loss)
  }

  /// Whether a loss that counts falls due with a tick.
  func isDue(at t: Int) -> Bool {
    run.episode.trajectory != nil
      || (run.episode.queries + run.episode.rehearsals).contains {
        $0.ticks.upperBound == t + 1 && $0.weight > 0
      }
  }

  /// Mean logits of a query.
  private func means(_ query: Query) -> [Double] {
    let outputs = run.network.spec.outputs
    return (0..<outputs).map { k in
      query.ticks.reduce(0) { $0 + run.logits[$1 * outputs + k] } / Double(query.ticks.count)
    }
  }

  /// The result of a run that is over.
  var result: TaskBatch.Result {
    var result = TaskBatch.Result()
    let questions = run.episode.queries + run.episode.rehearsals
    result.records = [run.record]
    result.loss = losses.reduce(0, +)
    result.weight =
      questions.reduce(0) { $0 + Double($1.weight) } + (run.episode.trajectory == nil ? 0 : 1)
    if !run.isFinite || !run.network.isFinite { result.failed = [0] }
    result.spikes = run.network.firingRate
    return result
  }
}

extension EpisodeSet {
  /// Episode `index` from end to end.
  package func result(_ index: Int, network: Network) -> TaskBatch.Result {
    unperturbed(index, network: network).result
  }

  func unperturbed(_ index: Int, network: Network) -> TaskTrial {
    network.perturbation?.isActive = false
    var trial = TaskTrial(run(index, network: network))
    while !trial.isOver { trial.tick() }
    return trial
  }
}
