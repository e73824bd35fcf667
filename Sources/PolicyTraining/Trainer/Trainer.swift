import EvolutionStrategies
import Locomotion
import NumericalMethods
public import RobotDescription
public import SpikingNetworks

/// Trains a network: sample → rollout → shape → update → select.
public final class Trainer {
  public let experiment: Experiment
  /// The robot that is trained for; nil for temporal tasks.
  public let model: RobotModel?
  public private(set) var state: TrainerState
  /// The state before the last generation, from which its failures can be lived again.
  private(set) var before: TrainerState
  private let workload: any Workload

  /// - Parameters:
  ///   - model: the experiment's robot; nil for temporal tasks.
  ///   - ranks: the processes that live the episodes together; nil is this one alone.
  ///   - state: where an earlier run stopped; nil starts afresh.
  /// - Throws: ``ExperimentError`` or ``NetworkSpecError`` for what cannot be run, `FileError` or
  ///   `SafeTensorsError` for a policy that it cannot start from.
  public init(
    experiment: Experiment, model: RobotModel?, workers: Int, ranks: Ranks? = nil,
    resuming state: TrainerState? = nil
  ) throws {
    self.experiment = experiment
    self.model = model
    switch experiment.task {
    case .locomotion(let task):
      guard let model else { preconditionFailure("locomotion takes a robot") }
      workload = try GaitWorkload(
        experiment, task: task, model: model, workers: workers, ranks: ranks)
    case .temporal(let options):
      workload = try TaskWorkload(
        experiment, options: options, workers: workers, ranks: ranks)
    }
    self.state = try state ?? experiment.beginning(for: workload.network, model)
    before = self.state
  }

  public var network: NetworkSpec { workload.network }
  public var generation: Int { state.optimiser.generation }

  /// One generation.
  public func step() throws -> GenerationReport {
    let generation = self.generation
    before = state
    let update =
      switch state.optimiser {
      case .evolution(let strategy): try evolve(strategy)
      case .gradient(let descent):
        try experiment.trainer == .perturbation ? perturb(descent) : descend(descent)
      case .policyGradient(let policy): try improve(policy)
      }
    state.environmentSteps += update.observed.steps
    state.divergedEpisodes += update.observed.diverged
    let failures = update.observed.failures + update.failures
    state.failures.add(FailureCounts(failures))
    if let seen = update.observed.observations { state.observe(seen) }
    if state.bestScore == nil { state.keepBest() }
    let score = try isSelectionDue ? select() : nil
    return GenerationReport(
      generation: generation, measures: update.observed.measures,
      policyGradient: update.policyGradient, diverged: update.observed.diverged,
      steps: update.observed.steps, gradientNorm: update.gradientNorm,
      updateNorm: update.updateNorm, firingRate: update.observed.firingRate,
      selectionScore: score,
      digest: Digest64(
        update.observed.results, parameters: state.optimiser.parameters, score: score
      ).hex, failures: failures)
  }

  /// Counts files of failures.
  func note(savedFailures count: Int) { state.savedFailures += count }

  /// What a generation saw, and how far it moved the parameters.
  private struct Update {
    var observed: Observed
    var gradientNorm: Double
    var updateNorm: Double
    var policyGradient: PolicyGradientReport?
    var failures: [Failure] = []
  }

  private func evolve(_ strategy: SubspaceSearch) throws -> Update {
    let trial = try workload.trial(strategy, normaliser: state.normaliser)
    var (next, failure) = (strategy, Failure?.none)
    var summary = next.tell(trial.fitness)
    if !summary.gradientNorm.isFinite {
      failure = Failure(
        kind: .gradient, item: nil, cause: "norm of the search's gradient = \(summary.gradientNorm)"
      )
    } else {
      failure = UpdateFailure(.parameters, next.mean)?.failure(network.layout)
    }
    if failure != nil {
      next = strategy
      next.skip()
      summary.updateNorm = 0
    }
    state.optimiser = .evolution(next)
    return Update(
      observed: trial.observed, gradientNorm: summary.gradientNorm, updateNorm: summary.updateNorm,
      failures: [failure].compactMap(\.self))
  }

  private func descend(_ descent: GradientDescent) throws -> Update {
    guard let found = try workload.descent(descent.parameters, generation: descent.generation)
    else { preconditionFailure("an experiment that validates has a gradient to descend") }
    var descent = descent
    let norms = step(&descent, against: found.gradient, experiment.gradient)
    state.optimiser = .gradient(descent)
    return Update(
      observed: found.observed, gradientNorm: norms.gradient, updateNorm: norms.update,
      failures: failures(norms.failure))
  }

