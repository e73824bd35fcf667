public import NumericalMethods

/// Policy gradients with parameter-based exploration (Sehnke et al. 2010, *Parameter-exploring
/// policy gradients*, symmetric sampling): antithetic Gaussian perturbations with a deviation σ_i
/// for each parameter that adapts, centred ranks u, and ClipUp for the mean, with settings and
/// bounds as in Toklu, Liskowski, Srivastava 2020 and EvoTorch:
///
///     g_µ = 1/K Σ_k ½ (u₂ₖ − u₂ₖ₊₁) σ ε_k
///     g_σ = 1/K Σ_k ½ (u₂ₖ + u₂ₖ₊₁) σ (ε_k² − 1)        over the K pairs
///     µ ← µ + ClipUp(g_µ),   σ ← σ + η_σ g_σ, at most by the share `sigmaChange` of σ
///
/// Where there are scales s and l (of σ and learning rate), the parameters are s ∘ those of the
/// equations, and µ moves by l times its step. Encoding is exact: a decoded strategy continues bit
/// for bit.
public struct PGPE: NamedStrategy {
  public static let kind = Strategy.Kind.pgpe

  public private(set) var search: SearchState<Configuration, PackedFloats>
  private var packedDeviations: PackedFloats
  private var clipUp: ClipUp

  private enum CodingKeys: String, CodingKey {
    case clipUp
    case packedDeviations = "deviations"
  }

  /// Present standard deviations of the perturbations, length `dimension`.
  public var deviations: [Float] { packedDeviations.values }
  /// The present length of a step, after decay.
  public var learningRate: Double { clipUp.stepSize }

  public init(_ search: SearchState<Configuration, PackedFloats>) {
    self.search = search
    let configuration = search.configuration
    let sigma = Float(configuration.sigma)
    packedDeviations = PackedFloats(
      search.scales?.sigma.map { sigma * $0 }
        ?? [Float](repeating: sigma, count: search.dimension))
    clipUp = ClipUp(
      dimension: search.dimension, stepSize: configuration.learningRate,
      maxSpeed: configuration.learningRate * configuration.maxSpeed,
      momentum: configuration.momentum)
  }

  /// Candidates 2k and 2k + 1 are mean ± σ ε_k.
  public func candidate(_ index: Int, into buffer: inout MutableSpan<Float>) {
    search.fill(index, sigma: 1, packedDeviations.values, into: &buffer)
  }

  public mutating func skip() { search.generation += 1 }

  /// Moves mean and deviations up their gradients of centred ranks. Where all fitness is tied, only
  /// the mean's momentum moves it.
  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary {
    precondition(fitness.count == populationSize, "one fitness for every candidate")
    let (mean, deviation) = gradients(shaped: centredRanks(fitness))
    let updateNorm = clipUp.update(
      parameters: &search.packedMean.values, gradient: mean.map { -$0 },
      learningRateScale: search.scales?.learningRate)
    widen(along: deviation)
    search.generation += 1
    clipUp.stepSize *= configuration.learningRateDecay
    clipUp.maxSpeed *= configuration.learningRateDecay
    return UpdateSummary(
      fitness: fitness, gradientNorm: euclideanNorm(mean), updateNorm: updateNorm)
  }

  /// g_µ and g_σ of shaped fitness u, in units of the scaled parameters; 0 where a scale of σ is 0.
  ///
  /// Precondition: `shaped.count == populationSize`.
  public func gradients(shaped: [Double]) -> (mean: [Float], deviation: [Float]) {
    precondition(shaped.count == populationSize, "one utility for every candidate")
    let half = 1 / Double(populationSize)
    let first = search.sum(weights: search.differences(shaped).map { Float(half * $0) })
    let second = search.sumOfExcess(weights: search.sums(shaped).map { Float(half * $0) })
    let sigma = unscaledDeviations
    return (zip(sigma, first).map { $0 * $1 }, zip(sigma, second).map { $0 * $1 })
  }

  /// σ / s; 0 where s is.
  private var unscaledDeviations: [Float] {
    guard let scale = search.scales?.sigma else { return packedDeviations.values }
    return zip(packedDeviations.values, scale).map { $1 > 0 ? $0 / $1 : 0 }
  }

  /// σ ← σ + η_σ g_σ, kept within its share of change.
  private mutating func widen(along gradient: [Float]) {
    let (rate, bound) = (Float(configuration.sigmaLearningRate), Float(configuration.sigmaChange))
    for i in gradient.indices {
      let own = packedDeviations.values[i]
      let step = rate * gradient[i] * (search.scales?.sigma[i] ?? 1)
      packedDeviations.values[i] = min(max(own + step, (1 - bound) * own), (1 + bound) * own)
    }
  }
}

extension PGPE {
  /// Settings of `PGPE`.
  public struct Configuration: StrategyConfiguration {
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

    public init() {}

    /// ClipUp's step is the learning rate times √d for d parameters.
    public init(_ settings: some StrategySettings, dimension: Int) {
      self.init(settings)
      learningRate *= Double(dimension).squareRoot()
    }

    public static let population = SettingBound.even
    public static let table: [StrategySetting<Self>] = [
      .init("sigma", \.sigma, .positive, from: { $0.sigma }),
      .init("learningRate", \.learningRate, .positive, from: { $0.learningRate }),
      .init("maxSpeed", \.maxSpeed, .positive, from: { $0.maxSpeed }),
      .init("momentum", \.momentum, .share, from: { $0.momentum }),
      .init("sigmaLearningRate", \.sigmaLearningRate, .notNegative, from: { $0.sigmaLearningRate }),
      .init("sigmaChange", \.sigmaChange, .share),
      .init("learningRateDecay", \.learningRateDecay, .decay, from: { $0.learningRateDecay }),
    ]
  }

  public init(from decoder: any Decoder) throws {
    search = try SearchState(from: decoder)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    packedDeviations = try values.decode(PackedFloats.self, forKey: .packedDeviations)
    clipUp = try values.decode(ClipUp.self, forKey: .clipUp)
    try search.check(
      [
        (CodingKeys.packedDeviations, deviations.count, dimension),
        (CodingKeys.clipUp, clipUp.dimension, dimension),
      ], in: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    try search.encode(
      with: [CodingKeys.packedDeviations: packedDeviations, .clipUp: clipUp],
      to: encoder)
  }
}
