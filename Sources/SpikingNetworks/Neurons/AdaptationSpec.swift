/// Spike-frequency adaptation: every spike raises the neuron's own threshold for a while,
///
///     a(t) = ρ a(t−1) + s(t−1),    ϑ(t) = ϑ + β_a a(t)
///
/// Bellec et al. 2020, *Nat. Commun.* 11:3625, eq. 9. A reset by subtraction takes ϑ, not ϑ(t).
///
/// With ``timeConstants`` ρ and β_a are those of each neuron and trained, which makes the network
/// the LSNN of Bellec et al. 2018 (arXiv:1803.09574) with nothing left to choose by hand. A neuron
/// that spikes at the rate r per tick lifts its threshold by β_a r τ in the long run, so long time
/// constants want a small strength to start from.
public struct AdaptationSpec: Codable, Sendable, Equatable {
  /// β_a, what a spike adds to the threshold, at least 0. Where it is trained this is its start,
  /// and below 0 a spike makes the next one easier.
  public var strength: Float
  /// ρ, the decay per tick, in [0, 1); has no say where it is trained.
  public var decay: Float
  /// Where trained time constants start; nil leaves all neurons with `strength` and `decay`.
  public var timeConstants: TimeConstantRange?

  /// Adaptation with the given parameters.
  public init(
    strength: Float = 0.2, decay: Float = 0.97, timeConstants: TimeConstantRange? = nil
  ) {
    (self.strength, self.decay, self.timeConstants) = (strength, decay, timeConstants)
  }

  /// Decodes with defaults for absent keys; throws a `DecodingError` for an unknown one.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.fill(
      &self, ("strength", \.strength), ("decay", \.decay), ("timeConstants", \.timeConstants))
  }

  func validate(_ fields: SpecFields) throws(NetworkSpecError) {
    try fields.notNegative(strength, "strength")
    try fields.inUnitInterval(decay, "decay")
    try timeConstants?.validate(fields.of("timeConstants"))
  }
}
