import RobotDescription

/// A generation of which an update failed, or a candidate's parameters, to be made again from the whole state
/// of the training before it.
public struct FailedGeneration {
  private let trainer: Trainer
  private let record: FailureRecord

  /// Whether the policy's file is of such a failure.
  public static func isMeant(by policy: Policy) -> Bool { policy.trainerState != nil }

  /// - Throws: `SafeTensorsError` or ``CheckpointError`` for a policy that is of no failed generation, or
  ///   whose state is not one of its experiment; `path` is named in it.
  public init(_ policy: Policy, workers: Int, path: String) throws {
    record = try policy.requireFailure(path: path).record
    guard let state = policy.trainerState else {
      throw SafeTensorsError(
        path: path, place: "metadata failure_state", found: "nothing", expected: "a value")
    }
    guard state.optimiser.generation == record.generation else {
      throw SafeTensorsError(
        path: path, place: "metadata failure_state",
        found: "generation \(state.optimiser.generation)", expected: "\(record.generation)")
    }
    trainer = try Trainer(
      experiment: policy.experiment, model: policy.robot, workers: workers,
      checkpoint: Checkpoint(
        experiment: policy.experiment, robotDigest: policy.robot?.digest, state: state, wall: 0),
      path: path)
  }

  /// Makes the generation, once.
  public func run() throws -> Reproduction {
    let report = try trainer.step()
    let failure = report.failures.first { $0.kind == record.kind && $0.item == record.item }
    return Reproduction(
      kind: failure?.kind, cause: failure?.cause ?? "no such failure", time: failure?.time,
      digest: report.digest)
  }
}
