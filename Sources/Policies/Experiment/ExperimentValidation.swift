import Locomotion
import SpikingNetworks
import TemporalTasks

extension Experiment {
  /// Checks every bound that decoding cannot.
  ///
  /// - Parameter locate: the place (file and line) of a key.
  /// - Parameter locate: where a key stands, for errors.
  /// - Throws: ``ExperimentError`` for the first value that is out of bounds.
  package func validate(locate: @escaping (String) -> String) throws {
    let bounds = Bounds(locate: locate)
    try bounds.require(schema == Self.schema, "schema", schema, "\(Self.schema)")
    try bounds.require(
      !name.isEmpty && !name.contains("/"), "name", "\"\(name)\"", "a name without /")
    try bounds.short(name, "name")
    try bounds.short(robot ?? "", "robot", most: 4096)
    try bounds.short(start, "start", most: 4096)
    try bounds.require(
      freeze.count <= 256, "freeze", "\(freeze.count) patterns", "at most 256")
    for pattern in freeze { try bounds.short(pattern, "freeze") }
    try validateTask(bounds)
    try randomisation.validate(bounds.of("randomisation"))
    try network.validate(bounds.of("network"))
    try evolution.validate(bounds.of("evolution"))
    try validateSearch(bounds)
    try validateFitness(bounds)
    try gradient.validate(bounds.of("gradient"))
    try policyGradient.validate(bounds.of("policy_gradient"))
    try perturbation.validate(bounds.of("perturbation"))
    try distillation.validate(bounds.of("distillation"))
    try validateNeuron(bounds)
    try bounds.count(budget.generations, "budget.generations")
    try bounds.require(budget.minutes >= 0, "budget.minutes", budget.minutes, "at least 0")
    try evaluation.validate(bounds.of("evaluation"))
    try validateWork(bounds)
  }

  /// Evolution alone can search some parameters and leave the others; rules are few only where a
  /// population or the joints share them.
  private func validateSearch(_ bounds: Bounds) throws {
    guard evolution.search != .all else { return }
    let search = "evolution.search: \(evolution.search.rawValue)"
    try bounds.require(
      trainer == .evolution, "trainer", trainer.rawValue,
      "\(TrainerKind.evolution.rawValue), for \(search)")
    guard evolution.search == .rules else { return }
    try bounds.require(
      !network.plastic.isEmpty, "network.plastic", "none", "a plastic connection, for \(search)")
    try bounds.require(
      network.granularity.isFew, "network.granularity", network.granularity.rawValue,
      "\(Granularity.allCases.filter(\.isFew).map(\.rawValue).joined(separator: " or ")), for "
        + search)
  }

  /// Other trainers learn from the reward of every step.
  private func validateFitness(_ bounds: Bounds) throws {
    let pairs = evolution.population / evolution.compared
    try bounds.require(
      !randomisation.isStratified || pairs * evolution.episodes < 1 << 24, "evolution.population",
      evolution.population, "fewer than \(1 << 24) episodes a generation, for randomisation.draw")
    guard evolution.fitness == .afterChange else { return }
    let fitness = "evolution.fitness: \(evolution.fitness.rawValue)"
    try bounds.require(
      trainer == .evolution, "trainer", trainer.rawValue,
      "\(TrainerKind.evolution.rawValue), for \(fitness)")
    try bounds.require(
      task.kind == TaskOptions.locomotionKind, "task.kind", task.kind,
      "\(TaskOptions.locomotionKind), for \(fitness)")
  }

  private func validateTask(_ bounds: Bounds) throws {
    switch task {
    case .locomotion(let task):
      try task.validate(bounds)
      try bounds.require(
        robot != nil, "robot", "nothing",
        "a robot of robots/, or the path of a robot's folder or URDF file")
      try bounds.require(
        trainer != .gradient, "trainer", trainer.rawValue,
        "evolution, policy-gradient, perturbation or distillation: descent of a loss trains "
          + "temporal tasks")
      try validatePrivileged(task, bounds)
      try bounds.require(
        network.modulation != .external, "network.modulation", network.modulation.rawValue,
        "global or neuron: a gait has no modulator outside the network")
      try bounds.require(
        network.modulationSource == .network || !network.normaliseObservations,
        "network.modulation_source", network.modulationSource.rawValue,
        "network: where observations are normalised they do not measure an error")
    case .temporal(let options):
      try options.validate(bounds)
      try bounds.require(
        trainer != .policyGradient && trainer != .distillation, "trainer", trainer.rawValue,
        "gradient, evolution or perturbation: temporal tasks have a loss")
      try bounds.require(
        network.centred.isEmpty && network.tonic.isEmpty, "network.centred",
        (network.centred + network.tonic).map(\.rawValue), "[]: a temporal task has no robot")
      try bounds.require(
        randomisation.conditions.isEmpty, "randomisation.conditions",
        randomisation.conditions.map(\.description), "[]: a temporal task has no robot")
      try bounds.require(
        !perturbation.online, "perturbation.online", true,
        "false: a temporal task's weights change between episodes")
      try bounds.require(
        !network.normaliseObservations, "network.normalise_observations", true,
        "false: a temporal task's observations have scales of their own")
      try bounds.require(
        network.modulationSource == .network, "network.modulation_source",
        network.modulationSource.rawValue, "network: a temporal task has no robot")
    }
  }

