public import Execution
import Locomotion
import NumericalMethods
public import Policies
public import SpikingNetworks
public import TemporalTasks

/// A few episodes of a temporal task at a time under one network: responses, loss and its gradient.
///
/// The loss of a query, or rehearsal, is the cross-entropy of its target under softmax(g ō), with ō
/// the mean of the outputs o over the query's ticks and g the readout's gain; that of a trajectory
/// the normalised error of g o. The gradient is that of backpropagation through time with surrogate
/// spikes.
public final class TaskBatch {
  /// Results of episodes.
  public struct Result: Sendable {
    public var records: [EpisodeResponses] = []
    /// Σ weight · cross-entropy over all queries, and Σ of the trajectories' errors.
    public var loss = 0.0
    /// Σ weight; a trajectory weighs 1.
    public var weight = 0.0
    /// Places among ``records`` of episodes in which a potential or output was not finite.
    public var failed: [Int] = []
    /// Episodes in which a potential or output was not finite.
    public var diverged: Int { failed.count }
    /// Σ over episodes of the mean spikes per tick of a hidden neuron.
    public var spikes = 0.0

    public init() {}

    /// The weighted mean of cross-entropies and errors.
    public var meanLoss: Double { loss / weight }
    /// What training maximises: the negative loss, or −∞ where an episode left the finite range.
    public var fitness: Double { diverged > 0 || !meanLoss.isFinite ? -.infinity : -meanLoss }
    /// Mean spikes per tick of a hidden neuron.
    public var firingRate: Double { spikes / Double(records.count) }

    public mutating func add(_ other: Result) {
      failed += other.failed.map { records.count + $0 }
      records += other.records
      loss += other.loss
      weight += other.weight
      spikes += other.spikes
    }
  }

  /// Episodes that a worker runs at a time. Gradients are summed within such a chunk and then over
  /// chunks in their order, so this decides the last bits of a result and the number of workers
  /// does not.
  package static let chunk = 16

  /// A range of episodes in chunks.
  package static func chunks(_ range: Range<Int>) -> [Range<Int>] {
    stride(from: range.lowerBound, to: range.upperBound, by: chunk).map {
      $0..<min($0 + chunk, range.upperBound)
    }
  }

  public let network: BatchNetwork<Float>
  /// The most episodes at a time.
  public let size: Int
  /// Those of the last run, with the rewards of its responses.
  package private(set) var episodes: [TaskEpisode] = []
  /// ∂loss/∂ō of each question, episode by episode.
  private var cotangents: [[(question: Query, slope: [Float])]] = []

  /// - Parameter ticks: the episodes' length.
  /// - Throws: ``NetworkSpecError`` for a specification out of range.
  public init(
    spec: NetworkSpec, size: Int, ticks: Int, surrogate: Surrogate = Surrogate()
  ) throws(NetworkSpecError) {
    self.size = size
    network = try BatchNetwork(spec: spec, batch: size, ticks: ticks, surrogate: surrogate)
  }

  /// Runs some episodes of a set, at most ``size``.
  public func run(_ parameters: [Float], _ indices: Range<Int>, of set: EpisodeSet) -> Result {
    precondition((1...size).contains(indices.count), "1 to \(size) episodes")
    episodes = indices.map(set.episode)
    precondition(
      episodes.allSatisfy { $0.resets == episodes[0].resets }, "episodes clear at the same ticks")
    network.encodingSeeds = (0..<size).map { set.encodingSeed(indices.lowerBound + $0) }
    network.load(parameters.span)
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
    return score()
  }

  /// Adds the gradient of the last run's loss.
  public func addGradient(to gradient: inout [Float]) {
    network.backward { t, target in
      addCotangents(t, to: target, stride: network.outputStride)
    }
    var span = gradient.mutableSpan
    network.addGradient(to: &span)
  }

  /// Adds the derivative of the last run's loss by the outputs of tick `t`, [samples, stride].
  package func addCotangents(_ t: Int, to target: UnsafeMutablePointer<Float>, stride: Int) {
    for (sample, cotangents) in cotangents.enumerated() {
      for (question, slope) in cotangents where question.ticks.contains(t) {
        for k in slope.indices {
          target[sample * stride + k] += slope[k] / Float(question.ticks.count)
        }
      }
      addSlopes(sample, t, to: target + sample * stride)
    }
  }

  /// ∂/∂o of a trajectory's error.
  private func addSlopes(_ sample: Int, _ t: Int, to target: UnsafeMutablePointer<Float>) {
    guard let trajectory = episodes[sample].trajectory else { return }
    let gain = Double(network.spec.readout.gain)
    let o = network.outputs(t) + sample * network.outputStride
    for (k, y) in trajectory.target(at: t).enumerated() {
      target[k] += Float(2 * gain * (gain * Double(o[k]) - Double(y)) / trajectory.scale)
    }
  }

