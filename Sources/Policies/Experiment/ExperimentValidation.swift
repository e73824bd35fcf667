import EvolutionStrategies
import Locomotion
import SpikingNetworks
import TemporalTasks

extension Experiment {
  /// Checks every bound that decoding cannot.
  ///
  /// - Parameter locate: the place (file and line) of a key.
  func validate(locate: @escaping (String) -> String) throws {
    let bounds = Bounds(locate: locate)
    try bounds.require(schema == Self.schema, "schema", schema, "\(Self.schema)")
    try bounds.require(
      !name.isEmpty && !name.contains("/"), "name", "\"\(name)\"", "a name without /")
    try validateTask(bounds)
    try randomisation.validate(bounds)
    try network.validate(bounds)
    try evolution.validate(bounds)
    try validateSearch(bounds)
    try gradient.validate(bounds)
    try policyGradient.validate(bounds)
    try perturbation.validate(bounds)
    try validateNeuron(bounds)
    try bounds.count(budget.generations, "budget.generations")
    try bounds.require(budget.minutes >= 0, "budget.minutes", budget.minutes, "at least 0")
    try evaluation.validate(bounds)
  }

  /// Evolution alone can search some parameters and leave the others; rules are few only where a
  /// population shares them.
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
      network.granularity == .population, "network.granularity", network.granularity.rawValue,
      "\(Granularity.population.rawValue), for \(search)")
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
        "evolution, policy-gradient or perturbation: descent of a loss trains temporal tasks")
      try bounds.require(
        network.modulation != .external, "network.modulation", network.modulation.rawValue,
        "global or neuron: a gait has no modulator outside the network")
    case .temporal(let options):
      try options.validate(bounds)
      try bounds.require(
        trainer != .policyGradient, "trainer", trainer.rawValue,
        "gradient, evolution or perturbation: temporal tasks have a loss")
      try bounds.require(
        randomisation.conditions.isEmpty, "randomisation.conditions",
        randomisation.conditions.map(\.rawValue), "[]: a temporal task has no robot")
      try bounds.require(
        !perturbation.online, "perturbation.online", true,
        "false: a temporal task's weights change between episodes")
      try bounds.require(
        !network.normaliseObservations, "network.normalise_observations", true,
        "false: a temporal task's observations have scales of their own")
    }
  }

  private func validateNeuron(_ bounds: Bounds) throws {
    let isDifferentiated = trainer == .gradient || trainer == .policyGradient
    try bounds.require(
      network.neuron == .lif || !isDifferentiated, "network.neuron", network.neuron.rawValue,
      "lif for the trainer \(trainer.rawValue), or evolution or perturbation")
  }
}

extension LocomotionTask {
  fileprivate func validate(_ bounds: Bounds) throws {
    try bounds.positive(command, "task.command")
    try bounds.require(
      abs(heading) <= .pi, "task.heading", heading, "an angle from -3.1416 to 3.1416 rad")
    try bounds.require(
      (0...Double.pi).contains(headingSpread), "task.heading_spread", headingSpread,
      "an angle from 0 to 3.1416 rad")
    try bounds.duration(duration, "task.duration")
    try bounds.duration(settle, "task.settle", from: 0)
    try bounds.nonNegative(startSpread, "task.start_spread", "a spread from 0 on")
    try bounds.nonNegative(clock, "task.clock", "a frequency from 0 on")
    try bounds.finite(minimumUprightness, "task.minimum_uprightness")
    try bounds.finite(minimumHeight, "task.minimum_height")
    for term in RewardTerm.allCases {
      try bounds.finite(reward[term], "task.reward.\(term.rawValue)")
    }
  }
}

