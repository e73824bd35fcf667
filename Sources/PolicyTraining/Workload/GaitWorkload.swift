import EvolutionStrategies
import Locomotion
import NumericalMethods
import RobotDescription
import SpikingNetworks

/// Episodes of a walking robot.
final class GaitWorkload: Workload {
  let network: NetworkSpec
  private let experiment: Experiment
  private let task: LocomotionTask
  private let executor: Executor<Worker>
  private let ranks: Ranks?
  /// Nil but for training by policy gradient.
  private let learner: PolicyLearner<GaitEnvironment>?

  /// What one worker needs to run candidates.
  private final class Worker {
    let episode: Episode
    let controller: NetworkController
    let parameters: UnsafeMutableBufferPointer<Float>

    /// Nil but for training by perturbation.
    let trial: GaitTrial?

    init(
      model: RobotModel, task: LocomotionTask, network: NetworkSpec, observes: Bool,
      noise: PerturbationOptions?
    ) throws {
      episode = Episode(model: model, task: task)
      let brain = try Network(spec: network)
      controller = NetworkController(brain, observes: observes)
      if let noise { try brain.perturb(noise.specification).isActive = false }
      trial = noise.map { GaitTrial(brain, $0) }
      parameters = .allocate(capacity: network.layout.count)
      parameters.initialize(repeating: 0)
    }

    deinit { parameters.deallocate() }
  }

  init(
    _ experiment: Experiment, task: LocomotionTask, model: RobotModel, workers: Int,
    ranks: Ranks? = nil
  ) throws {
    self.ranks = ranks
    let network = experiment.network.specification(
      inputs: ObservationLayout(model).count, outputs: model.motors.count)
    try network.validate()
    (self.experiment, self.task, self.network) = (experiment, task, network)
    if experiment.trainer == .policyGradient {
      try MemoryBound.check(
        network, chunk: SegmentBatch.chunk,
        ticks: experiment.policyGradient.segment * network.ticksPerStep, workers: workers)
    }
    executor = try Executor(workers: workers) {
      try Worker(
        model: model, task: task, network: network,
        observes: experiment.network.normaliseObservations,
        noise: experiment.trainer == .perturbation ? experiment.perturbation : nil)
    }
    learner =
      experiment.trainer == .policyGradient
      ? try PolicyLearner(
        network, experiment.policyGradient, seed: experiment.seed,
        generations: experiment.budget.generations, workers: workers
      ) {
        GaitEnvironment(
          model: model, task: task, isPrivileged: experiment.policyGradient.privileged
        ) { life, generation in
          experiment.conditions(
            seed: life, generation: generation, duration: experiment.policyGradient.duration)
        }
      } : nil
  }

  fileprivate struct Rollout: Sendable, Portable {
    let result: EpisodeResult
    let firingRate: Double
    let observed: RunningMoments?
    let failure: Failure?
  }

  /// An episode of a test, with its gait.
  fileprivate struct TestLife: Sendable, Portable {
    let result: EpisodeResult
    let gait: GaitMetrics?
  }

  func trial(_ strategy: SubspaceSearch, normaliser: ObservationNormaliser?) throws -> Trial {
    let rollouts = try rollout(strategy, normaliser)
    let fitness = Self.fitness(
      rollouts.map(\.result.fitness), episodes: experiment.evolution.episodes)
    return Trial(fitness: fitness, observed: observe(rollouts, fitness))
  }