  private func failures(_ failure: UpdateFailure?) -> [Failure] {
    [failure?.failure(network.layout)].compactMap(\.self)
  }

  private func perturb(_ descent: GradientDescent) throws -> Update {
    let found = try workload.perturbation(
      of: descent.parameters, generation: descent.generation, normaliser: state.normaliser)
    var descent = descent
    let norms: (gradient: Double, update: Double, failure: UpdateFailure?)
    switch found.change {
    case .gradient(let gradient):
      norms = step(&descent, against: gradient, experiment.perturbation.descent)
    case .displacement(let displacement):
      let rate = experiment.perturbationRate(descent.generation)
      let (norm, failure) = descent.move(by: displacement)
      norms = (norm / rate, norm, failure)
    }
    state.optimiser = .gradient(descent)
    return Update(
      observed: found.observed, gradientNorm: norms.gradient, updateNorm: norms.update,
      failures: failures(norms.failure))
  }

  private func step(
    _ descent: inout GradientDescent, against gradient: [Float], _ options: GradientOptions
  ) -> (gradient: Double, update: Double, failure: UpdateFailure?) {
    descent.step(
      gradient,
      learningRate: options.learningRate(
        generation: descent.generation, of: experiment.budget.generations),
      clip: options.clip)
  }

  private func improve(_ policy: PolicyGradient) throws -> Update {
    guard let found = try workload.improvement(of: policy, normaliser: state.normaliser)
    else { preconditionFailure("an experiment that validates has a policy to improve") }
    state.optimiser = .policyGradient(found.policy)
    return Update(
      observed: found.observed, gradientNorm: found.gradientNorm, updateNorm: found.updateNorm,
      policyGradient: found.report, failures: found.failures.map { $0.failure(network.layout) })
  }

  private var isSelectionDue: Bool {
    generation.isMultiple(of: experiment.evaluation.selectionInterval)
  }

  /// Tries the present parameters in fresh episodes and keeps them if they are the best so far.
  private func select() throws -> Double {
    let score = try workload.score(
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
    try workload.probe(state.optimiser.parameters, normaliser: state.normaliser)
  }

  /// The final test of the best parameters, in fresh episodes.
  public func evaluate() throws -> Evaluation {
    try workload.evaluate(state.best, normaliser: state.bestNormaliser)
  }
}

extension Experiment {
  /// The state before the first generation.
  fileprivate func beginning(for network: NetworkSpec, _ model: RobotModel?) throws -> TrainerState
  {
    let start = try StartingPoint(self, network: network, model: model)
    var state = TrainerState(
      try optimiser(for: network, from: start.parameters),
      observations: self.network.normaliseObservations
        ? start.normaliser?.moments ?? RunningMoments(channels: network.inputs) : nil,
      normaliser: start.normaliser)
    state.startedFrom = start.source
    return state
  }

  func optimiser(for network: NetworkSpec, from initial: [Float]) throws -> Optimiser {
    switch trainer {
    case .evolution: return .evolution(try search(from: initial, of: network.layout))
    case .gradient:
      return .gradient(
        GradientDescent(
          initial: initial,
          scales: network.layout.multipliers(plasticity: gradient.plasticityScale)))
    case .perturbation:
      return .gradient(
        GradientDescent(initial: initial, scales: network.layout.multipliers(plasticity: 1)))
    case .policyGradient:
      let extra = policyGradient.privileged ? PrivilegedState.channels.count : 0
      var initial = initial
      if start.isEmpty {
        for index in network.layout[.readout, .weight].range {
          initial[index] *= Float(policyGradient.readoutScale)
        }
      }
      return .policyGradient(
        PolicyGradient(
          initial: initial,
          scales: network.layout.multipliers(plasticity: policyGradient.plasticityScale),
          actions: network.outputs, criticInputs: network.inputs + extra, seed: seed,
          policyGradient))
    }
  }
}

extension ParameterLayout {
  /// `plasticity` for the parameters of rules and modulators, 1 for all others.
  func multipliers(plasticity: Double) -> [Float] {
    slices.flatMap { slice in
      [Float](repeating: slice.kind.isPlastic ? Float(plasticity) : 1, count: slice.range.count)
    }
  }
}
