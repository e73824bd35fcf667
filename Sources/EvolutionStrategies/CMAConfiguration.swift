/// Settings of `CMAES` and `SepCMAES`, which adapt all others.
public struct CMAConfiguration: StrategyConfiguration {
  /// Candidates in a generation, at least 4; 4 + 3 ln n are few, more withstand more noise.
  public var populationSize = 32
  /// Standard deviation of the search at the start, in units of the parameters.
  public var sigma = 0.1

  public init() {}

  public static let population = SettingBound(expected: "4 or above") { $0 >= 4 }
  public static let table: [StrategySetting<Self>] = [
    .init("sigma", \.sigma, .positive, from: { $0.sigma })
  ]
}
