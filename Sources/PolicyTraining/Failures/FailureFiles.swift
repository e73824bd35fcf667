import Policies

extension TrainingLoop {
  /// Files of failures that a run writes at most.
  static let mostFailureFiles = 20

  /// Those of a generation's failures that are to be written down: of updates the first, since all
  /// of a generation are made again together, and then episodes in their order.
  func remarkable(_ report: GenerationReport) -> [Failure] {
    let episodes = report.failures.filter { $0.item != nil }
    let update = report.failures.first { $0.item == nil }
    return Array(
      ([update].compactMap(\.self) + episodes)
        .prefix(max(Self.mostFailureFiles - state.savedFailures, 0)))
  }

  /// The file that replays a failure of the last generation. The training goes on as if it had not
  /// been asked for.
  func file(
    of failure: Failure, _ report: GenerationReport, provenance: Provenance
  ) throws -> PolicyFile {
    var policy = Policy(
      experiment: experiment, network: network, parameters: before.optimiser.parameters,
      robot: model, normaliser: before.normaliser, provenance: provenance)
    policy.teacher = teacher
    var file = FailureFile(policy, FailureRecord(failure, in: report.generation, of: policy))
    take(before.optimiser, of: failure, into: &file, experiment.trainer.implementation)
    if failure.item == nil || failure.kind == .parameters {
      file.record.digest = report.digest
      file.state = before
      return try file.file()
    }
    file.record.confirm(by: try file.reproduction())
    return try file.file()
  }

  /// What the trainer knows of a failed episode.
  private func take<Kind: Trainer>(
    _ optimiser: any Optimiser, of failure: Failure, into file: inout FailureFile,
    _ kind: Kind.Type
  ) {
    guard let progress = optimiser as? Kind.Progress else { return }
    file.record.logDeviations = kind.logDeviations(progress)
    if let item = failure.item, failure.kind != .parameters {
      file.policy.parameters = kind.parameters(of: item, progress, experiment)
    }
  }
}

extension FailureRecord {
  /// Takes over what running the episode again has shown. A task's time is not known before.
  fileprivate mutating func confirm(by found: Reproduction) {
    if duration == nil { time = found.time }
    isReproduced = found.kind != nil && found.matches(self)
    if isReproduced == true { cause = found.cause }
  }
}

extension FailureFile {
  fileprivate func reproduction() throws -> Reproduction {
    guard policy.robot == nil else {
      let life = try FailedLife(self, path: "failure")
      return life.finding(life.run(observer: NoObserver()))
    }
    var run = try FailedRun(self, path: "failure")
    while !run.isOver { run.tick() }
    return run.finding
  }
}
