import NumericalMethods

/// Per-parameter multipliers of the two step sizes: parameters of another kind, such as those of
/// plasticity, have their own. A multiplier of 0 in both freezes a parameter.
public struct ParameterScales: Sendable, Hashable, Codable {
  private var packedSigma: PackedFloats
  private var packedLearningRate: PackedFloats

  private enum CodingKeys: String, CodingKey {
    case packedSigma = "sigma"
    case packedLearningRate = "learningRate"
  }

  /// Multipliers of σ, one per parameter; finite and not negative.
  public var sigma: [Float] { packedSigma.values }
  /// Multipliers of the learning rate, one per parameter; finite and not negative.
  public var learningRate: [Float] { packedLearningRate.values }

  /// Preconditions: equal lengths, every multiplier finite and not negative.
  public init(sigma: [Float], learningRate: [Float]) {
    precondition(sigma.count == learningRate.count, "both scales have the parameters' length")
    precondition(
      (sigma + learningRate).allSatisfy { $0 >= 0 && $0.isFinite },
      "a scale is finite and not negative")
    packedSigma = PackedFloats(sigma)
    packedLearningRate = PackedFloats(learningRate)
  }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` on unequal lengths.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    packedSigma = try values.decode(PackedFloats.self, forKey: .packedSigma)
    packedLearningRate = try values.decode(PackedFloats.self, forKey: .packedLearningRate)
    try values.require(learningRate.count, of: dimension, forKey: .packedLearningRate)
  }

  /// Number of parameters.
  public var dimension: Int { packedSigma.values.count }
}
