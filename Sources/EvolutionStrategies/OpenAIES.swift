public import NumericalMethods

/// The evolution strategy of Salimans, Ho, Chen, Sidor, Sutskever 2017, *Evolution strategies as a
/// scalable alternative to reinforcement learning* (algorithm 2): antithetic Gaussian
/// perturbations, centred ranks, Adam.
///
/// Encoding is exact: a decoded strategy continues bit for bit.
public struct OpenAIES: NamedStrategy {
  public static let kind = Strategy.Kind.openAIES

  public private(set) var search: SearchState<Configuration, PackedFloats>
  /// The present standard deviation, after decay.
  public private(set) var sigma: Double
  private var adam: Adam

  private enum CodingKeys: String, CodingKey { case sigma, adam }

  /// The present step size, after decay.
  public var learningRate: Double { adam.learningRate }

  public init(_ search: SearchState<Configuration, PackedFloats>) {
    self.search = search
    let configuration = search.configuration
    sigma = configuration.sigma
    adam = Adam(
      dimension: search.dimension, learningRate: configuration.learningRate,
      beta1: configuration.beta1, beta2: configuration.beta2)
  }

  /// Candidates 2k and 2k + 1 are mean ± σ ε_k.
  public func candidate(_ index: Int, into buffer: inout MutableSpan<Float>) {
    search.fill(index, sigma: Float(sigma), search.scales?.sigma, into: &buffer)
  }

  public mutating func skip() { search.generation += 1 }

  /// Moves the mean by one step of Adam up the gradient of centred ranks, less weight decay.
  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary {
    precondition(fitness.count == populationSize, "one fitness for every candidate")
    var descent = gradient(shaped: centredRanks(fitness))
    let gradientNorm = euclideanNorm(descent)
    let decay = Float(configuration.weightDecay)
    for i in descent.indices { descent[i] = decay * search.packedMean.values[i] - descent[i] }
    let updateNorm = adam.update(
      parameters: &search.packedMean.values, gradient: descent,
      learningRateScale: search.scales?.learningRate)
    search.generation += 1
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
    var sum = search.sum(weights: search.differences(shaped).map(Float.init))
    let factor = Float(1 / (Double(populationSize) * sigma))
    for i in sum.indices { sum[i] *= factor }
    guard let scale = search.scales?.sigma else { return sum }
    return zip(sum, scale).map { $1 > 0 ? $0 / $1 : 0 }
  }
}

extension OpenAIES {
  /// Settings of `OpenAIES`.
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

    public init() {}

    public static let population = SettingBound.even
    public static let table: [StrategySetting<Self>] = [
      .init("sigma", \.sigma, .positive, from: { $0.sigma }),
      .init("learningRate", \.learningRate, .positive, from: { $0.learningRate }),
      .init("weightDecay", \.weightDecay, .notNegative, from: { $0.weightDecay }),
      .init("beta1", \.beta1, .share),
      .init("beta2", \.beta2, .share),
      .init("sigmaDecay", \.sigmaDecay, .decay, from: { $0.sigmaDecay }),
      .init("learningRateDecay", \.learningRateDecay, .decay, from: { $0.learningRateDecay }),
    ]
  }

  public init(from decoder: any Decoder) throws {
    search = try SearchState(from: decoder)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    sigma = try values.decode(Double.self, forKey: .sigma)
    adam = try values.decode(Adam.self, forKey: .adam)
    try search.check([(CodingKeys.adam, adam.dimension, dimension)], in: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    try search.encode(with: [CodingKeys.sigma: sigma, .adam: adam], to: encoder)
  }
}