  /// Every candidate's episodes, candidate by candidate.
  private func rollout(
    _ strategy: SubspaceSearch, _ normaliser: ObservationNormaliser?
  ) throws -> [Rollout] {
    let generation = strategy.generation
    let episodes = experiment.evolution.episodes
    let seed = experiment.seed
    let duration = experiment.episodeDuration(generation: generation, growingTo: task.duration)
    let experiment = experiment
    return try executor.map(strategy.populationSize * episodes, over: ranks) { worker, item in
      strategy.candidate(item / episodes, into: worker.parameters)
      worker.controller.network.load(UnsafeBufferPointer(worker.parameters))
      let life = EpisodeSeeds.training(seed, generation: generation, episode: item % episodes)
      worker.controller.normaliser = normaliser
      let specification = EpisodeSpecification(
        seed: life,
        conditions: experiment.conditions(seed: life, generation: generation, duration: duration),
        duration: duration)
      let result = worker.episode.run(worker.controller, specification)
      let populations = worker.controller.network.diagnostics.populations
      let rate = Statistics.mean(populations.map { Double($0.firingRate) })
      return Rollout(
        result: result, firingRate: rate, observed: worker.controller.observed,
        failure: Failure(result, item: item, parameters: worker.parameters))
    }
  }

  /// Mean fitness of each candidate's `episodes`, given candidate by candidate; −∞ where one failed.
  static func fitness(_ lives: [Double], episodes: Int) -> [Double] {
    stride(from: 0, to: lives.count, by: episodes).map { first in
      Statistics.mean(Array(lives[first..<first + episodes]))
    }
  }

  private func observe(_ rollouts: [Rollout], _ fitness: [Double]) -> Observed {
    observe(
      rollouts.map(\.result), fitness, firingRate: rollouts.last?.firingRate ?? 0,
      rollouts.map(\.observed), rollouts.compactMap(\.failure))
  }

  /// Failures of episodes that were all lived with the same parameters.
  private func failures(_ results: [EpisodeResult], of parameters: [Float]) -> [Failure] {
    results.enumerated().compactMap { Failure($1, item: $0, parameters: parameters) }
  }

  /// - Parameter observed: moments of each life's observations.
  private func observe(
    _ results: [EpisodeResult], _ fitness: [Double], firingRate: Double,
    _ observed: [RunningMoments?], _ failures: [Failure]
  ) -> Observed {
    let finite = fitness.filter(\.isFinite)
    let gait = GenerationReport.Gait(
      rewardMean: finite.isEmpty ? 0 : Statistics.mean(finite), rewardBest: finite.max() ?? 0,
      speed: Statistics.mean(results.map(\.speed)),
      falls: Double(results.filter(\.outcome.isFall).count) / Double(results.count))
    return Observed(
      results: Digest64(results), measures: .gait(gait),
      diverged: results.filter(\.outcome.isDiverged).count, failures: failures,
      steps: results.reduce(0) { $0 + $1.controlSteps },
      firingRate: firingRate,
      observations: experiment.network.normaliseObservations
        ? Self.merged(observed, channels: network.inputs) : nil)
  }

  /// The moments of all lives, merged in their order; a life that left the finite range says nothing.
  static func merged(_ lives: [RunningMoments?], channels: Int) -> RunningMoments {
    lives.compactMap(\.self).filter(\.isFinite)
      .reduce(into: RunningMoments(channels: channels)) { $0.merge($1) }
  }

  func descent(_ parameters: [Float], generation: Int) -> Descent? { nil }

  func improvement(
    of policy: PolicyGradient, normaliser: ObservationNormaliser?
  ) throws -> Improvement? {
    guard let learner else { return nil }
    var policy = policy
    let outcome = try learner.improve(&policy, normaliser: normaliser)
    return Improvement(
      policy: policy,
      observed: observe(
        outcome.records, outcome.records.map(\.fitness), firingRate: outcome.firingRate,
        outcome.observed, failures(outcome.records, of: policy.parameters)),
      gradientNorm: outcome.gradientNorm, updateNorm: outcome.updateNorm, report: outcome.report,
      failures: outcome.failures)
  }

