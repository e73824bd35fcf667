import NumericalMethods

/// The evolution strategy of Salimans, Ho, Chen, Sidor, Sutskever 2017, *Evolution strategies as a
/// scalable alternative to reinforcement learning* (algorithm 2): antithetic Gaussian
/// perturbations, centred ranks, Adam.
///
/// Noise is never stored. That of pair k in generation g is the stream (seed, `.perturbation`,
/// generation g, individual k), so workers exchange the strategy's value and fitness alone.
/// Encoding is exact: a decoded strategy continues bit for bit.
public struct OpenAIES: NamedStrategy {
  public static let kind = Strategy.Kind.openAIES

  /// The settings it was started with.
  public let configuration: Configuration
  /// The run's seed, key of every perturbation.
  public let seed: UInt64
  /// Generations so far.
  public private(set) var generation = 0
  /// The present standard deviation, after decay.
  public private(set) var sigma: Double
  /// Per-parameter multipliers; nil where all are 1.
  public let scales: ParameterScales?
  private var packedMean: PackedFloats
  private var adam: Adam

  private enum CodingKeys: String, CodingKey {
    case configuration, seed, generation, sigma, scales, adam
    case packedMean = "mean"
  }

  /// Centre of the search distribution, length `dimension`.
  public var mean: [Float] { packedMean.values }
  /// Number of parameters.
  public var dimension: Int { packedMean.values.count }
  /// The present step size, after decay.
  public var learningRate: Double { adam.learningRate }

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
    packedMean = PackedFloats(initial)
    adam = Adam(
      dimension: initial.count, learningRate: configuration.learningRate,
      beta1: configuration.beta1, beta2: configuration.beta2)
  }

  /// Candidates 2k and 2k + 1 are mean ± σ ε_k.
  public func candidate(_ index: Int, into buffer: UnsafeMutableBufferPointer<Float>) {
    pairs.fill(index, about: packedMean.values, sigma: Float(sigma), scales?.sigma, into: buffer)
  }

  /// This generation's perturbations.
  private var pairs: MirroredPairs {
    MirroredPairs(seed: seed, generation: generation, populationSize: populationSize)
  }

  public mutating func skip() { generation += 1 }

  /// Moves the mean by one step of Adam up the gradient of centred ranks, less weight decay.
  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary {
    precondition(fitness.count == populationSize, "one fitness for every candidate")
    var descent = gradient(shaped: centredRanks(fitness))
    let gradientNorm = euclideanNorm(descent)
    let decay = Float(configuration.weightDecay)
    for i in descent.indices { descent[i] = decay * packedMean.values[i] - descent[i] }
    let updateNorm = adam.update(
      parameters: &packedMean.values, gradient: descent, learningRateScale: scales?.learningRate)
    generation += 1
    sigma *= configuration.sigmaDecay
    adam.learningRate *= configuration.learningRateDecay
    return UpdateSummary(fitness: fitness, gradientNorm: gradientNorm, updateNorm: updateNorm)
  }

  /// g = 1/(n σ) Σ_k (u₂ₖ − u₂ₖ₊₁) ε_k, the ascent direction of shaped fitness u: the paper's
  /// estimator with each antithetic pair folded. Where σ has a scale, g is divided by it; a
  /// parameter whose scale is 0 has gradient 0. With centred ranks this is the gradient that `tell`
  /// follows.
  ///
  /// Precondition: `shaped.count == populationSize`.
  public func gradient(shaped: [Double]) -> [Float] {
    precondition(shaped.count == populationSize, "one utility for every candidate")
    var sum = pairs.sum(
      weights: pairs.differences(shaped).map(Float.init), dimension: dimension)
    let factor = Float(1 / (Double(populationSize) * sigma))
    for i in sum.indices { sum[i] *= factor }
    guard let scale = scales?.sigma else { return sum }
    return zip(sum, scale).map { $1 > 0 ? $0 / $1 : 0 }
  }
}

extension OpenAIES {
  /// Settings of `OpenAIES`. Absent keys decode to the defaults.
  public struct Configuration: StrategyConfiguration {
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

    public var problem: InvalidSetting? {
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
  public init(_ settings: some StrategySettings, dimension _: Int) {
    populationSize = settings.population
    sigma = settings.sigma
    learningRate = settings.learningRate
    weightDecay = settings.weightDecay
    sigmaDecay = settings.sigmaDecay
    learningRateDecay = settings.learningRateDecay
  }

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

extension OpenAIES {
  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the settings are
  /// out of bounds or the parts disagree on the dimension.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    configuration = try values.decode(Configuration.self, forKey: .configuration)
    seed = try values.decode(UInt64.self, forKey: .seed)
    generation = try values.decode(Int.self, forKey: .generation)
    sigma = try values.decode(Double.self, forKey: .sigma)
    scales = try values.decodeIfPresent(ParameterScales.self, forKey: .scales)
    packedMean = try values.decode(PackedFloats.self, forKey: .packedMean)
    adam = try values.decode(Adam.self, forKey: .adam)
    try values.check(configuration.problem, forKey: .configuration)
    try values.check(dimension, equals: adam.dimension, forKey: .adam)
    try values.check(dimension, equals: scales?.dimension, forKey: .scales)
  }
}
