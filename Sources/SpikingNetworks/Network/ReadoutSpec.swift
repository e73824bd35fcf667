/// The leaky readout o_k(t) = κ o_k(t−1) + (1 − κ) I_k(t) of the currents
///
///     I_k(t) = b_k + Σ_j (W + αE)_jk s_j(t) + Σ_j W^s_jk ρ_j(t)
///     ρ_j(t) = λ_j ρ_j(t−1) + (1 − λ_j) s_j(t)
///
/// with actions tanh(gain · o_k). The slow traces ρ are there where ``slowTraces`` says so: their
/// weights W^s and decays λ are trained, and stay within an episode. W^s starts at 0, so that a
/// network that gains slow traces begins as the one without.
public struct ReadoutSpec: Codable, Sendable, Equatable {
  /// κ, in [0, 1).
  public var decay: Float = 0.8
  /// Scale of the leaky output inside the action's tanh alone; plasticity sees tanh(o_k).
  public var gain: Float = 0.2
  /// Plasticity of the readout's synapses; nil keeps them fixed.
  public var plasticity: PlasticitySpec?
  /// Where the time constants of the slow traces start; nil is a readout without.
  public var slowTraces: TimeConstantRange?
  /// What scales the currents; nil for nothing.
  public var gainField: GainFieldSpec?

  /// A readout with the given parameters.
  public init(
    decay: Float = 0.8, gain: Float = 0.2, plasticity: PlasticitySpec? = nil,
    slowTraces: TimeConstantRange? = nil, gainField: GainFieldSpec? = nil
  ) {
    (self.decay, self.gain, self.plasticity) = (decay, gain, plasticity)
    (self.slowTraces, self.gainField) = (slowTraces, gainField)
  }

  /// Decodes with defaults for absent keys; throws a `DecodingError` for an unknown one.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.fill(
      &self, ("decay", \.decay), ("gain", \.gain), ("plasticity", \.plasticity),
      ("slowTraces", \.slowTraces), ("gainField", \.gainField))
  }

  func validate(
    _ fields: SpecFields, inputs: Int, outputs: Int
  ) throws(NetworkSpecError) {
    try fields.inUnitInterval(decay, "decay")
    try fields.positive(gain, "gain")
    try plasticity?.validate(fields.of("plasticity"))
    try slowTraces?.validate(fields.of("slowTraces"))
    try gainField?.validate(fields.of("gainField"), inputs: inputs, outputs: outputs)
  }
}
