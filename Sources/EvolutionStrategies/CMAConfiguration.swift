/// Settings of `CMAES` and `SepCMAES`, which adapt all others. Absent keys decode to the defaults.
public struct CMAConfiguration: StrategyConfiguration {
  /// Candidates in a generation, at least 4; 4 + 3 ln n are few, more withstand more noise.
  public var populationSize = 32
  /// Standard deviation of the search at the start, in units of the parameters.
  public var sigma = 0.1

  /// The defaults.
  public init() {}

  public var problem: InvalidSetting? {
    SettingCheck.first(of: [
      .init("populationSize", Double(populationSize), populationSize >= 4, "4 or above"),
      .positive("sigma", sigma),
    ])
  }
}

extension CMAConfiguration {
  /// Reads the keys present and keeps the defaults of the others; does not validate.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    populationSize = try values.read(.populationSize, or: populationSize)
    sigma = try values.read(.sigma, or: sigma)
  }

  public init(_ settings: some StrategySettings, dimension _: Int) {
    (populationSize, sigma) = (settings.population, settings.sigma)
  }
}
