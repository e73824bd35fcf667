/// Short-term depression and facilitation of a synapse (Tsodyks, Markram 1997, 1998). Every spike
/// first raises the utilisation u, then releases the share u of the resources r that are at hand:
///
///     u ← u + U (1 − u),   release = u r,   r ← r − u r
///
/// Between spikes u falls back to 0 with τ_facil and r recovers to 1 with τ_rec. Under spikes at a
/// regular interval T the release settles at u r with
///
///     u = U / (1 − (1 − U) exp(−T/τ_facil))
///     r = (1 − exp(−T/τ_rec)) / (1 − (1 − u) exp(−T/τ_rec))
///
/// Tsodyks, Pawelzik, Markram 1998, *Neural networks with dynamic synapses*, Neural Comput. 10:821.
public struct DynamicSynapseSpec: Codable, Sendable, Equatable {
  /// U, what a spike adds of the utilisation that is free, in (0, 1]; the share that the first
  /// spike releases.
  public var utilisation: Float = 0.5
  /// τ_rec [ms], above 0.
  public var recoveryTimeConstant: Float = 100
  /// τ_facil [ms], at least 0; 0 keeps u at U, which leaves depression alone.
  public var facilitationTimeConstant: Float = 0

  /// Synapses with the given parameters.
  public init(
    utilisation: Float = 0.5, recoveryTimeConstant: Float = 100,
    facilitationTimeConstant: Float = 0
  ) {
    (self.utilisation, self.recoveryTimeConstant) = (utilisation, recoveryTimeConstant)
    self.facilitationTimeConstant = facilitationTimeConstant
  }

  /// Decodes with defaults for absent keys; throws a `DecodingError` for an unknown one.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.fill(
      &self, ("utilisation", \.utilisation), ("recoveryTimeConstant", \.recoveryTimeConstant),
      ("facilitationTimeConstant", \.facilitationTimeConstant))
  }

  func validate(_ fields: SpecFields) throws(NetworkSpecError) {
    try fields.require(
      utilisation > 0 && utilisation <= 1, "utilisation", utilisation, "a number in (0, 1]")
    try fields.positive(recoveryTimeConstant, "recoveryTimeConstant")
    try fields.notNegative(facilitationTimeConstant, "facilitationTimeConstant")
  }
}
