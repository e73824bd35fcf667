/// A readout whose currents are scaled by what the observation says of the actuators:
///
///     I_k ← g_k I_k,   g_k = tanh(3 G_k) (1 + κ_k (1 − |G_k|) + Σ_s w_sk f_s)
///
/// with G_k the channel that tells the gain from output k to its effect, sign included, and f_s
/// other channels, 0 where nothing is the matter. A gain that is known to be reversed so reverses
/// the output, and a weak one is made up for, before anything is learnt: κ starts at 1, w at 0.
/// Channels count as they are observed, without the input's gain.
public struct GainFieldSpec: Codable, Sendable, Equatable {
  /// The channel of each output's G.
  public var gains: [Int]
  /// Channels of f.
  public var factors: [Int]

  public init(gains: [Int], factors: [Int] = []) {
    (self.gains, self.factors) = (gains, factors)
  }

  /// Decodes with defaults for absent keys; `gains` is required.
  /// - Throws: `DecodingError` for an unknown key or a value of the wrong type.
  public init(from decoder: any Decoder) throws {
    self.init(gains: [])
    try decoder.fill(&self, ("gains", \.gains), ("factors", \.factors), required: ["gains"])
  }

  func validate(
    _ fields: SpecFields, inputs: Int, outputs: Int
  ) throws(NetworkSpecError) {
    try fields.require(
      gains.count == outputs, "gains", "\(gains.count) channels", "one for each of \(outputs)")
    for (name, channels) in [("gains", gains), ("factors", factors)] {
      try fields.require(
        channels.allSatisfy { (0..<inputs).contains($0) }, name, "\(channels)",
        "channels from 0 to \(inputs - 1)")
    }
  }
}

/// The law of ``GainFieldSpec`` for one output.
struct GainField<Scalar: NetworkScalar> {
  /// tanh(3 G).
  let direction: Scalar
  /// 1 − |G|.
  let lack: Scalar

  init(_ gain: Scalar) {
    direction = Scalar.hyperbolicTangent(SIMD8(repeating: 3 * gain))[0]
    lack = 1 - abs(gain)
  }

  /// g, from κ and Σ w f.
  func scale(_ compensation: Scalar, _ sum: Scalar) -> Scalar {
    direction * (1 + compensation * lack + sum)
  }
}
