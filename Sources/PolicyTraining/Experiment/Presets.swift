import Locomotion

/// Experiments that come with Ganglion.
public enum Presets {
  /// Name and one line for `ganglion presets`.
  public static let all: [(name: String, summary: String)] = [
    ("ant", "four legs, eight joints: a trot in under a minute"),
    ("quadruped", "four legs, twelve joints, the size of a small research quadruped"),
    ("hexapod", "six legs, eighteen joints"),
  ]

  /// The preset of that name, or nil.
  public static func experiment(named name: String) -> Experiment? {
    guard all.contains(where: { $0.name == name }) else { return nil }
    var experiment = Experiment()
    experiment.name = name
    experiment.robot = name
    switch name {
    case "quadruped":
      experiment.task.command = 1.1
      experiment.budget.generations = 150
    case "hexapod":
      experiment.task.command = 1.1
      experiment.network.readoutGain = 1
      experiment.budget.generations = 110
    default:
      experiment.task.command = 1.3
      experiment.budget.generations = 200
    }
    return experiment
  }
}
