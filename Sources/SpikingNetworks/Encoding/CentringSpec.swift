/// What plastic synapses from an injected input see in place of z: how far a channel is from its
/// own recent mean.
///
///     z̄_i ← z̄_i + ρ (z_i − z̄_i)                    at the first tick of each control step
///     x_i = z_i − z̄_i of centred channels, z_i of tonic ones, 0 of all others
///     I_j = b_j + Σ_i W_ji z_i + Σ_i α_ji E_ji (x_i + c_i)
///
/// Rules see x_i as the trace and as the spike of channel i. The tonic level c_i of a centred or
/// tonic channel is trained, transmitted and not learnt from: of a centred input alone, a synapse
/// would tell what it has learnt only in phase with the input (a constant part of E x vanishes in
/// the mean).
public struct CentringSpec: Codable, Sendable, Equatable {
  /// ρ, in (0, 1].
  public var rate: Float = 0.02
  /// Numbers of the channels whose deviation from their mean counts …
  public var centred: [Int]
  /// … and of those that count as they are.
  public var tonic: [Int]

  /// Centring of the given channels.
  public init(rate: Float = 0.02, centred: [Int], tonic: [Int] = []) {
    (self.rate, self.centred, self.tonic) = (rate, centred, tonic)
  }

  /// Decodes with defaults for absent keys; `centred` is required.
  /// - Throws: `DecodingError` for an unknown key or a value of the wrong type.
  public init(from decoder: any Decoder) throws {
    self.init(centred: [])
    try decoder.fill(
      &self, ("rate", \.rate), ("centred", \.centred), ("tonic", \.tonic), required: ["centred"])
  }

  func validate(_ fields: SpecFields, inputs: Int) throws(NetworkSpecError) {
    try fields.require(rate > 0 && rate <= 1, "rate", rate, "a number above 0, at most 1")
    let channels = centred + tonic
    try fields.require(!channels.isEmpty, "centred", "[]", "at least one channel")
    try fields.require(
      channels.allSatisfy { (0..<inputs).contains($0) }, "centred", "\(channels)",
      "channels from 0 to \(inputs - 1)")
    try fields.require(
      Set(channels).count == channels.count, "centred", "\(channels)",
      "each channel once, centred or tonic")
  }
}

/// The law of ``CentringSpec`` for eight channels.
struct Centring<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  /// ρ.
  let rate: Scalar

  /// z̄ after a control step's first tick.
  @inline(__always)
  func mean(_ mean: Lane, _ z: Lane) -> Lane { mean + rate * (z - mean) }

  /// x, from the masks of centred and tonic channels.
  @inline(__always)
  func deviation(_ z: Lane, _ mean: Lane, centred: Lane, tonic: Lane) -> Lane {
    centred * (z - mean) + tonic * z
  }

  /// What is transmitted: x + c where a channel is one or the other.
  @inline(__always)
  func signal(_ deviation: Lane, _ level: Lane, centred: Lane, tonic: Lane) -> Lane {
    deviation + (centred + tonic) * level
  }
}
