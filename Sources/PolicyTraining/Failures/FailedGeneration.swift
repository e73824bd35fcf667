import FileFormats
import Policies
import RobotDescription

/// A generation of which an update failed, or a candidate's parameters, to be made again from the
/// whole state of the training before it.
public struct FailedGeneration {
  private let loop: TrainingLoop
  private let record: FailureRecord

  /// - Throws: `SafeTensorsError` or ``CheckpointError`` for a failure of an episode, or a state
  ///   that is not one of its experiment; `path` is named in it.
  public init(_ file: FailureFile, workers: Int, path: String) throws {
    (record, loop) = (file.record, try file.loop(workers: workers, path: path))
  }

  /// Makes the generation, once.
  public func run() throws -> Reproduction {
    let report = try loop.step()
    let failure = report.failures.first { $0.kind == record.kind && $0.item == record.item }
    return Reproduction(
      kind: failure?.kind, cause: failure?.cause ?? "no such failure", time: failure?.time,
      digest: report.digest)
  }
}

extension FailureFile {
  /// The training before its generation.
  fileprivate func loop(workers: Int, path: String) throws -> TrainingLoop {
    func error(_ found: String, _ expected: String) -> SafeTensorsError {
      SafeTensorsError(
        path: path, place: "metadata failure_state", found: found, expected: expected)
    }
    guard let state else { throw error("nothing", "a value") }
    guard state.optimiser.generation == record.generation else {
      throw error("generation \(state.optimiser.generation)", "\(record.generation)")
    }
    if let problem = state.problem { throw error(problem.found, problem.expected) }
    return try TrainingLoop(
      experiment: policy.experiment, model: policy.robot, workers: workers,
      checkpoint: Checkpoint(
        experiment: policy.experiment, robotDigest: policy.robot?.digest, state: state, wall: 0),
      path: path, stages: Stages(teacher: policy.teacher))
  }
}
