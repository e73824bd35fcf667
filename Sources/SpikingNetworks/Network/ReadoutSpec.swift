/// The leaky readout o_k(t) = κ o_k(t−1) + (1 − κ)(b_k + Σ_j (W + αE)_jk s_j(t)), with
/// actions tanh(gain · o_k).
public struct ReadoutSpec: Codable, Sendable, Equatable {
  /// κ, in [0, 1).
  public var decay: Float = 0.8
  /// Scale of the leaky output inside the action's tanh alone; plasticity sees tanh(o_k).
  public var gain: Float = 0.2
  /// Plasticity of the readout's synapses; nil keeps them fixed.
  public var plasticity: PlasticitySpec?

  /// A readout with the given parameters.
  public init(decay: Float = 0.8, gain: Float = 0.2, plasticity: PlasticitySpec? = nil) {
    (self.decay, self.gain, self.plasticity) = (decay, gain, plasticity)
  }

  /// Decodes with defaults for absent keys; throws a `DecodingError` for an unknown one.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.fill(&self, ("decay", \.decay), ("gain", \.gain), ("plasticity", \.plasticity))
  }

  func validate(_ fields: SpecFields) throws(NetworkSpecError) {
    try fields.inUnitInterval(decay, "decay")
    try fields.positive(gain, "gain")
    try plasticity?.validate(fields.of("plasticity"))
  }
}
