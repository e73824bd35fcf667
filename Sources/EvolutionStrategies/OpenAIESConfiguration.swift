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
      SettingCheck.first(of: [
        .evenPopulation(populationSize),
        .positive("sigma", sigma),
        .positive("learningRate", learningRate),
        .init("weightDecay", weightDecay, weightDecay >= 0, "0 or above"),
        .share("beta1", beta1),
        .share("beta2", beta2),
        .decay("sigmaDecay", sigmaDecay),
        .decay("learningRateDecay", learningRateDecay),
      ])
    }
  }
}

extension OpenAIES.Configuration {
  /// Reads the keys present and keeps the defaults of the others; does not validate.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    populationSize = try values.read(.populationSize, or: populationSize)
    sigma = try values.read(.sigma, or: sigma)
    learningRate = try values.read(.learningRate, or: learningRate)
    weightDecay = try values.read(.weightDecay, or: weightDecay)
    beta1 = try values.read(.beta1, or: beta1)
    beta2 = try values.read(.beta2, or: beta2)
    sigmaDecay = try values.read(.sigmaDecay, or: sigmaDecay)
    learningRateDecay = try values.read(.learningRateDecay, or: learningRateDecay)
  }
}