  /// Logits g o of a sample at every tick.
  private func logits(_ sample: Int, ticks: Int) -> [Double] {
    (0..<ticks).flatMap { t in
      let o = network.outputs(t) + sample * network.outputStride
      return (0..<network.spec.outputs).map {
        Double(network.spec.readout.gain) * Double(o[$0])
      }
    }
  }

  /// Observations and modulator of tick `t`; zero for the places that no episode fills.
  private func show(_ t: Int) {
    let inputs = network.spec.inputs
    for sample in 0..<size {
      let place = network.observation(t) + sample * network.inputStride
      guard sample < episodes.count else {
        place.update(repeating: 0, count: inputs)
        network.modulation(t)[sample * 8] = 0
        continue
      }
      episodes[sample].observations.withUnsafeBufferPointer {
        place.update(from: $0.baseAddress! + t * inputs, count: inputs)
      }
      network.modulation(t)[sample * 8] = episodes[sample].modulator[t]
    }
  }

  /// ō of a query.
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
      episodes[sample].respond(trial: trial, response: Query.response(means: means))
    }
  }

  private func score() -> Result {
    var result = Result()
    cotangents = []
    for (sample, episode) in episodes.enumerated() {
      let asked = episode.queries.map { means(sample, $0) }
      let error = episode.trajectory?.error(logits: logits(sample, ticks: episode.ticks))
      result.records.append(
        EpisodeResponses(
          targets: episode.queries.map(\.target),
          responses: asked.map { Query.response(means: $0) },
          explained: error.map { $0 < 1 ? 1 - $0 : 0 }))
      if let error {
        result.loss += error
        result.weight += 1
      }
      let rehearsed = episode.rehearsals.map { means(sample, $0) }
      let questions = zip(episode.queries + episode.rehearsals, asked + rehearsed)
      cotangents.append(
        questions.map { question, means in
          let (loss, slope) = crossEntropy(means, question)
          result.loss += loss
          result.weight += Double(question.weight)
          return (question, slope)
        })
      let isFinite =
        (asked + rehearsed).allSatisfy { $0.allSatisfy(\.isFinite) } && (error ?? 0).isFinite
      if !isFinite || !network.isFinite(sample: sample) { result.failed.append(sample) }
      result.spikes += network.firingRate(sample: sample, ticks: episode.ticks)
    }
    return result
  }

  /// A query's loss, and its derivative by the mean outputs.
  private func crossEntropy(_ means: [Float], _ query: Query) -> (Double, [Float]) {
    let (weight, gain) = (Double(query.weight), Double(network.spec.readout.gain))
    let (loss, slope) = query.crossEntropy(logits: means.map { gain * Double($0) })
    return (loss, slope.map { Float(weight * gain * $0) })
  }
}

extension TaskBatch.Result {
  /// The failures among the records.
  /// - Parameter firstItem: the number of the first record among the generation's episodes.
  func failures(firstItem: Int, of parameters: [Float]) -> [Failure] {
    guard !failed.isEmpty else { return [] }
    let kind: Failure.Kind = parameters.allSatisfy(\.isFinite) ? .network : .parameters
    return failed.map {
      Failure(kind: kind, item: firstItem + $0, cause: Divergence.nonFiniteNetwork.rawValue)
    }
  }
}

extension TaskBatch.Result: Portable {
  public func write(to wire: inout WireWriter) {
    wire.write(records)
    wire.write(loss)
    wire.write(weight)
    wire.write(failed)
    wire.write(spikes)
  }

  public init(from wire: inout WireReader) throws {
    self.init()
    (records, loss) = (try wire.read(), try wire.read())
    (weight, failed, spikes) = (try wire.read(), try wire.read(), try wire.read())
  }
}

extension Digest64 {
  /// Results of batches of a temporal task: losses, and the answer to every question.
  init(_ batches: [TaskBatch.Result]) {
    self.init()
    for batch in batches {
      update(batch.loss)
      update(batch.weight)
      update(batch.spikes)
      for response in batch.records.flatMap(\.responses) {
        update(UInt64(bitPattern: Int64(response ?? -1)))
      }
    }
  }
}

extension Query {
  /// The query's loss weight times the cross-entropy of its target under softmax, and the
  /// cross-entropy's derivative by the logits.
  func crossEntropy(logits: [Double]) -> (loss: Double, slope: [Double]) {
    let highest = logits.max() ?? 0
    let total = logits.reduce(0) { $0 + Double.exp($1 - highest) }
    let slope = logits.enumerated().map { k, logit in
      Double.exp(logit - highest) / total - (k == target ? 1 : 0)
    }
    return (Double(weight) * (highest + Double.log(total) - logits[target]), slope)
  }
}
