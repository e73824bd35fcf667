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
    /// Kept in single precision, where it must neither vanish nor overflow.
    func positiveFloat(_ value: Double, _ key: String) throws {
      let isHeld = Float(value) > 0 && Float(value).isFinite
      try require(isHeld, key, value, "a positive number in single precision")
    }
    func duration(_ value: Double, _ key: String, from least: Double = .leastNonzeroMagnitude)
      throws
    {
      let expected = least > 0 ? "a time above 0, at most a day" : "a time from 0 on, at most a day"
      try require((least...86_400).contains(value), key, value, expected)
    }
    func nonNegative(_ value: Double, _ key: String, _ expected: String) throws {
      try require(value >= 0 && value.isFinite, key, value, expected)
    }
    func decay(_ value: Double, _ key: String) throws {
      try require(value > 0 && value <= 1, key, value, "a number above 0, at most 1")
    }
    func count(_ value: Int, _ key: String) throws {
      try require((1...1_000_000).contains(value), key, value, "1 to 1000000")
    }
    func share(_ value: Double, _ key: String) throws {
      try require(
        value >= 0 && Float(value) < 1, key, value, "a number from 0 up to, not including, 1")
    }
    try require(schema == Self.schema, "schema", schema, "\(Self.schema)")
    try require(!name.isEmpty && !name.contains("/"), "name", "\"\(name)\"", "a name without /")
    try positive(task.command, "task.command")
    try duration(task.duration, "task.duration")
    try duration(task.settle, "task.settle", from: 0)
    try nonNegative(task.startSpread, "task.start_spread", "a spread from 0 on")
    try nonNegative(task.clock, "task.clock", "a frequency from 0 on")
    for (value, key) in [
      (task.minimumUprightness, "task.minimum_uprightness"),
      (task.minimumHeight, "task.minimum_height"),
    ] {
      try require(value.isFinite, key, value, "a finite number")
    }
    for term in RewardTerm.allCases {
      let weight = task.reward[term]
      try require(weight.isFinite, "task.reward.\(term.rawValue)", weight, "a finite number")
    }
    try require(
      !network.hidden.isEmpty
        && network.hidden.allSatisfy { (1...NetworkOptions.mostNeurons).contains($0) },
      "network.hidden", network.hidden, "a list of sizes from 1 to \(NetworkOptions.mostNeurons)")
    try require(
      (1...NetworkOptions.mostTicks).contains(network.ticks), "network.ticks", network.ticks,
      "1 to \(NetworkOptions.mostTicks)")
    try share(network.decay, "network.decay")
    try share(network.readoutDecay, "network.readout_decay")
    try positiveFloat(network.readoutGain, "network.readout_gain")
    try positiveFloat(network.inputGain, "network.input_gain")
    try positiveFloat(network.bound, "network.bound")
    try require(
      (2...1_000_000).contains(evolution.population) && evolution.population.isMultiple(of: 2),
      "evolution.population", evolution.population, "an even number from 2 to 1000000")
    try positive(evolution.sigma, "evolution.sigma")
    try positive(evolution.learningRate, "evolution.learning_rate")
    try decay(evolution.sigmaDecay, "evolution.sigma_decay")
    try decay(evolution.learningRateDecay, "evolution.learning_rate_decay")
    try positive(evolution.initialDuration, "evolution.initial_duration")
    try positiveFloat(evolution.plasticityScale, "evolution.plasticity_scale")
    try count(evolution.episodes, "evolution.episodes")
    try nonNegative(evolution.weightDecay, "evolution.weight_decay", "a number from 0 on")
    try count(budget.generations, "budget.generations")
    try require(budget.minutes >= 0, "budget.minutes", budget.minutes, "at least 0")
    try count(evaluation.episodes, "evaluation.episodes")
    try duration(evaluation.duration, "evaluation.duration")
    try require(
      evaluation.selectionInterval >= 1, "evaluation.selection_interval",
      evaluation.selectionInterval, "at least 1")
    try count(evaluation.selectionEpisodes, "evaluation.selection_episodes")
  }
}
