import TemporalTasks

extension Policy {
  /// The policy with folders of images that its user names, `task.folder=FOLDER` or
  /// `task.held_out_folder=FOLDER`, in place of those that its file names, which are not opened.
  /// - Throws: ``ExperimentError`` for another key, or for a policy that names no such folder.
  public func granting(_ assignments: [String]) throws -> Policy {
    guard case .temporal(let options) = experiment.task, !assignments.isEmpty else {
      if let first = assignments.first { throw Self.refusal(first, known: []) }
      return self
    }
    let keys = options.task.folders.map { "task.\($0.key)" }
    let given = Set(assignments.map { String($0.prefix { $0 != "=" }) })
    if let other = given.subtracting(keys).min() { throw Self.refusal(other, known: keys) }
    var policy = self
    policy.experiment = try ExperimentFile.set(assignments, on: experiment)
    guard !given.isSuperset(of: keys), case .temporal(var granted) = policy.experiment.task else {
      return policy
    }
    // What is left is still the file's.
    granted.foreignFolders = Set(keys).subtracting(given)
    policy.experiment.task = .temporal(granted)
    return policy
  }

  private static func refusal(_ key: String, known: [String]) -> ExperimentError {
    ExperimentError(
      place: "--set", key: "", found: "\"\(key.prefix(200))\"",
      expected: known.isEmpty
        ? "nothing: the policy names no folder of images" : known.joined(separator: ", "))
  }
}