  func perturbation(
    of parameters: [Float], generation: Int, normaliser: ObservationNormaliser?
  ) throws -> PerturbedGeneration {
    let (options, seed, experiment) = (experiment.perturbation, experiment.seed, experiment)
    let learningRate = experiment.perturbationRate(generation)
    let lives = try executor.map(options.trials) { worker, item in
      guard let trial = worker.trial else { preconditionFailure("a network with noise") }
      worker.controller.normaliser = normaliser
      let life = EpisodeSeeds.training(seed, generation: generation, episode: item)
      return trial.live(
        parameters, worker.episode, worker.controller,
        EpisodeSpecification(
          seed: life,
          conditions: experiment.conditions(
            seed: life, generation: generation, duration: options.duration),
          duration: options.duration), learningRate: learningRate)
    }
    var observed = observe(
      lives.map(\.result), lives.map(\.result.fitness), firingRate: lives.last?.firingRate ?? 0,
      lives.map(\.observed), failures(lives.map(\.result), of: parameters))
    observed.steps = lives.reduce(0) { $0 + $1.steps }
    guard options.online else {
      return PerturbedGeneration(
        change: .gradient(
          TrialEstimate.lossGradient(lives.map(\.estimate), parameters: parameters.count)),
        observed: observed)
    }
    var mean = [Float](repeating: 0, count: parameters.count)
    for life in lives {
      for index in mean.indices { mean[index] += life.displacement[index] / Float(lives.count) }
    }
    return PerturbedGeneration(change: .displacement(mean), observed: observed)
  }

  func score(
    _ parameters: [Float], normaliser: ObservationNormaliser?, round: Int
  ) throws -> Double {
    let trials = try run(
      parameters, normaliser, episodes: experiment.evaluation.selectionEpisodes, round: round)
    return Statistics.mean(trials.map { $0.0.fitness })
  }

  func probe(_ parameters: [Float], normaliser: ObservationNormaliser?) throws -> String {
    let life = EpisodeSpecification(
      seed: EpisodeSeeds.evaluation(experiment.seed, episode: 0), duration: min(1, task.duration))
    return try executor.map(1) { worker, _ in
      parameters.withUnsafeBufferPointer { worker.controller.network.load($0) }
      worker.controller.normaliser = normaliser
      return worker.episode.run(worker.controller, life).digest
    }[0]
  }

  func evaluate(_ parameters: [Float], normaliser: ObservationNormaliser?) throws -> Evaluation {
    let options = experiment.evaluation
    let trials = try run(parameters, normaliser, episodes: options.episodes, round: 0)
    return .gait(GaitEvaluation(trials, duration: options.duration))
  }

  /// Fresh episodes of one parameter vector; round 0 is the final evaluation, in the nominal world and
  /// with its gait, and any other selects, under the conditions of training at its end.
  private func run(
    _ parameters: [Float], _ normaliser: ObservationNormaliser?, episodes: Int, round: Int
  ) throws -> [(EpisodeResult, GaitMetrics?)] {
    let seed = experiment.seed
    let duration = experiment.evaluation.duration
    let randomisation = round == 0 ? RandomisationOptions() : experiment.randomisation
    return try executor.map(episodes, over: ranks) { worker, item -> TestLife in
      parameters.withUnsafeBufferPointer { worker.controller.network.load($0) }
      let life = EpisodeSeeds.evaluation(seed, round: round, episode: item)
      worker.controller.normaliser = normaliser
      let specification = EpisodeSpecification(
        seed: life, conditions: randomisation.draw(seed: life, progress: 1, duration: duration),
        duration: duration)
      let gait = round == 0 ? GaitAnalyser() : nil
      let result = worker.episode.run(worker.controller, specification, observer: gait)
      return TestLife(result: result, gait: gait?.metrics)
    }
    .map { ($0.result, $0.gait) }
  }
}

extension GaitWorkload.Rollout {
  func write(to wire: inout WireWriter) {
    wire.write(result)
    wire.write(firingRate)
    wire.write(observed)
    wire.write(failure)
  }

  init(from wire: inout WireReader) throws {
    (result, firingRate) = (try wire.read(), try wire.read())
    (observed, failure) = (try wire.read(), try wire.read())
  }
}

extension GaitWorkload.TestLife {
  func write(to wire: inout WireWriter) {
    wire.write(result)
    wire.write(gait)
  }

  init(from wire: inout WireReader) throws {
    (result, gait) = (try wire.read(), try wire.read())
  }
}
