import Locomotion

extension Experiment {
  /// Checks every bound that decoding cannot.
  ///
  /// - Parameter locate: the place (file and line) of a key.
  func validate(place: String, locate: (String) -> String) throws {
    func require(_ holds: Bool, _ key: String, _ found: Any, _ expected: String) throws {
      guard holds else {
        throw ExperimentError(
          place: locate(key), key: key, found: "\(found)", expected: expected)
      }
    }
    func positive(_ value: Double, _ key: String) throws {
      try require(value > 0 && value.isFinite, key, value, "a positive number")
    }
    func share(_ value: Double, _ key: String) throws {
      try require((0..<1).contains(value), key, value, "a number from 0 up to, not including, 1")
    }
    try require(!name.isEmpty && !name.contains("/"), "name", "\"\(name)\"", "a name without /")
    try positive(task.command, "task.command")
    try positive(task.duration, "task.duration")
    try require(task.settle >= 0, "task.settle", task.settle, "a time from 0 on")
    try require(task.startSpread >= 0, "task.start_spread", task.startSpread, "a spread from 0 on")
    try require(task.clock >= 0, "task.clock", task.clock, "a frequency from 0 on")
    for term in RewardTerm.allCases {
      let weight = task.reward[term]
      try require(weight.isFinite, "task.reward.\(term.rawValue)", weight, "a finite number")
    }
    try require(
      !network.hidden.isEmpty && network.hidden.allSatisfy { (1...4096).contains($0) },
      "network.hidden", network.hidden, "a list of sizes from 1 to 4096")
    try require((1...100).contains(network.ticks), "network.ticks", network.ticks, "1 to 100")
    try share(network.decay, "network.decay")
    try share(network.readoutDecay, "network.readout_decay")
    try positive(network.readoutGain, "network.readout_gain")
    try positive(network.inputGain, "network.input_gain")
    try positive(network.bound, "network.bound")
    try require(
      evolution.population >= 2 && evolution.population.isMultiple(of: 2),
      "evolution.population", evolution.population, "an even number from 2 on")
    try positive(evolution.sigma, "evolution.sigma")
    try positive(evolution.learningRate, "evolution.learning_rate")
    try positive(evolution.plasticityScale, "evolution.plasticity_scale")
    try require(
      evolution.episodes >= 1, "evolution.episodes", evolution.episodes, "at least 1")
    try require(
      evolution.weightDecay >= 0, "evolution.weight_decay", evolution.weightDecay, "at least 0")
    try require(
      budget.generations >= 1, "budget.generations", budget.generations, "at least 1")
    try require(budget.minutes >= 0, "budget.minutes", budget.minutes, "at least 0")
    try require(
      evaluation.episodes >= 1, "evaluation.episodes", evaluation.episodes, "at least 1")
    try positive(evaluation.duration, "evaluation.duration")
    try require(
      evaluation.selectionInterval >= 1, "evaluation.selection_interval",
      evaluation.selectionInterval, "at least 1")
    try require(
      evaluation.selectionEpisodes >= 1, "evaluation.selection_episodes",
      evaluation.selectionEpisodes, "at least 1")
  }
}
