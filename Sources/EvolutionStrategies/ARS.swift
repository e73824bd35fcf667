import NumericalMethods

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
/// of the mean is l times that above. Noise is never stored, see ``OpenAIES``. Encoding is exact: a
/// decoded strategy continues bit for bit.
public struct ARS: NamedStrategy {
  public static let kind = Strategy.Kind.ars

  /// The settings it was started with.
  public let configuration: Configuration
  /// The run's seed, key of every perturbation.
  public let seed: UInt64
  /// Generations so far.
  public private(set) var generation = 0
  /// The present standard deviation ν, after decay.
  public private(set) var sigma: Double
  /// The present step size α, after decay.
  public private(set) var learningRate: Double
  /// Per-parameter multipliers; nil where all are 1.
  public let scales: ParameterScales?
  private var packedMean: PackedFloats

  private enum CodingKeys: String, CodingKey {
    case configuration, seed, generation, sigma, learningRate, scales
    case packedMean = "mean"
  }

  /// Centre of the search distribution, length `dimension`.
  public var mean: [Float] { packedMean.values }
  /// Number of parameters.
  public var dimension: Int { packedMean.values.count }

  /// A search that starts at `initial`.
  ///
  /// Preconditions: `configuration.validate()` passes, `scales` has the length of `initial`.
  public init(
    initial: [Float], configuration: Configuration, seed: UInt64, scales: ParameterScales? = nil
  ) {
    configuration.require(scales, for: initial.count)
    self.configuration = configuration
    self.seed = seed
    self.scales = scales
    sigma = configuration.sigma
    learningRate = configuration.learningRate
    packedMean = PackedFloats(initial)
  }

  /// Candidates 2k and 2k + 1 are mean ± ν δ_k.
  public func candidate(_ index: Int, into buffer: UnsafeMutableBufferPointer<Float>) {
    pairs.fill(index, about: packedMean.values, sigma: Float(sigma), scales?.sigma, into: buffer)
  }

  private var pairs: MirroredPairs {
    MirroredPairs(seed: seed, generation: generation, populationSize: populationSize)
  }

  public mutating func skip() { generation += 1 }

  /// Moves the mean along the best pairs; not at all where their fitness is all equal.
  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary {
    precondition(fitness.count == populationSize, "one fitness for every candidate")
    let direction = direction(fitness)
    var square = 0.0
    for i in direction.indices {
      let move = Float(learningRate) * (scales?.learningRate[i] ?? 1) * direction[i]
      packedMean.values[i] += move
      square += Double(move) * Double(move)
    }
    generation += 1
    sigma *= configuration.sigmaDecay
    learningRate *= configuration.learningRateDecay
    return UpdateSummary(
      fitness: fitness, gradientNorm: euclideanNorm(direction), updateNorm: square.squareRoot())
  }

  /// 1 / (b σ_R) Σ_k (r₂ₖ − r₂ₖ₊₁) δ_k; 0 where a scale of σ is 0, and all 0 where σ_R is.
  ///
  /// Precondition: `fitness.count == populationSize`.
  public func direction(_ fitness: [Double]) -> [Float] {
    precondition(fitness.count == populationSize, "one fitness for every candidate")
    let worst = fitness.filter(\.isFinite).min() ?? 0
    let rewards = fitness.map { $0.isFinite ? $0 : worst }
    let used = best(rewards)
    let deviation = Statistics.standardDeviation(
      used.flatMap { [rewards[2 * $0], rewards[2 * $0 + 1]] }, degreesOfFreedomRemoved: 0)
    var weights = [Float](repeating: 0, count: populationSize / 2)
    if deviation > 0 && deviation.isFinite {
      let differences = pairs.differences(rewards)
      for k in used { weights[k] = Float(differences[k] / (Double(used.count) * deviation)) }
    }
    let sum = pairs.sum(weights: weights, dimension: dimension)
    guard let scale = scales?.sigma else { return sum }
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
  /// Settings of `ARS`. Absent keys decode to the defaults.
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

    /// The defaults.
    public init() {}

    /// b: the pairs that count, at least one.
    var topPairs: Int {
      max(1, Int((topShare * Double(populationSize / 2)).rounded()))
    }

    public var problem: InvalidSetting? {
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
  public init(_ settings: some StrategySettings, dimension _: Int) {
    populationSize = settings.population
    sigma = settings.sigma
    learningRate = settings.learningRate
    topShare = settings.topShare
    sigmaDecay = settings.sigmaDecay
    learningRateDecay = settings.learningRateDecay
  }

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

extension ARS {
  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the settings are
  /// out of bounds or the parts disagree on the dimension.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    configuration = try values.decode(Configuration.self, forKey: .configuration)
    seed = try values.decode(UInt64.self, forKey: .seed)
    generation = try values.decode(Int.self, forKey: .generation)
    sigma = try values.decode(Double.self, forKey: .sigma)
    learningRate = try values.decode(Double.self, forKey: .learningRate)
    scales = try values.decodeIfPresent(ParameterScales.self, forKey: .scales)
    packedMean = try values.decode(PackedFloats.self, forKey: .packedMean)
    try values.check(configuration.problem, forKey: .configuration)
    try values.check(dimension, equals: scales?.dimension, forKey: .scales)
  }
}
