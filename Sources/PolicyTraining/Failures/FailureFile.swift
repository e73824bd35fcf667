import FileFormats
public import Policies
import SpikingNetworks

/// The file of a failure of training: a policy that holds the parameters at hand, and what failed.
public struct FailureFile: Sendable {
  public var policy: Policy
  public var record: FailureRecord
  /// The training before the generation in which an update failed; nil for all else.
  var state: TrainingState?

  /// Whether an update failed, or a candidate's parameters, so that the generation is made again.
  public var isOfGeneration: Bool { state != nil }

  init(_ policy: Policy, _ record: FailureRecord, state: TrainingState? = nil) {
    (self.policy, self.record, self.state) = (policy, record, state)
  }

  /// Nil for the file of a trained policy.
  /// - Throws: `SafeTensorsError` where the failure is none of the policy's experiment; `path` is
  ///   named in it.
  public init?(_ file: PolicyFile, path: String) throws {
    let reader = SafeTensorsMetadata(file.extra, path: path)
    guard reader.has("failure") else { return nil }
    policy = file.policy
    record = try reader.json("failure", isExact: true)
    if let problem = record.problem(in: policy) {
      throw reader.error(
        "failure, \(problem.field)", found: problem.found,
        expected: "what the experiment has there")
    }
    if reader.has("failure_state") { state = try reader.json("failure_state", isExact: true) }
  }

  func file() throws -> PolicyFile {
    var extra = ["failure": try JSON.text(record)]
    if let state { extra["failure_state"] = try JSON.text(state) }
    return PolicyFile(policy, extra: extra)
  }
}
