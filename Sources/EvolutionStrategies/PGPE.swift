import NumericalMethods

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
/// equations, and µ moves by l times its step. Noise is never stored, see ``OpenAIES``. Encoding is
/// exact: a decoded strategy continues bit for bit.
public struct PGPE: NamedStrategy {
  public static let kind = Strategy.Kind.pgpe

  /// The settings it was started with.
  public let configuration: Configuration
  /// The run's seed, key of every perturbation.
  public let seed: UInt64
  /// Generations so far.
  public private(set) var generation = 0
  /// Per-parameter multipliers; nil where all are 1.
  public let scales: ParameterScales?
  private var packedMean: PackedFloats
  private var packedDeviations: PackedFloats
  private var clipUp: ClipUp

  private enum CodingKeys: String, CodingKey {
    case configuration, seed, generation, scales, clipUp
    case packedMean = "mean"
    case packedDeviations = "deviations"
  }

  /// Centre of the search distribution, length `dimension`.
  public var mean: [Float] { packedMean.values }
  /// Present standard deviations of the perturbations, length `dimension`.
  public var deviations: [Float] { packedDeviations.values }
  /// Number of parameters.
  public var dimension: Int { packedMean.values.count }
  /// The present length of a step, after decay.
  public var learningRate: Double { clipUp.stepSize }

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
    packedMean = PackedFloats(initial)
    let sigma = Float(configuration.sigma)
    packedDeviations = PackedFloats(
      scales?.sigma.map { sigma * $0 } ?? [Float](repeating: sigma, count: initial.count))
    clipUp = ClipUp(
      dimension: initial.count, stepSize: configuration.learningRate,
      maxSpeed: configuration.learningRate * configuration.maxSpeed,
      momentum: configuration.momentum)
  }

  /// Candidates 2k and 2k + 1 are mean ± σ ε_k.
  public func candidate(_ index: Int, into buffer: UnsafeMutableBufferPointer<Float>) {
    pairs.fill(
      index, about: packedMean.values, sigma: 1, packedDeviations.values, into: buffer)
  }

  private var pairs: MirroredPairs {
    MirroredPairs(seed: seed, generation: generation, populationSize: populationSize)
  }

  public mutating func skip() { generation += 1 }

  /// Moves mean and deviations up their gradients of centred ranks. Where all fitness is tied, only
  /// the mean's momentum moves it.
  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary {
    precondition(fitness.count == populationSize, "one fitness for every candidate")
    let (mean, deviation) = gradients(shaped: centredRanks(fitness))
    let updateNorm = clipUp.update(
      parameters: &packedMean.values, gradient: mean.map { -$0 },
      learningRateScale: scales?.learningRate)
    widen(along: deviation)
    generation += 1
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
    let first = pairs.sum(
      weights: pairs.differences(shaped).map { Float(half * $0) }, dimension: dimension)
    let second = pairs.sumOfExcess(
      weights: pairs.sums(shaped).map { Float(half * $0) }, dimension: dimension)
    let sigma = unscaledDeviations
    return (zip(sigma, first).map { $0 * $1 }, zip(sigma, second).map { $0 * $1 })
  }

  /// σ / s; 0 where s is.
  private var unscaledDeviations: [Float] {
    guard let scale = scales?.sigma else { return packedDeviations.values }
    return zip(packedDeviations.values, scale).map { $1 > 0 ? $0 / $1 : 0 }
  }

  /// σ ← σ + η_σ g_σ, kept within its share of change.
  private mutating func widen(along gradient: [Float]) {
    let (rate, bound) = (Float(configuration.sigmaLearningRate), Float(configuration.sigmaChange))
    for i in gradient.indices {
      let own = packedDeviations.values[i]
      let step = rate * gradient[i] * (scales?.sigma[i] ?? 1)
      packedDeviations.values[i] = min(max(own + step, (1 - bound) * own), (1 + bound) * own)
    }
  }
}

extension PGPE {
  /// Settings of `PGPE`. Absent keys decode to the defaults.
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

    /// The defaults.
    public init() {}

    public var problem: InvalidSetting? {
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
  /// ClipUp's step is the learning rate times √d for d parameters.
  public init(_ settings: some StrategySettings, dimension: Int) {
    populationSize = settings.population
    sigma = settings.sigma
    learningRate = settings.learningRate * Double(dimension).squareRoot()
    maxSpeed = settings.maxSpeed
    momentum = settings.momentum
    sigmaLearningRate = settings.sigmaLearningRate
    learningRateDecay = settings.learningRateDecay
  }

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

extension PGPE {
  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the settings are
  /// out of bounds or the parts disagree on the dimension.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    configuration = try values.decode(Configuration.self, forKey: .configuration)
    seed = try values.decode(UInt64.self, forKey: .seed)
    generation = try values.decode(Int.self, forKey: .generation)
    scales = try values.decodeIfPresent(ParameterScales.self, forKey: .scales)
    packedMean = try values.decode(PackedFloats.self, forKey: .packedMean)
    packedDeviations = try values.decode(PackedFloats.self, forKey: .packedDeviations)
    clipUp = try values.decode(ClipUp.self, forKey: .clipUp)
    try values.check(configuration.problem, forKey: .configuration)
    try values.check(dimension, equals: deviations.count, forKey: .packedDeviations)
    try values.check(dimension, equals: clipUp.dimension, forKey: .clipUp)
    try values.check(dimension, equals: scales?.dimension, forKey: .scales)
  }
}
