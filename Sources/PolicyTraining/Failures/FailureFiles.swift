import EvolutionStrategies
import Locomotion
import NumericalMethods

extension Trainer {
  /// Files of failures that a run writes at most.
  static let mostFailureFiles = 20

  /// Those of a generation's failures that are to be written down: of updates the first, since all of a
  /// generation are made again together, and then episodes in their order.
  func remarkable(_ report: GenerationReport) -> [Failure] {
    let episodes = report.failures.filter { $0.item != nil }
    let update = report.failures.first { $0.item == nil }
    return Array(
      ([update].compactMap(\.self) + episodes)
        .prefix(max(Self.mostFailureFiles - state.savedFailures, 0)))
  }

  /// The failure of the last generation as a policy that replays it. The training goes on as if it had not
  /// been asked for.
  func policy(
    of failure: Failure, _ report: GenerationReport, provenance: Provenance
  ) throws -> Policy {
    var record = FailureRecord(failure, in: report.generation, of: experiment)
    var policy = Policy(
      experiment: experiment, network: network, parameters: before.optimiser.parameters,
      robot: model, normaliser: before.normaliser, provenance: provenance)
    switch before.optimiser {
    case .evolution(let strategy):
      if let item = failure.item, failure.kind != .parameters {
        policy.parameters = strategy.candidate(item / experiment.evolution.episodes)
      }
    case .policyGradient(let learner): record.logDeviations = learner.exploration.logDeviations
    case .gradient: break
    }
    policy.failure = record
    if failure.item == nil || failure.kind == .parameters {
      policy.failure?.digest = report.digest
      policy.trainerState = before
      return policy
    }
    let found = try policy.reproduction()
    policy.failure?.confirm(by: found)
    return policy
  }
}

extension FailureRecord {
  /// Takes over what living the episode again has told. A task's time is not known before.
  fileprivate mutating func confirm(by found: Reproduction) {
    if duration == nil { time = found.time }
    isReproduced = found.kind != nil && found.matches(self)
    if isReproduced == true { cause = found.cause }
  }
}

extension Policy {
  fileprivate func reproduction() throws -> Reproduction {
    guard robot == nil else {
      let life = try FailedLife(self, path: "failure")
      return life.finding(life.run(observer: NoObserver()))
    }
    var run = try FailedRun(self, path: "failure")
    while !run.isOver { run.tick() }
    return run.finding
  }
}
