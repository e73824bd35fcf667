public import EvolutionStrategies
import Foundation
public import Locomotion
import NumericalMethods
public import RobotDescription
public import SpikingNetworks

/// What one worker needs to run candidates.
final class RolloutWorker {
  let episode: Episode
  let controller: NetworkController
  let parameters: UnsafeMutableBufferPointer<Float>

  init(model: RobotModel, experiment: Experiment, network: NetworkSpec) throws {
    episode = Episode(model: model, task: experiment.task)
    controller = NetworkController(try Network(spec: network))
    parameters = .allocate(capacity: network.layout.count)
    parameters.initialize(repeating: 0)
  }

  deinit { parameters.deallocate() }
}

/// Everything of a training run that a checkpoint keeps.
public struct TrainerState: Sendable, Codable {
  public var strategy: OpenAIES
  public var environmentSteps = 0
  public var divergedEpisodes = 0
  /// Mean reward, in fresh episodes, of the best mean so far; nil before the first selection.
  public var bestScore: Double?
  public var bestGeneration = 0
  /// The best mean so far; the present one before the first selection.
  public var best: [Float]

  public init(strategy: OpenAIES) {
    self.strategy = strategy
    best = strategy.mean
  }
}

/// What one generation came to.
public struct GenerationReport: Sendable, Equatable {
  public var generation: Int
  public var rewardMean: Double
  public var rewardBest: Double
  /// Mean over candidates of the mean forward speed [m/s].
  public var speed: Double
  /// Share of episodes that ended in a fall.
  public var falls: Double
  public var diverged: Int
  public var controlSteps: Int
  public var gradientNorm: Double
  public var updateNorm: Double
  /// Mean spikes per tick of a hidden neuron, in the last candidate of the generation.
  public var firingRate: Double
  /// Mean reward of the strategy's mean in fresh episodes, in generations that select.
  public var selectionScore: Double?
}

/// Evolves a controller: sample → rollout → shape → update → select.
public final class EvolutionTrainer {
  public let experiment: Experiment
  public let model: RobotModel
  public let network: NetworkSpec
  public private(set) var state: TrainerState
  private let executor: Executor<RolloutWorker>

  /// - Parameter state: where an earlier run stopped; nil starts afresh.
  public init(
    experiment: Experiment, model: RobotModel, workers: Int, resuming state: TrainerState? = nil
  ) throws {
    self.experiment = experiment
    self.model = model
    let network = experiment.network.specification(
      inputs: ObservationLayout(model).count, outputs: model.joints.count)
    try network.validate()
    self.network = network
    self.state = state ?? TrainerState(strategy: Self.initialStrategy(experiment, network))
    executor = try Executor(workers: workers) {
      try RolloutWorker(model: model, experiment: experiment, network: network)
    }
  }

  private static func initialStrategy(_ experiment: Experiment, _ network: NetworkSpec) -> OpenAIES
  {
    var stream = RandomStream(seed: experiment.seed, purpose: .initialParameters)
    let initial = network.initialParameters { Float(stream.gaussian()) }
    let options = experiment.evolution
    var configuration = OpenAIES.Configuration()
    configuration.populationSize = options.population
    configuration.sigma = options.sigma
    configuration.learningRate = options.learningRate
    configuration.sigmaDecay = options.sigmaDecay
    configuration.learningRateDecay = options.learningRateDecay
    configuration.weightDecay = options.weightDecay
    var multipliers = [Float](repeating: 1, count: initial.count)
    for slice in network.layout.slices where slice.kind == .plasticity || slice.kind == .modulator {
      for i in slice.range { multipliers[i] = Float(options.plasticityScale) }
    }
    return OpenAIES(
      initial: initial, configuration: configuration, seed: experiment.seed,
      scales: ParameterScales(sigma: multipliers, learningRate: multipliers))
  }

  public var generation: Int { state.strategy.generation }

