extension PGPE {
  /// Settings of `PGPE`. Absent keys decode to the defaults.
  public struct Configuration: Sendable, Hashable, Codable {
    /// Candidates in a generation; even, because they come in antithetic pairs.
    public var populationSize = 64
    /// Standard deviation of the perturbation at the start, in units of the parameters.
    public var sigma = 0.1
    /// ClipUp's step size: the Euclidean length of the mean's step without momentum.
    public var learningRate = 0.1
    /// ClipUp's bound on the length of a step, in multiples of `learningRate`.
    public var maxSpeed = 2.0
    /// ClipUp's momentum.
    public var momentum = 0.9
    /// Step size η_σ of the standard deviations.
    public var sigmaLearningRate = 0.1
    /// Largest change of a standard deviation in a generation, as a share of it.
    public var sigmaChange = 0.2
    /// Factor on learning rate and speed after each generation; 1 keeps them.
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
        .positive("maxSpeed", maxSpeed),
        .share("momentum", momentum),
        .init("sigmaLearningRate", sigmaLearningRate, sigmaLearningRate >= 0, "0 or above"),
        .share("sigmaChange", sigmaChange),
        .decay("learningRateDecay", learningRateDecay),
      ])
    }
  }
}

extension PGPE.Configuration {
  /// Reads the keys present and keeps the defaults of the others; does not validate.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    populationSize = try values.read(.populationSize, or: populationSize)
    sigma = try values.read(.sigma, or: sigma)
    learningRate = try values.read(.learningRate, or: learningRate)
    maxSpeed = try values.read(.maxSpeed, or: maxSpeed)
    momentum = try values.read(.momentum, or: momentum)
    sigmaLearningRate = try values.read(.sigmaLearningRate, or: sigmaLearningRate)
    sigmaChange = try values.read(.sigmaChange, or: sigmaChange)
    learningRateDecay = try values.read(.learningRateDecay, or: learningRateDecay)
  }
}
