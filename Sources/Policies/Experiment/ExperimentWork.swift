import Locomotion
package import RobotDescription

/// Bounds of work that single settings do not show: what they come to together.
enum WorkBounds {
  /// Most episodes of a generation, and control steps or ticks of them together.
  static let mostEpisodes = 1_000_000
  static let mostSteps = 1e10
  /// Most connections of a network: half a gigabyte of weights.
  static let mostConnections = Double(1 << 27)
  static let mostLayers = 64

  /// Connections of layers from `inputs` on.
  static func connections(inputs: Int, layers: [Int], isRecurrent: Bool, outputs: Int) -> Double {
    let sizes = [inputs] + layers + [outputs]
    let between = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    return between + (isRecurrent ? layers.reduce(0) { $0 + Double($1) * Double($1) } : 0)
  }
}

extension Experiment {
  /// Episodes of a generation.
  private var episodes: (key: String, count: Int, of: String) {
    switch trainer {
    case .evolution:
      (
        "evolution.population", evolution.population * evolution.episodes,
        "\(evolution.population) candidates in \(evolution.episodes) episodes each"
      )
    case .gradient: ("gradient.batch", gradient.batch, "\(gradient.batch) episodes")
    case .policyGradient:
      ("policy_gradient.episodes", policyGradient.episodes, "\(policyGradient.episodes) episodes")
    case .perturbation:
      ("perturbation.trials", perturbation.trials, "\(perturbation.trials) trials")
    case .distillation: ("distillation.lives", distillation.lives, "\(distillation.lives) lives")
    }
  }

  func validateWork(_ bounds: Bounds) throws {
    let (key, count, text) = episodes
    try bounds.require(
      count <= WorkBounds.mostEpisodes, key, "\(text), \(count) a generation",
      "at most \(WorkBounds.mostEpisodes) together")
  }

  /// Whether episodes with a robot have at least one and not too many control steps, each and
  /// together.
  /// - Parameter place: named in the error.
  /// - Throws: ``ExperimentError``.
  package func check(_ model: RobotModel, place: String) throws {
    guard case .locomotion(let task) = task else { return }
    func error(_ key: String, _ found: String, _ expected: String) -> ExperimentError {
      ExperimentError(place: place, key: key, found: found, expected: expected)
    }
    let period = model.profile.controlPeriod
    for (key, duration) in [("task.duration", task.duration)] + ownDurations
    where EpisodeLength.steps(duration, of: model) == nil {
      throw error(
        key, "\(duration) s, with a control period of \(period) s", EpisodeLength.expected)
    }
    guard task.settle / period <= Double(EpisodeLength.mostSteps) else {
      throw error(
        "task.settle", "\(task.settle) s, with a control period of \(period) s",
        "at most \(EpisodeLength.mostSteps) control steps")
    }
    let longest = (ownDurations.map(\.1) + [task.duration]).max() ?? 0
    let (key, count, text) = episodes
    let steps = Double(count) * (longest + task.settle) / period
    guard steps <= WorkBounds.mostSteps else {
      throw error(
        key, "\(text) of up to \(longest) s, about \(steps) control steps a generation",
        "at most \(WorkBounds.mostSteps)")
    }
    let tests = Double(max(evaluation.episodes, evaluation.selectionEpisodes))
    let tried = tests * (evaluation.duration + task.settle) / period
    guard tried <= WorkBounds.mostSteps else {
      throw error(
        "evaluation.episodes",
        "\(Int(tests)) of \(evaluation.duration) s, about \(tried) control "
          + "steps", "at most \(WorkBounds.mostSteps)")
    }
  }

  private var ownDurations: [(String, Double)] {
    let own: [(String, Double)] =
      switch trainer {
      case .evolution:
        [("evolution.initial_duration", min(evolution.initialDuration, 86_400))]
      case .policyGradient: [("policy_gradient.duration", policyGradient.duration)]
      case .perturbation: [("perturbation.duration", perturbation.duration)]
      case .distillation:
        [
          ("distillation.duration", distillation.duration),
          ("distillation.window", distillation.window),
        ]
      case .gradient: []
      }
    return own + [("evaluation.duration", evaluation.duration)]
  }
}