  private func validatePrivileged(_ task: LocomotionTask, _ bounds: Bounds) throws {
    let facts = task.privileged.map(\.rawValue)
    try bounds.require(
      task.privileged.isEmpty || !network.normaliseObservations, "task.privileged", facts,
      "[]: where observations are normalised, facts are not what they are")
    guard trainer == .distillation else { return }
    try bounds.require(
      task.privileged.isEmpty, "task.privileged", facts,
      "[]: an estimator is told nothing; its teacher's task has the facts")
    try bounds.require(
      !network.normaliseObservations, "network.normalise_observations", true,
      "false for the trainer distillation")
    guard distillation.sharing == .joint else { return }
    try bounds.require(
      network.hidden.count == 1 && network.encoding == .current, "distillation.sharing", "joint",
      "none, or one population in network.hidden with encoding: current")
    try bounds.require(
      network.plastic.isEmpty || network.synapticShares, "network.synaptic_shares", false,
      "true for distillation.sharing: joint, where most synapses are not there")
  }

  private func validateNeuron(_ bounds: Bounds) throws {
    let isDifferentiated =
      trainer == .gradient || trainer == .policyGradient || trainer == .distillation
    try bounds.require(
      network.neuron == .lif || !isDifferentiated, "network.neuron", network.neuron.rawValue,
      "lif for the trainer \(trainer.rawValue), or evolution or perturbation")
  }
}

extension LocomotionTask {
  fileprivate func validate(_ bounds: Bounds) throws {
    try bounds.require(
      command > 0 && command <= 1000, "task.command", command, "a number above 0, at most 1000 m/s")
    try bounds.require(
      abs(heading) <= .pi, "task.heading", heading, "an angle from -3.1416 to 3.1416 rad")
    try bounds.require(
      (0...Double.pi).contains(headingSpread), "task.heading_spread", headingSpread,
      "an angle from 0 to 3.1416 rad")
    try bounds.duration(duration, "task.duration")
    try bounds.duration(settle, "task.settle", from: 0)
    try bounds.require(
      (0...1000).contains(startSpread), "task.start_spread", startSpread, "a spread from 0 to 1000")
    try bounds.require(
      (0...1000).contains(clock), "task.clock", clock, "a frequency from 0 to 1000 Hz")
    try bounds.finite(minimumUprightness, "task.minimum_uprightness")
    try bounds.finite(minimumHeight, "task.minimum_height")
    try bounds.require((0...50).contains(efference), "task.efference", efference, "0 to 50 actions")
    try bounds.require(
      Set(privileged).count == privileged.count, "task.privileged", privileged.map(\.rawValue),
      "each fact once")
    try bounds.require(
      beliefs.lag.count == 2 && 0 <= beliefs.lag[0] && beliefs.lag[0] <= beliefs.lag[1]
        && beliefs.lag[1].isFinite, "task.beliefs.lag", beliefs.lag,
      "[shortest, longest] in seconds, from 0 on")
    try bounds.nonNegative(beliefs.noise, "task.beliefs.noise")
    try bounds.unit(beliefs.wrong, "task.beliefs.wrong")
    for term in RewardTerm.allCases {
      try bounds.finite(reward[term], "task.reward.\(term.rawValue)")
    }
  }
}

extension TemporalOptions {
  fileprivate func validate(_ bounds: Bounds) throws {
    try bounds.nonNegative(noise, "task.noise")
    do {
      try task.withoutFiles.validate()
    } catch {
      let key = "task." + error.field
      throw ExperimentError(
        place: bounds.locate(key), key: key, found: error.found, expected: error.expected)
    }
    if let task = task as? CueAssociation { try task.validateWeight(bounds) }
  }
}

extension CueAssociation {
  /// Some answer that can be known has to count, or there is no loss to train on.
  fileprivate func validateWeight(_ bounds: Bounds) throws {
    let guesses = reversal ? 2 : 1
    try bounds.require(
      guessWeight > 0 || showings > guesses, "task.guess_weight", guessWeight,
      "above 0 where only the first \(guesses) showings could count, or more showings")
  }
}
