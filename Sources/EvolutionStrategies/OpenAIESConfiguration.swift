extension OpenAIES {
  /// Settings of `OpenAIES`. Absent keys decode to the defaults.
  public struct Configuration: Sendable, Hashable, Codable {
    /// Candidates in a generation; even, because they come in antithetic pairs.
    public var populationSize = 64
    /// Standard deviation of the perturbation, in units of the parameters.
    public var sigma = 0.1
    /// Adam's step size, in units of the parameters.
    public var learningRate = 0.05
    /// L2 pull of the mean towards 0: subtracted from the gradient times the mean.
    public var weightDecay = 0.0
    /// Adam's decay of the first moment.
    public var beta1 = 0.9
    /// Adam's decay of the second moment.
    public var beta2 = 0.999
    /// Factor on σ after each generation; 1 keeps it.
    public var sigmaDecay = 1.0
    /// Factor on the learning rate after each generation; 1 keeps it.
    public var learningRateDecay = 1.0

    /// The defaults.
    public init() {}

    /// Throws the first field that is out of bounds.
    public func validate() throws(InvalidSetting) {
      if let problem { throw problem }
    }

    /// The first field that is out of bounds.
    var problem: InvalidSetting? {
      let checks: [(String, Double, Bool, String)] = [
        (
          "populationSize", Double(populationSize),
          populationSize >= 2 && populationSize.isMultiple(of: 2), "an even number from 2"
        ),
        ("sigma", sigma, sigma > 0, "above 0"),
        ("learningRate", learningRate, learningRate > 0, "above 0"),
        ("weightDecay", weightDecay, weightDecay >= 0, "0 or above"),
        ("beta1", beta1, 0 <= beta1 && beta1 < 1, "in [0, 1)"),
        ("beta2", beta2, 0 <= beta2 && beta2 < 1, "in [0, 1)"),
        ("sigmaDecay", sigmaDecay, 0 < sigmaDecay && sigmaDecay <= 1, "in (0, 1]"),
        (
          "learningRateDecay", learningRateDecay,
          0 < learningRateDecay && learningRateDecay <= 1, "in (0, 1]"
        ),
      ]
      return checks.first { !$0.2 || !$0.1.isFinite }.map {
        InvalidSetting(field: $0.0, found: $0.1, expected: $0.3)
      }
    }
  }
}

extension OpenAIES.Configuration {
  /// Reads the keys present and keeps the defaults of the others; does not validate.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, _ fallback: Value) throws -> Value {
      try values.decodeIfPresent(Value.self, forKey: key) ?? fallback
    }
    populationSize = try read(.populationSize, populationSize)
    sigma = try read(.sigma, sigma)
    learningRate = try read(.learningRate, learningRate)
    weightDecay = try read(.weightDecay, weightDecay)
    beta1 = try read(.beta1, beta1)
    beta2 = try read(.beta2, beta2)
    sigmaDecay = try read(.sigmaDecay, sigmaDecay)
    learningRateDecay = try read(.learningRateDecay, learningRateDecay)
  }
}

/// A strategy's setting that is out of bounds.
public struct InvalidSetting: Error, Hashable, CustomStringConvertible {
  /// Name of the field.
  public let field: String
  /// Its value.
  public let found: Double
  /// What it has to be.
  public let expected: String

  /// One line: field, value found, what was expected.
  public var description: String { "\(field) is \(found), expected \(expected)" }
}
