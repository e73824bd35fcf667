import EvolutionStrategies
import Policies
import PolicyTraining
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

/// The sum of what `add` puts into a gradient, over the sum of the weights that it returns.
private func weighted<Part>(
  _ parts: some Sequence<Part>, _ count: Int, add: (Part, inout [Float]) -> Double
) -> [Float] {
  var gradient = [Float](repeating: 0, count: count)
  let weight = parts.reduce(0.0) { $0 + add($1, &gradient) }
  return gradient.map { $0 / Float(weight) }
}

/// Backpropagation through time with surrogate spikes.
final class BackpropagationEstimator: GradientEstimator {
  private let batch: TaskBatch

  init(_ spec: NetworkSpec, ticks: Int, _ surrogate: Surrogate) throws {
    batch = try TaskBatch(
      spec: spec, size: TaskBatch.chunk, ticks: ticks, surrogate: surrogate)
  }

  var bytes: Int { batch.network.memory }

  func estimate(
    _ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet, seed: UInt64
  ) -> [Float] {
    weighted(TaskBatch.chunks(range), parameters.count) { part, gradient in
      let weight = batch.run(parameters, part, of: set).weight
      batch.addGradient(to: &gradient)
      return weight
    }
  }
}

/// e-prop: forward in time, for one population without plasticity. A first pass tells what the loss
/// asks of each tick.
final class EpropEstimator: GradientEstimator {
  private let batch: TaskBatch
  private let network: EpropNetwork

  init(_ spec: NetworkSpec, ticks: Int, _ surrogate: Surrogate) throws {
    batch = try TaskBatch(spec: spec, size: TaskBatch.chunk, ticks: ticks)
    network = try EpropNetwork(spec: spec, batch: TaskBatch.chunk, surrogate: surrogate)
  }

  /// Each sample has its network and two traces a synapse; the first pass, which a task with a loss
  /// at every tick would not need, is left out.
  var bytes: Int { 4 * TaskBatch.chunk * 3 * network.layout.count }

  func estimate(
    _ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet, seed: UInt64
  ) -> [Float] {
    weighted(TaskBatch.chunks(range), parameters.count) { part, gradient in
      let weight = batch.run(parameters, part, of: set).weight
      network.load(parameters.span)
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
      var span = gradient.mutableSpan
      network.addGradient(to: &span)
      return weight
    }
  }
}

/// The mean loss of episodes, one after the other in a network as it would be deployed.
final class LossProbe {
  let network: Network

  init(_ spec: NetworkSpec) throws { network = try Network(spec: spec) }

  /// Bytes of its weights, W and W + αE, and of what changes as it runs.
  var bytes: Int { 4 * 2 * network.layout.count + network.stateBytes }

  func meanLoss(_ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet) -> Double {
    network.load(parameters.span)
    return range.reduce(into: TaskBatch.Result()) { $0.add(set.result($1, network: network)) }
      .meanLoss
  }
}

/// The estimator of evolution strategies (Salimans et al. 2017) from antithetic pairs on the same
/// episodes, with losses as they are: ranks would change the gradient.
final class EvolutionEstimator: GradientEstimator {
  private let probe: LossProbe
  private let pairs: Int
  private let sigma: Double

  init(_ spec: NetworkSpec, pairs: Int, sigma: Double) throws {
    probe = try LossProbe(spec)
    (self.pairs, self.sigma) = (pairs, sigma)
  }

  /// The probe's, a candidate, and the sum over directions.
  var bytes: Int { probe.bytes + 4 * 2 * probe.network.layout.count }

  func estimate(
    _ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet, seed: UInt64
  ) -> [Float] {
    var configuration = OpenAIES.Configuration()
    (configuration.populationSize, configuration.sigma) = (2 * pairs, sigma)
    let strategy = OpenAIES(initial: parameters, configuration: configuration, seed: seed)
    let losses = (0..<strategy.populationSize).map {
      probe.meanLoss(strategy.candidate($0), range, of: set)
    }
    return strategy.gradient(shaped: losses)
  }
}

/// Perturbed conductances or currents (Fiete, Seung 2006), each trial an episode of its own beside
/// its unperturbed twin. Parameters of rules and modulators have no estimate: theirs is 0.
final class PerturbationEstimator: GradientEstimator {
  private let network: Network
  private let options: PerturbationOptions
  private let trials: Int

  init(_ spec: NetworkSpec, _ options: PerturbationOptions, trials: Int) throws {
    var options = options
    (options.baseline, options.form) = (.twin, .episodic)
    network = try Network(spec: spec)
    try network.perturb(options.specification)
    (self.options, self.trials) = (options, trials)
  }

  /// Those of a probe, eligibilities, and the sum over trials.
  var bytes: Int { 4 * 4 * network.layout.count + network.stateBytes }

  func estimate(
    _ parameters: [Float], _ range: Range<Int>, of set: EpisodeSet, seed: UInt64
  ) -> [Float] {
    network.load(parameters.span)
    return weighted(0..<trials, parameters.count) { trial, gradient in
      let (estimate, results) = set.perturbed(trial, network: network, options)
      estimate.add(scaledBy: -1, baseline: 0, to: &gradient)
      return results[0].weight
    }
  }
}
