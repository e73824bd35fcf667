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

  /// All multipliers 1.
  public init(dimension: Int) {
    let ones = [Float](repeating: 1, count: dimension)
    self.init(sigma: ones, learningRate: ones)
  }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` on unequal lengths.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    packedSigma = try values.decode(PackedFloats.self, forKey: .packedSigma)
    packedLearningRate = try values.decode(PackedFloats.self, forKey: .packedLearningRate)
    guard packedLearningRate.values.count == dimension else {
      throw DecodingError.dataCorruptedError(
        forKey: .packedLearningRate, in: values,
        debugDescription: "\(packedLearningRate.values.count) found, \(dimension) expected")
    }
  }

  /// Number of parameters.
  public var dimension: Int { packedSigma.values.count }
}
