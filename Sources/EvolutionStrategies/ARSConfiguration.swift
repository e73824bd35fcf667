extension ARS {
  /// Settings of `ARS`. Absent keys decode to the defaults.
  public struct Configuration: Sendable, Hashable, Codable {
    /// Candidates in a generation; even, because they come in antithetic pairs.
    public var populationSize = 64
    /// Standard deviation ν of the perturbation, in units of the parameters.
    public var sigma = 0.1
    /// Step size α, in units of the parameters.
    public var learningRate = 0.05
    /// Share of the pairs that count, above 0, at most 1.
    public var topShare = 0.5
    /// Factor on ν after each generation; 1 keeps it.
    public var sigmaDecay = 1.0
    /// Factor on the learning rate after each generation; 1 keeps it.
    public var learningRateDecay = 1.0

    /// The defaults.
    public init() {}

    /// b: the pairs that count, at least one.
    public var topPairs: Int {
      max(1, Int((topShare * Double(populationSize / 2)).rounded()))
    }

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
        .decay("topShare", topShare),
        .decay("sigmaDecay", sigmaDecay),
        .decay("learningRateDecay", learningRateDecay),
      ])
    }
  }
}

extension ARS.Configuration {
  /// Reads the keys present and keeps the defaults of the others; does not validate.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    populationSize = try values.read(.populationSize, or: populationSize)
    sigma = try values.read(.sigma, or: sigma)
    learningRate = try values.read(.learningRate, or: learningRate)
    topShare = try values.read(.topShare, or: topShare)
    sigmaDecay = try values.read(.sigmaDecay, or: sigmaDecay)
    learningRateDecay = try values.read(.learningRateDecay, or: learningRateDecay)
  }
}
