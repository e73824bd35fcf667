public import NumericalMethods

/// Augmented random search (Mania, Guy, Recht 2018, *Simple random search provides a competitive
/// approach to reinforcement learning*, algorithm 2): antithetic Gaussian perturbations, of which
/// only the b pairs with the best candidates count, and steps scaled by the deviation of their
/// fitness:
///
///     M ← M + α / (b σ_R) Σ_k (r₂ₖ − r₂ₖ₊₁) δ_k
///
/// over those pairs, σ_R over their 2b fitness values.
///
/// This is V1-t and V2-t: the normalisation of observations that V2 adds belongs to what is
/// searched for (`network.normalise_observations` of an experiment) and not to the search. Unlike
/// the other strategies it follows fitness and not its ranks, so fitness that is not finite counts
/// as the worst finite one of its generation. Pairs with equally good best candidates count in
/// their order.
///
/// Where there are scales s and l (of σ and learning rate), a perturbation is σ s ∘ δ, and the step
/// of the mean is l times that above. Encoding is exact: a decoded strategy continues bit for bit.
public struct ARS: NamedStrategy {
  public static let kind = Strategy.Kind.ars

  public private(set) var search: SearchState<Configuration, PackedFloats>
  /// The present standard deviation ν, after decay.
  public private(set) var sigma: Double
  /// The present step size α, after decay.
  public private(set) var learningRate: Double

  private enum CodingKeys: String, CodingKey { case sigma, learningRate }

  public init(_ search: SearchState<Configuration, PackedFloats>) {
    self.search = search
    (sigma, learningRate) = (search.configuration.sigma, search.configuration.learningRate)
  }

  /// Candidates 2k and 2k + 1 are mean ± ν δ_k.
  public func candidate(_ index: Int, into buffer: inout MutableSpan<Float>) {
    search.fill(index, sigma: Float(sigma), search.scales?.sigma, into: &buffer)
  }

  public mutating func skip() { search.generation += 1 }

  /// Moves the mean along the best pairs; not at all where their fitness is all equal.
  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary {
    let direction = direction(fitness)
    var square = 0.0
    for i in direction.indices {
      let move = Float(learningRate) * (search.scales?.learningRate[i] ?? 1) * direction[i]
      search.packedMean.values[i] += move
      square += Double(move) * Double(move)
    }
    search.generation += 1
    sigma *= configuration.sigmaDecay
    learningRate *= configuration.learningRateDecay
    return UpdateSummary(
      fitness: fitness, gradientNorm: euclideanNorm(direction), updateNorm: square.squareRoot())
  }

  /// 1 / (b σ_R) Σ_k (r₂ₖ − r₂ₖ₊₁) δ_k; 0 where a scale of σ is 0, and all 0 where σ_R is.
  ///
  /// Precondition: `fitness.count == populationSize`.
  func direction(_ fitness: [Double]) -> [Float] {
    precondition(fitness.count == populationSize, "one fitness for every candidate")
    let worst = fitness.filter(\.isFinite).min() ?? 0
    let rewards = fitness.map { $0.isFinite ? $0 : worst }
    let used = best(rewards)
    let deviation = Statistics.standardDeviation(
      used.flatMap { [rewards[2 * $0], rewards[2 * $0 + 1]] }, degreesOfFreedomRemoved: 0)
    var weights = [Float](repeating: 0, count: populationSize / 2)
    if deviation > 0 && deviation.isFinite {
      let differences = search.differences(rewards)
      for k in used { weights[k] = Float(differences[k] / (Double(used.count) * deviation)) }
    }
    let sum = search.sum(weights: weights)
    guard let scale = search.scales?.sigma else { return sum }
    return zip(sum, scale).map { $1 > 0 ? $0 : 0 }
  }

  /// The b pairs with the best candidates, best first.
  private func best(_ rewards: [Double]) -> ArraySlice<Int> {
    let highest = stride(from: 0, to: populationSize, by: 2).map {
      max(rewards[$0], rewards[$0 + 1])
    }
    let order = highest.indices.sorted {
      highest[$0] > highest[$1] || (highest[$0] == highest[$1] && $0 < $1)
    }
    return order.prefix(configuration.topPairs)
  }
}

extension ARS {
  /// Settings of `ARS`.
  public struct Configuration: StrategyConfiguration {
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

    public init() {}

    /// b: the pairs that count, at least one.
    var topPairs: Int {
      max(1, Int((topShare * Double(populationSize / 2)).rounded()))
    }

    public static let population = SettingBound.even
    public static let table: [StrategySetting<Self>] = [
      .init("sigma", \.sigma, .positive, from: { $0.sigma }),
      .init("learningRate", \.learningRate, .positive, from: { $0.learningRate }),
      .init("topShare", \.topShare, .decay, from: { $0.topShare }),
      .init("sigmaDecay", \.sigmaDecay, .decay, from: { $0.sigmaDecay }),
      .init("learningRateDecay", \.learningRateDecay, .decay, from: { $0.learningRateDecay }),
    ]
  }

  public init(from decoder: any Decoder) throws {
    search = try SearchState(from: decoder)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    sigma = try values.decode(Double.self, forKey: .sigma)
    learningRate = try values.decode(Double.self, forKey: .learningRate)
    try search.check([], in: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    try search.encode(with: [CodingKeys.sigma: sigma, .learningRate: learningRate], to: encoder)
  }
}
