import EvolutionStrategies
import Foundation
import NumericalMethods
import SpikingNetworks
import TemporalTasks

/// An estimate of ∂⟨L⟩/∂θ, L the loss of an episode of a temporal task.
protocol GradientEstimator: AnyObject {
  /// Bytes that its networks and buffers take.
  var bytes: Int { get }

  /// From episodes `range` of a set; `seed` keys random directions and noise. The length of the
  /// parameters.
  func estimate(
    _ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet, seed: UInt64
  ) throws -> [Float]
}

/// Backpropagation through time with surrogate spikes.
final class BackpropagationEstimator: GradientEstimator {
  private let batch: TaskBatch

  init(_ spec: NetworkSpec, ticks: Int, _ surrogate: Surrogate) throws {
    batch = try TaskBatch(
      spec: spec, size: TaskWorkload.chunk, ticks: ticks, surrogate: surrogate)
  }

  var bytes: Int { batch.network.memory }

  func estimate(
    _ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet, seed: UInt64
  ) -> [Float] {
    var gradient = [Float](repeating: 0, count: parameters.count)
    var weight = 0.0
    for part in chunks(range.count) {
      let part = part.lowerBound + range.lowerBound..<part.upperBound + range.lowerBound
      weight += batch.run(parameters, part, of: set).weight
      batch.addGradient(to: &gradient)
    }
    return gradient.map { $0 / Float(weight) }
  }
}

/// e-prop: forward in time, for one population without plasticity. A first pass tells what the loss
/// asks of each tick.
final class EpropEstimator: GradientEstimator {
  private let batch: TaskBatch
  private let network: EpropNetwork

  init(_ spec: NetworkSpec, ticks: Int, _ surrogate: Surrogate) throws {
    batch = try TaskBatch(spec: spec, size: TaskWorkload.chunk, ticks: ticks)
    network = try EpropNetwork(spec: spec, batch: TaskWorkload.chunk, surrogate: surrogate)
  }

  /// Each sample has its network and two traces a synapse; the first pass, which a task with a loss at
  /// every tick would not need, is left out.
  var bytes: Int { 4 * TaskWorkload.chunk * 3 * network.layout.count }

  func estimate(
    _ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet, seed: UInt64
  ) -> [Float] {
    var gradient = [Float](repeating: 0, count: parameters.count)
    var weight = 0.0
    for part in chunks(range.count) {
      let part = part.lowerBound + range.lowerBound..<part.upperBound + range.lowerBound
      weight += batch.run(parameters, part, of: set).weight
      parameters.withUnsafeBufferPointer { network.load($0) }
      network.encodingSeeds = batch.network.encodingSeeds
      network.run(ticks: batch.episodes[0].ticks) { t in
        for (sample, episode) in batch.episodes.enumerated() {
          let row = t * episode.inputs
          for n in 0..<episode.inputs {
            network.observation[sample * network.inputStride + n] = episode.observations[row + n]
          }
        }
      } cotangents: { t, target in
        batch.addCotangents(t, to: target, stride: network.outputStride)
      }
      gradient.withUnsafeMutableBufferPointer { network.addGradient(to: $0) }
    }
    return gradient.map { $0 / Float(weight) }
  }
}

/// The estimator of evolution strategies (Salimans et al. 2017) from antithetic pairs on the same
/// episodes, with losses as they are: ranks would change the gradient.
final class EvolutionEstimator: GradientEstimator {
  private let batch: TaskBatch
  private let pairs: Int
  private let sigma: Double

  init(_ spec: NetworkSpec, ticks: Int, pairs: Int, sigma: Double) throws {
    batch = try TaskBatch(spec: spec, size: TaskWorkload.chunk, ticks: ticks)
    (self.pairs, self.sigma) = (pairs, sigma)
  }

  var bytes: Int { batch.network.memory }

  func estimate(
    _ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet, seed: UInt64
  ) -> [Float] {
    var configuration = OpenAIES.Configuration()
    (configuration.populationSize, configuration.sigma) = (2 * pairs, sigma)
    let strategy = OpenAIES(initial: parameters, configuration: configuration, seed: seed)
    let losses = (0..<strategy.populationSize).map {
      batch.meanLoss(strategy.candidate($0), range, of: set)
    }
    return strategy.gradient(shaped: losses)
  }
}

extension TaskBatch {
  /// The mean loss of any number of episodes.
  func meanLoss(_ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet) -> Double {
    chunks(range.count).reduce(into: Result()) { sum, part in
      sum.add(
        run(
          parameters, part.lowerBound + range.lowerBound..<part.upperBound + range.lowerBound,
          of: set))
    }.meanLoss
  }
}
