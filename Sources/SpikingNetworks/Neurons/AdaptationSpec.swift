/// Spike-frequency adaptation: every spike raises the neuron's own threshold for a while,
///
///     a(t) = ρ a(t−1) + s(t−1),    ϑ(t) = ϑ + β_a a(t)
///
/// Bellec et al. 2020, *Nat. Commun.* 11:3625, eq. 9. A reset by subtraction takes ϑ, not ϑ(t).
public struct AdaptationSpec: Codable, Sendable, Equatable {
  /// β_a, what a spike adds to the threshold, at least 0.
  public var strength: Float
  /// ρ, the decay per tick, in [0, 1).
  public var decay: Float

  /// Adaptation with the given parameters.
  public init(strength: Float = 0.2, decay: Float = 0.97) {
    (self.strength, self.decay) = (strength, decay)
  }

  /// Decodes with defaults for absent keys; throws a `DecodingError` for an unknown one.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.fill(&self, ("strength", \.strength), ("decay", \.decay))
  }

  /// a(t) of eight neurons from a(t−1) and s(t−1).
  @inline(__always)
  func fatigue<Scalar: NetworkScalar>(
    _ fatigue: SIMD8<Scalar>, _ spikes: SIMD8<Scalar>
  ) -> SIMD8<Scalar> {
    Scalar(decay) * fatigue + spikes
  }

  func validate(_ fields: SpecFields) throws(NetworkSpecError) {
    try fields.notNegative(strength, "strength")
    try fields.inUnitInterval(decay, "decay")
  }
}