  /// One generation.
  public func step() throws -> GenerationReport {
    let generation = self.generation
    let rollouts = try rollout(generation)
    let fitness = shape(rollouts)
    let update = state.strategy.tell(fitness)
    if state.bestScore == nil {
      state.best = state.strategy.mean
      state.bestGeneration = self.generation
    }
    var report = summarise(rollouts, fitness, update, generation)
    if self.generation.isMultiple(of: experiment.evaluation.selectionInterval) {
      report.selectionScore = try select()
    }
    return report
  }

  struct Rollout: Sendable {
    let result: EpisodeResult
    let firingRate: Double
  }

  /// Every candidate's episodes, candidate by candidate.
  private func rollout(_ generation: Int) throws -> [Rollout] {
    let strategy = state.strategy
    let episodes = experiment.evolution.episodes
    let seed = experiment.seed
    let duration = experiment.episodeDuration(generation: generation)
    return try executor.map(strategy.populationSize * episodes) { worker, item in
      strategy.candidate(item / episodes, into: worker.parameters)
      worker.controller.network.load(UnsafeBufferPointer(worker.parameters))
      let specification = EpisodeSpecification(
        seed: EpisodeSeeds.training(seed, generation: generation, episode: item % episodes),
        duration: duration)
      let result = worker.episode.run(worker.controller, specification)
      let populations = worker.controller.network.diagnostics.populations
      let rate = Statistics.mean(populations.map { Double($0.firingRate) })
      return Rollout(result: result, firingRate: rate)
    }
  }

  /// Mean fitness of each candidate's episodes; −∞ where one diverged.
  private func shape(_ rollouts: [Rollout]) -> [Double] {
    let episodes = experiment.evolution.episodes
    return stride(from: 0, to: rollouts.count, by: episodes).map { first in
      Statistics.mean(rollouts[first..<first + episodes].map(\.result.fitness))
    }
  }

  private func summarise(
    _ rollouts: [Rollout], _ fitness: [Double], _ update: UpdateSummary, _ generation: Int
  ) -> GenerationReport {
    let results = rollouts.map(\.result)
    let finite = fitness.filter(\.isFinite)
    let steps = results.reduce(0) { $0 + $1.controlSteps }
    let diverged = results.filter(\.outcome.isDiverged).count
    state.environmentSteps += steps
    state.divergedEpisodes += diverged
    return GenerationReport(
      generation: generation, rewardMean: finite.isEmpty ? 0 : Statistics.mean(finite),
      rewardBest: finite.max() ?? 0, speed: Statistics.mean(results.map(\.speed)),
      falls: Double(results.filter(\.outcome.isFall).count) / Double(results.count),
      diverged: diverged, controlSteps: steps, gradientNorm: update.gradientNorm,
      updateNorm: update.updateNorm, firingRate: rollouts.last?.firingRate ?? 0)
  }

  /// Tries the present mean in fresh episodes and keeps it if it is the best so far.
  private func select() throws -> Double {
    let trials = try evaluate(
      state.strategy.mean, episodes: experiment.evaluation.selectionEpisodes, round: generation)
    let score = Statistics.mean(trials.map { $0.0.fitness })
    if score > state.bestScore ?? -.infinity {
      state.bestScore = score
      state.bestGeneration = generation
      state.best = state.strategy.mean
    }
    return score
  }

  /// Fresh episodes of one parameter vector with its gait; round 0 is the final evaluation.
  public func evaluate(
    _ parameters: [Float], episodes: Int, round: Int = 0
  ) throws -> [(EpisodeResult, GaitMetrics?)] {
    let seed = experiment.seed
    let duration = experiment.evaluation.duration
    return try executor.map(episodes) { worker, item in
      parameters.withUnsafeBufferPointer { worker.controller.network.load($0) }
      let specification = EpisodeSpecification(
        seed: EpisodeSeeds.evaluation(seed, round: round, episode: item), duration: duration)
      let gait = GaitAnalyser()
      let result = worker.episode.run(worker.controller, specification, observer: gait)
      return (result, gait.metrics)
    }
  }
}
