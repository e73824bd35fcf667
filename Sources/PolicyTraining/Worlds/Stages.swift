public import Policies

/// Where the policies are that an experiment names by their presets, because they are trained
/// first: the one that it starts from, and an estimator's teacher.
public struct Stages: Sendable {
  /// What a policy is to the training that comes after it, and the folder of its run within that of
  /// the training.
  public enum Part: String, Sendable { case start, teacher }

  /// The folder of the training's run; nil where experiments name files alone.
  private let folder: String?
  /// A teacher that is at hand already, such as that in a policy's file.
  private let teacher: Policy?

  public init(folder: String? = nil, teacher: Policy? = nil) {
    (self.folder, self.teacher) = (folder, teacher)
  }

  /// The file of a policy that an experiment names by its path or by its preset.
  func path(_ name: String, _ part: Part) -> String {
    guard let folder, Presets.experiment(named: name) != nil else { return name }
    return "\(folder)/\(part.rawValue)/\(PolicyFile.nameInRun)"
  }

  /// The teacher that an experiment names.
  func teacher(of experiment: Experiment) throws -> Policy {
    try teacher ?? Policy(path: path(experiment.distillation.teacher, .teacher))
  }
}
