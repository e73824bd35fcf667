import Foundation
public import SpikingNetworks
public import TemporalTasks

/// A batch of episodes of a temporal task under one network: responses, loss and its gradient.
///
/// The loss of a query is the cross-entropy of its target under softmax(g ō), with ō the mean of the
/// outputs o over the query's ticks and g the readout's gain; the loss of the batch is the weighted
/// mean over all queries. Gradients are those of backpropagation through time with surrogate spikes.
public final class TaskBatch {
  public let network: BatchNetwork<Float>
  private var episodes: [TaskEpisode] = []
  /// ∂loss/∂ō of each query, [episode][trial][outputs].
  private var cotangents: [[[Float]]] = []
  public private(set) var records: [EpisodeResponses] = []
  public private(set) var loss = 0.0

  /// - Parameter ticks: the episodes' length.
  /// - Throws: ``NetworkSpecError`` for a specification out of range.
  public init(
    spec: NetworkSpec, batch: Int, ticks: Int, surrogate: Surrogate = Surrogate()
  ) throws(NetworkSpecError) {
    network = try BatchNetwork(spec: spec, batch: batch, ticks: ticks, surrogate: surrogate)
  }

  /// Runs the episodes, as many as the batch holds, which all are of one task and clear their state
  /// at the same ticks.
  public func run(_ parameters: [Float], _ episodes: [TaskEpisode]) {
    precondition(episodes.count == network.batch, "\(network.batch) episodes")
    precondition(
      episodes.allSatisfy { $0.resets == episodes[0].resets }, "episodes clear at the same ticks")
    self.episodes = episodes
    parameters.withUnsafeBufferPointer { network.load($0) }
    var answered = 0
    network.forward(ticks: episodes[0].ticks, clears: Set(episodes[0].resets)) { t in
      while answered < episodes[0].queries.count,
        episodes[0].queries[answered].ticks.upperBound <= t
      {
        respond(trial: answered)
        answered += 1
      }
      show(t)
    }
    score()
  }

  /// Adds the gradient of the last run's loss.
  public func addGradient(to gradient: inout [Float]) {
    network.backward { t, target in
      for sample in episodes.indices {
        for query in episodes[sample].queries where query.ticks.contains(t) {
          let cotangent = cotangents[sample][query.trial]
          for k in cotangent.indices {
            target[sample * network.outputStride + k] +=
              cotangent[k] / Float(query.ticks.count)
          }
        }
      }
    }
    gradient.withUnsafeMutableBufferPointer { network.addGradient(to: $0) }
  }

  private func show(_ t: Int) {
    let inputs = network.spec.inputs
    for sample in episodes.indices {
      let place = network.observation(t) + sample * network.inputStride
      episodes[sample].observations.withUnsafeBufferPointer {
        place.update(from: $0.baseAddress! + t * inputs, count: inputs)
      }
      network.modulation(t)[sample * 8] = episodes[sample].modulator[t]
    }
  }

  /// Means of the outputs over a query's ticks.
  private func means(_ sample: Int, _ query: Query) -> [Float] {
    var means = [Float](repeating: 0, count: network.spec.outputs)
    for t in query.ticks {
      let o = network.outputs(t) + sample * network.outputStride
      for k in means.indices { means[k] += o[k] / Float(query.ticks.count) }
    }
    return means
  }

  private func respond(trial: Int) {
    for sample in episodes.indices where episodes[sample].isInteractive {
      let means = means(sample, episodes[sample].queries[trial])
      episodes[sample].respond(trial: trial, response: response(means))
    }
  }

  private func response(_ means: [Float]) -> Int? {
    means.contains { !$0.isFinite }
      ? nil : means.indices.reduce(0) { means[$1] > means[$0] ? $1 : $0 }
  }

  private func score() {
    let weight = episodes.flatMap(\.queries).reduce(0) { $0 + Double($1.weight) }
    loss = 0
    records = []
    cotangents = []
    for (sample, episode) in episodes.enumerated() {
      var responses: [Int?] = []
      cotangents.append(
        episode.queries.map { query in
          let means = means(sample, query)
          responses.append(response(means))
          let share = Double(query.weight) / max(weight, 1e-9)
          return crossEntropy(means, target: query.target, share: share)
        })
      records.append(
        EpisodeResponses(targets: episode.queries.map(\.target), responses: responses))
    }
  }

  /// Adds a query's share of the loss and gives its derivative by the mean outputs.
  private func crossEntropy(_ means: [Float], target: Int, share: Double) -> [Float] {
    let gain = Double(network.spec.readout.gain)
    let logits = means.map { gain * Double($0) }
    let probabilities = softmax(logits)
    loss -= share * log(max(probabilities[target], 1e-30))
    return probabilities.enumerated().map { k, p in
      Float(share * gain * (p - (k == target ? 1 : 0)))
    }
  }
}
