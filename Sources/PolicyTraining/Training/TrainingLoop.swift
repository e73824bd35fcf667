public import Execution
import Locomotion
import NumericalMethods
public import Policies
public import RobotDescription
public import SpikingNetworks

/// Trains a network: sample and live → update → select.
public final class TrainingLoop {
  public let experiment: Experiment
  /// The robot that is trained for; nil for temporal tasks.
  public let model: RobotModel?
  public private(set) var state: TrainingState
  /// The state before the last generation, from which its failures can be made again.
  private(set) var before: TrainingState
  /// What came from the policy that a fresh training starts from, and what is new; nil without one.
  let startSummary: String?
  private let world: any World
  private let trainer: any Trainer

  /// - Parameters:
  ///   - model: the experiment's robot; nil for temporal tasks.
  ///   - ranks: the processes that live the episodes together; nil is this one alone.
  ///   - state: where an earlier run stopped; nil starts afresh.
  ///   - stages: where policies are that the experiment names by presets.
  /// - Throws: ``ExperimentError`` or ``NetworkSpecError`` for what cannot be run, `FileError` or
  ///   `SafeTensorsError` for a policy that it cannot start from.
  public convenience init(
    experiment: Experiment, model: RobotModel?, workers: Int, ranks: Ranks? = nil,
    resuming state: TrainingState? = nil, stages: Stages = Stages()
  ) throws {
    try self.init(
      experiment, model, Crew(workers: workers, ranks: ranks), state, stages,
      by: experiment.trainer.implementation)
  }

  /// The same by a trainer that the experiment does not name.
  public init<Kind: Trainer>(
    _ experiment: Experiment, _ model: RobotModel?, _ crew: Crew, _ state: TrainingState? = nil,
    _ stages: Stages = Stages(), by kind: Kind.Type
  ) throws {
    (self.experiment, self.model) = (experiment, model)
    world = try experiment.world(
      model, episodes: kind.episodes(of: experiment).on(model), isDeployed: kind.isDeployed,
      crew: crew, stages: stages)
    // A pattern that names nothing is told before anything is run, whatever the trainer.
    _ = try TrainedParameters(experiment, world.network.layout)
    let trainer = try kind.init(experiment, in: world)
    self.trainer = trainer
    if let state {
      (self.state, startSummary) = (state, nil)
    } else {
      let start = try StartingPoint(
        experiment, from: stages.path(experiment.start, .start), network: world.network,
        model: model)
      self.state = try experiment.beginning(by: trainer, for: world.network, from: start)
      startSummary = start.summary
    }
    before = self.state
  }

  public var network: NetworkSpec { world.network }
  /// For whom the network estimates facts; nil where it acts itself.
  var teacher: Policy? { (world as? GaitWorld)?.teacherPolicy }
  public var generation: Int { state.optimiser.generation }

  /// The optimiser of fresh parameters, to compare with another.
  func freshOptimiser() throws -> any Optimiser {
    try trainer.begin(from: [Float](repeating: 0, count: network.layout.count))
  }

  /// One generation.
  public func step() throws -> GenerationReport {
    let generation = generation
    before = state
    let update = try learn(trainer)
    state.account(update)
    let score = try isSelectionDue ? select() : nil
    return GenerationReport(
      generation, update, parameters: state.optimiser.parameters, selectionScore: score)
  }

  private func learn<Kind: Trainer>(_ trainer: Kind) throws -> Update {
    guard var progress = state.optimiser as? Kind.Progress else {
      preconditionFailure("the state is the trainer's own")
    }
    let lives = try trainer.live(progress, normaliser: state.normaliser)
    let update = try trainer.update(&progress, from: lives)
    state.optimiser = progress
    return update
  }

  /// Counts files of failures.
  func note(savedFailures count: Int) { state.savedFailures += count }

  private var isSelectionDue: Bool {
    generation.isMultiple(of: experiment.evaluation.selectionInterval)
  }

  /// Tries the present parameters in fresh episodes and keeps them if they are the best so far.
  private func select() throws -> Double {
    let score = try world.score(
      state.optimiser.parameters, normaliser: state.normaliser, round: generation)
    if score > state.bestScore ?? -.infinity {
      state.bestScore = score
      state.keepBest()
    }
    return score
  }

  /// Digest of a short episode of the present parameters: what machines have to agree on that train
  /// together.
  func probe() throws -> String {
    try world.probe(state.optimiser.parameters, normaliser: state.normaliser)
  }

  /// The final test of the best parameters, in fresh episodes.
  public func evaluate() throws -> Evaluation {
    try world.evaluate(state.best, normaliser: state.bestNormaliser)
  }
}

extension Experiment {
  /// The state before the first generation.
  fileprivate func beginning(
    by trainer: some Trainer, for network: NetworkSpec, from start: StartingPoint
  ) throws -> TrainingState {
    var state = TrainingState(
      self.trainer, try trainer.begin(from: start.parameters),
      observations: self.network.normaliseObservations
        ? start.normaliser?.moments ?? RunningMoments(channels: network.inputs) : nil,
      normaliser: start.normaliser)
    state.startedFrom = start.source
    return state
  }
}
