/// One population of leaky integrate-and-fire neurons, with currents or with conductances, and the
/// synapses onto it.
public struct PopulationSpec: Codable, Sendable, Equatable {
  /// Number of neurons.
  public var size: Int
  /// Whether the neurons project onto each other (from the previous tick).
  public var recurrent: Bool = false
  /// β, the membrane's decay per tick, in [0, 1).
  public var decay: Float = 0.8
  /// ϑ, the firing threshold, above 0. A neuron spikes when v ≥ ϑ.
  public var threshold: Float = 1
  /// What a spike does to the membrane.
  public var reset: ResetMode = .subtract
  /// Conductances in place of currents; β, ϑ and the reset above then have no say. nil for
  /// currents.
  public var conductance: ConductanceSpec?
  /// Spike-frequency adaptation; nil leaves the threshold at ϑ.
  public var adaptation: AdaptationSpec?
  /// λ of the neurons' traces, in [0, 1); the first population's also filters the input.
  public var traceDecay: Float = 0.8
  /// Plasticity of the synapses from below; nil keeps them fixed.
  public var inputPlasticity: PlasticitySpec?
  /// Plasticity of the recurrent synapses; nil keeps them fixed.
  public var recurrentPlasticity: PlasticitySpec?

  /// A population with the given parameters.
  public init(
    size: Int, recurrent: Bool = false, decay: Float = 0.8, threshold: Float = 1,
    reset: ResetMode = .subtract, conductance: ConductanceSpec? = nil,
    adaptation: AdaptationSpec? = nil, traceDecay: Float = 0.8,
    inputPlasticity: PlasticitySpec? = nil, recurrentPlasticity: PlasticitySpec? = nil
  ) {
    (self.size, self.recurrent, self.decay, self.threshold) = (size, recurrent, decay, threshold)
    (self.reset, self.conductance, self.adaptation) = (reset, conductance, adaptation)
    (self.traceDecay, self.inputPlasticity) = (traceDecay, inputPlasticity)
    self.recurrentPlasticity = recurrentPlasticity
  }

  /// Decodes with defaults for absent keys; `size` is required.
  /// - Throws: `DecodingError` for an unknown key or a value of the wrong type.
  public init(from decoder: any Decoder) throws {
    self.init(size: 0)
    try decoder.fill(
      &self, ("size", \.size), ("recurrent", \.recurrent), ("decay", \.decay),
      ("threshold", \.threshold), ("reset", \.reset), ("conductance", \.conductance),
      ("adaptation", \.adaptation), ("traceDecay", \.traceDecay),
      ("inputPlasticity", \.inputPlasticity), ("recurrentPlasticity", \.recurrentPlasticity),
      required: ["size"])
  }

  /// The current-based neuron.
  func neuron<Scalar>() -> LeakyIntegrateAndFire<Scalar> {
    LeakyIntegrateAndFire(decay: decay, threshold: threshold, reset: reset)
  }

  func validate(_ fields: SpecFields) throws(NetworkSpecError) {
    try fields.positive(size, "size")
    try fields.inUnitInterval(decay, "decay")
    try fields.positive(threshold, "threshold")
    try conductance?.validate(fields.of("conductance"))
    try adaptation?.validate(fields.of("adaptation"))
    try fields.inUnitInterval(traceDecay, "traceDecay")
    try inputPlasticity?.validate(fields.of("inputPlasticity"))
    try recurrentPlasticity?.validate(fields.of("recurrentPlasticity"))
    try fields.require(
      recurrent || recurrentPlasticity == nil, "recurrentPlasticity",
      "a rule on a population without recurrence", "recurrent: true, or no rule")
  }
}
