public import SpikingNetworks

/// Settings of learning by perturbation (Fiete, Seung 2006): noise in every neuron, and what
/// synapses remember of it, times what the reward was better than without.
public struct PerturbationOptions: Sendable, Equatable, Codable {
  /// When a reward meets the eligibilities.
  public enum Form: String, Sendable, Codable, CaseIterable {
    /// At the end of an episode: all its reward, all its noise.
    case episodic
    /// At every tick, or control step, that has one: the reward of the moment and the noise of the
    /// last τ_e ticks.
    case continuing
  }

  /// What a reward is compared with.
  public enum Baseline: String, Sendable, Codable, CaseIterable {
    /// That of the same episode without noise.
    case twin
    /// The mean over the generation's other trials or, where weights change online, over what the
    /// life has earned so far.
    case mean
  }

  /// Perturbed episodes of a generation.
  public var trials = 64
  /// Which neurons are disturbed, and learn.
  public var site = PerturbationSpec.Site.all
  /// Probability that an empiric synapse spikes in a tick.
  public var rate = 0.5
  /// What its spike adds to a neuron's current or excitatory conductance, and to an output's
  /// current.
  public var amplitude = 0.2
  public var readoutAmplitude = 0.2
  public var form = Form.episodic
  /// τ_e of the continuing form [ticks].
  public var eligibilityTimeConstant = 20.0
  public var baseline = Baseline.twin
  /// Whether a robot changes its weights at every control step, by the learning rate times the
  /// estimate, instead of Adam's once a generation; the continuing form alone.
  public var online = false
  /// The learning rate, or Adam's step size, at its highest, and how it goes over the budget's
  /// generations.
  public var learningRate = 0.01
  public var schedule = GradientOptions.Schedule.cosine
  /// Longest gradient: a longer one is scaled down to this Euclidean norm; 0 clips none.
  public var clip = 0.0
  /// Length of a robot's episodes [s].
  public var duration = 3.0

  public init() {}

  /// The noise of a network.
  public var specification: PerturbationSpec {
    PerturbationSpec(
      site: site, rate: Float(rate), amplitude: Float(amplitude),
      readoutAmplitude: Float(readoutAmplitude),
      eligibilityTimeConstant: form == .continuing ? Float(eligibilityTimeConstant) : nil)
  }

  /// How Adam descends.
  package var descent: GradientOptions {
    var options = GradientOptions()
    (options.learningRate, options.schedule, options.clip) = (learningRate, schedule, clip)
    return options
  }
}

extension PerturbationOptions {
  func validate(_ bounds: Bounds) throws {
    try bounds.count(trials, "trials")
    try bounds.require(
      Float(rate) > 0 && Float(rate) < 1, "rate", rate, "a number between 0 and 1")
    try bounds.positiveFloat(amplitude, "amplitude")
    try bounds.require(
      amplitude * rate <= 0.5, "amplitude", amplitude, "at most \(0.5 / rate)")
    try bounds.nonNegative(readoutAmplitude, "readout_amplitude")
    try bounds.require(
      site == .all || readoutAmplitude > 0, "readout_amplitude", readoutAmplitude,
      "a number above 0 where the readout alone is disturbed")
    try bounds.timeConstant(eligibilityTimeConstant, "eligibility_time_constant")
    try bounds.require(
      baseline == .twin || trials >= 2, "trials", trials, "at least 2 for a mean over others")
    try bounds.require(
      !online || form == .continuing, "online", online, "false in the episodic form")
    try bounds.positive(learningRate, "learning_rate")
    try bounds.nonNegative(clip, "clip")
    try bounds.duration(duration, "duration")
  }
}