extension RandomisationOptions {
  fileprivate func validate(_ bounds: Bounds) throws {
    func key(_ name: String) -> String { "randomisation." + name }
    try bounds.require(
      Set(conditions).count == conditions.count, key("conditions"), conditions.map(\.rawValue),
      "each kind once")
    try bounds.require(
      Condition.severities.contains(severity), key("severity"), severity, "1 to 5")
    try bounds.require((1...10).contains(most), key("most"), most, "1 to 10")
    for (name, value) in [("nominal", nominal), ("onset", onset), ("curriculum", curriculum)] {
      try bounds.require((0...1).contains(value), key(name), value, "a number from 0 to 1")
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

extension NetworkOptions {
  fileprivate func validate(_ bounds: Bounds) throws {
    try bounds.require(
      !hidden.isEmpty && hidden.allSatisfy { (1...Self.mostNeurons).contains($0) },
      "network.hidden", hidden, "a list of sizes from 1 to \(Self.mostNeurons)")
    try bounds.require(
      (1...Self.mostTicks).contains(ticks), "network.ticks", ticks, "1 to \(Self.mostTicks)")
    try bounds.share(decay, "network.decay")
    try validateConductance(bounds)
    try bounds.share(traceDecay, "network.trace_decay")
    try bounds.nonNegative(adaptation, "network.adaptation")
    try bounds.share(adaptationDecay, "network.adaptation_decay")
    try bounds.share(readoutDecay, "network.readout_decay")
    try bounds.positiveFloat(readoutGain, "network.readout_gain")
    try bounds.positiveFloat(inputGain, "network.input_gain")
    try bounds.require(
      (1...PopulationCode.mostNeurons).contains(codeNeurons), "network.code_neurons", codeNeurons,
      "1 to \(PopulationCode.mostNeurons)")
    try bounds.positiveFloat(codeRange, "network.code_range")
    try bounds.positiveFloat(codeWidth, "network.code_width")
    try bounds.positiveFloat(bound, "network.bound")
    try bounds.require(
      Float(initialRate) > 0 && Float(initialRate) < 1, "network.initial_rate", initialRate,
      "a number between 0 and 1")
    try bounds.finite(initialShare, "network.initial_share")
    try bounds.timeConstant(eligibilityTimeConstant, "network.eligibility_time_constant")
    try bounds.timeConstant(bcmTimeConstant, "network.bcm_time_constant")
  }
}

extension NetworkOptions {
  fileprivate func validateConductance(_ bounds: Bounds) throws {
    try bounds.positiveFloat(tickDuration, "network.tick_duration")
    try bounds.positiveFloat(membraneTimeConstant, "network.membrane_time_constant")
    try bounds.positiveFloat(synapticTimeConstant, "network.synaptic_time_constant")
    try bounds.require(
      refractoryPeriod >= 0 && refractoryPeriod <= 1e5 * tickDuration, "network.refractory_period",
      refractoryPeriod, "0 to 100000 ticks of \(tickDuration) ms")
    try bounds.require(
      utilisation >= 0 && utilisation <= 1, "network.utilisation", utilisation,
      "a number from 0, for static synapses, to 1")
    try bounds.positiveFloat(recoveryTimeConstant, "network.recovery_time_constant")
    try bounds.nonNegative(facilitationTimeConstant, "network.facilitation_time_constant")
  }
}

extension EvolutionOptions {
  fileprivate func validate(_ bounds: Bounds) throws {
    try validatePopulation(bounds)
    try bounds.positive(sigma, "evolution.sigma")
    try bounds.positive(learningRate, "evolution.learning_rate")
    try bounds.decay(sigmaDecay, "evolution.sigma_decay")
    try bounds.decay(learningRateDecay, "evolution.learning_rate_decay")
    try bounds.positive(initialDuration, "evolution.initial_duration")
    try bounds.positiveFloat(plasticityScale, "evolution.plasticity_scale")
    try bounds.count(episodes, "evolution.episodes")
    try bounds.nonNegative(weightDecay, "evolution.weight_decay")
    try bounds.positiveFloat(maxSpeed, "evolution.max_speed")
    try bounds.share(momentum, "evolution.momentum")
    try bounds.nonNegative(sigmaLearningRate, "evolution.sigma_learning_rate")
    try bounds.decay(topShare, "evolution.top_share")
  }

  private func validatePopulation(_ bounds: Bounds) throws {
    switch strategy {
    case .openAIES, .pgpe, .ars:
      try bounds.require(
        (2...1_000_000).contains(population) && population.isMultiple(of: 2),
        "evolution.population", population, "an even number from 2 to 1000000")
    case .cmaES, .sepCMAES:
      try bounds.require(
        (4...1_000_000).contains(population), "evolution.population", population,
        "4 to 1000000")
    }
  }
}

extension GradientOptions {
  fileprivate func validate(_ bounds: Bounds) throws {
    try bounds.count(batch, "gradient.batch")
    try bounds.positive(learningRate, "gradient.learning_rate")
    try bounds.require(
      (0...1_000_000).contains(warmup), "gradient.warmup", warmup, "0 to 1000000")
    try bounds.nonNegative(clip, "gradient.clip")
    try bounds.positiveFloat(plasticityScale, "gradient.plasticity_scale")
    try bounds.positiveFloat(slope, "gradient.slope")
  }
}

extension PolicyGradientOptions {
  fileprivate func validate(_ bounds: Bounds) throws {
    func key(_ name: String) -> String { "policy_gradient." + name }
    try bounds.count(episodes, key("episodes"))
    try bounds.duration(duration, key("duration"))
    try bounds.require((1...1000).contains(segment), key("segment"), segment, "1 to 1000 steps")
    try bounds.count(epochs, key("epochs"))
    try bounds.count(minibatches, key("minibatches"))
    try bounds.unit(discount, key("discount"))
    try bounds.unit(traceDecay, key("trace_decay"))
    try bounds.require(0 < clip && clip < 1, key("clip"), clip, "a number between 0 and 1")
    try bounds.nonNegative(entropy, key("entropy"))
    try bounds.require(
      (0.02...10).contains(deviation), key("deviation"), deviation, "0.02 to 10")
    try bounds.nonNegative(readoutScale, key("readout_scale"))
    try bounds.positive(learningRate, key("learning_rate"))
    try bounds.positive(targetDivergence, key("target_divergence"))
    try bounds.nonNegative(gradientClip, key("gradient_clip"))
    try bounds.positiveFloat(plasticityScale, key("plasticity_scale"))
    try bounds.positiveFloat(slope, key("slope"))
    try bounds.require(
      criticHidden.count <= 8 && criticHidden.allSatisfy { (1...4096).contains($0) },
      key("critic_hidden"), criticHidden, "at most 8 sizes from 1 to 4096")
    try bounds.positive(criticLearningRate, key("critic_learning_rate"))
  }
}

extension PerturbationOptions {
  fileprivate func validate(_ bounds: Bounds) throws {
    func key(_ name: String) -> String { "perturbation." + name }
    try bounds.count(trials, key("trials"))
    try bounds.require(
      Float(rate) > 0 && Float(rate) < 1, key("rate"), rate, "a number between 0 and 1")
    try bounds.positiveFloat(amplitude, key("amplitude"))
    try bounds.require(
      amplitude * rate <= 0.5, key("amplitude"), amplitude, "at most \(0.5 / rate)")
    try bounds.nonNegative(readoutAmplitude, key("readout_amplitude"))
    try bounds.require(
      site == .all || readoutAmplitude > 0, key("readout_amplitude"), readoutAmplitude,
      "a number above 0 where the readout alone is disturbed")
    try bounds.timeConstant(eligibilityTimeConstant, key("eligibility_time_constant"))
    try bounds.require(
      baseline == .twin || trials >= 2, key("trials"), trials, "at least 2 for a mean over others")
    try bounds.require(
      !online || form == .continuing, key("online"), online, "false in the episodic form")
    try bounds.positive(learningRate, key("learning_rate"))
    try bounds.nonNegative(clip, key("clip"))
    try bounds.duration(duration, key("duration"))
  }
}

extension EvaluationOptions {
  fileprivate func validate(_ bounds: Bounds) throws {
    try bounds.count(episodes, "evaluation.episodes")
    try bounds.duration(duration, "evaluation.duration")
    try bounds.require(
      selectionInterval >= 1, "evaluation.selection_interval", selectionInterval, "at least 1")
    try bounds.count(selectionEpisodes, "evaluation.selection_episodes")
  }
}
