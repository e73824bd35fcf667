import Execution
public import Locomotion
import NeuralControl
import NumericalMethods
public import Policies
import SpikingNetworks

/// Recurrent proximal policy optimisation, for robots.
public final class PolicyGradientTrainer: Trainer {
  private let experiment: Experiment
  private let world: GaitWorld
  private let learner: PolicyLearner<GaitEnvironment>

  public init(_ experiment: Experiment, in world: any World) throws {
    guard let world = world as? GaitWorld else {
      throw ExperimentError(
        place: "experiment", key: "trainer", found: experiment.trainer.rawValue,
        expected: "a trainer that needs no rewards")
    }
    (self.experiment, self.world) = (experiment, world)
    let options = experiment.policyGradient
    try MemoryBound.check(
      world.network, chunk: SegmentBatch.chunk,
      ticks: options.segment * world.network.ticksPerStep, workers: world.crew.workers)
    learner = try PolicyLearner(
      world.network, options, seed: experiment.seed, generations: experiment.budget.generations,
      workers: world.crew.workers
    ) { GaitEnvironment(world, isPrivileged: options.privileged) }
  }

  public static func episodes(of experiment: Experiment) -> TrainingEpisodes {
    let options = experiment.policyGradient
    return TrainingEpisodes(of: experiment, episodes: options.episodes) { _ in options.duration }
  }

  public static let columns = PolicyGradientReport.columns.map(\.name)

  public func begin(from parameters: [Float]) throws -> PolicyGradient {
    let (options, network) = (experiment.policyGradient, world.network)
    let extra = options.privileged ? PrivilegedState(of: world.model).channels.count : 0
    var initial = parameters
    if experiment.start.isEmpty {
      for index in network.layout[.readout, .weight].range {
        initial[index] *= Float(options.readoutScale)
      }
    }
    return PolicyGradient(
      initial: initial,
      scales: try TrainedParameters(experiment, network.layout)
        .multipliers(plasticity: options.plasticityScale),
      actions: network.outputs, criticInputs: network.inputs + extra, seed: experiment.seed,
      options)
  }

  /// A generation's episodes, and what their observations passed through.
  public struct Lives {
    let all: [PolicyLearner<GaitEnvironment>.Life]
    let normaliser: ObservationNormaliser?
  }

  public func live(
    _ policy: PolicyGradient, normaliser: ObservationNormaliser?
  ) throws -> Lives {
    Lives(all: try learner.live(policy, normaliser), normaliser: normaliser)
  }

  public func update(_ policy: inout PolicyGradient, from lives: Lives) throws -> Update {
    let parameters = policy.parameters
    let outcome = try learner.learn(
      &policy, from: lives.all.map(\.trajectory), normaliser: lives.normaliser)
    let episodes = lives.all.enumerated().map { item, life in
      GaitWorld.Life(
        result: life.record, fitness: life.record.fitness,
        firingRate: life.trajectory.spikesPerTick,
        observed: life.trajectory.observed(channels: world.network.inputs),
        failure: Failure(life.record, item: item, parameters: parameters))
    }
    return Update(
      world.observed(episodes, fitness: episodes.map(\.result.fitness)),
      gradientNorm: outcome.gradientNorm, updateNorm: outcome.updateNorm,
      own: PolicyGradientReport.columns.map { outcome.report[keyPath: $0.value] },
      failures: outcome.failures.map { $0.failure(world.network.layout) })
  }

  public static var drawsActions: Bool { true }

  public static func logDeviations(_ policy: PolicyGradient) -> [Float]? {
    policy.exploration.logDeviations
  }

  /// A network that explores, with the noise of its episode.
  public static func replay(_ policy: Policy, _ place: EpisodePlace) throws -> GaitReplay {
    let experiment = policy.experiment
    let explorer = Explorer(
      network: try policy.makeNetwork(), segment: experiment.policyGradient.segment)
    explorer.prepare(
      policy.parameters, GaussianPolicy(logDeviations: place.logDeviations ?? []),
      normaliser: policy.normaliser,
      noise: RandomStream(
        seed: experiment.seed, purpose: .exploration, generation: place.generation,
        individual: place.item))
    return GaitReplay(explorer) { episode, specification, observer in
      episode.run(
        explorer.compensated(episode.model, of: episode.task), specification,
        observer: ObserverGroup([RewardObserver(explorer), observer]))
    }
  }
}

/// Tells an explorer the reward of its steps, as training does.
private final class RewardObserver: EpisodeObserver {
  private let explorer: Explorer

  init(_ explorer: Explorer) { self.explorer = explorer }

  func episodeDidStart(_ episode: Episode) {}
  func episodeDidStep(_ episode: Episode) { explorer.earn(episode.stepReward) }
}
