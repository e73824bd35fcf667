import NumericalMethods

/// CMA-ES with a diagonal covariance matrix (Ros, Hansen 2008, *A simple modification in CMA-ES
/// achieving linear time and space complexity*): a variance for each parameter, adapted faster than
/// a full matrix could be, in time and memory that grow with n. Weights and step-size adaptation as
/// in ``CMAES``, rates as in the package `cma` for a diagonal matrix.
///
/// In generation g candidate k is m + σ s ∘ y_k with y_k = √C z_k, C diagonal. Scales, ties and
/// encoding are as in ``CMAES``.
public struct SepCMAES: NamedStrategy {
  public static let kind = Strategy.Kind.sepCMAES

  /// The settings it was started with.
  public let configuration: CMAConfiguration
  /// The run's seed, key of every perturbation.
  public let seed: UInt64
  /// Generations so far.
  public private(set) var generation = 0
  /// Per-parameter multipliers of σ; nil where all are 1.
  public let scales: ParameterScales?
  private var packedMean: PackedDoubles
  private var packedVariances: PackedDoubles
  private var packedPath: PackedDoubles
  private var stepSize: CumulativeStepSize
  private let rates: CovarianceRates

  private enum CodingKeys: String, CodingKey {
    case configuration, seed, generation, scales, stepSize
    case packedMean = "mean"
    case packedVariances = "variances"
    case packedPath = "path"
  }

  /// Centre of the search distribution, length `dimension`.
  public var mean: [Float] { packedMean.values.map(Float.init) }
  /// Number of parameters.
  public var dimension: Int { packedMean.values.count }
  /// The present overall standard deviation.
  public var sigma: Double { stepSize.sigma }
  /// The diagonal of C, length `dimension`.
  public var variances: [Double] { packedVariances.values }

  /// A search that starts at `initial`.
  ///
  /// Preconditions: `configuration.validate()` passes, `scales` has the length of `initial`, at
  /// least 1.
  public init(
    initial: [Float], configuration: CMAConfiguration, seed: UInt64,
    scales: ParameterScales? = nil
  ) {
    configuration.require(scales, for: initial.count)
    precondition(!initial.isEmpty, "at least one parameter")
    self.configuration = configuration
    self.seed = seed
    self.scales = scales
    packedMean = PackedDoubles(initial.map(Double.init))
    packedVariances = PackedDoubles([Double](repeating: 1, count: initial.count))
    packedPath = PackedDoubles([Double](repeating: 0, count: initial.count))
    stepSize = CumulativeStepSize(dimension: initial.count, sigma: configuration.sigma)
    rates = .diagonal(dimension: initial.count, population: configuration.populationSize)
  }

  /// Candidate k is m + σ s ∘ √C z_k.
  public func candidate(_ index: Int, into buffer: UnsafeMutableBufferPointer<Float>) {
    precondition(0 <= index && index < populationSize, "a candidate's index is in the population")
    precondition(buffer.count == dimension, "the buffer has the strategy's dimension")
    fillPerturbation(seed, generation, index, buffer)
    for i in 0..<dimension {
      let deviation = packedVariances.values[i].squareRoot()
      let scale = sigma * Double(scales?.sigma[i] ?? 1)
      buffer[i] = Float(packedMean.values[i] + scale * deviation * Double(buffer[i]))
    }
  }

  public mutating func skip() { generation += 1 }

  /// Moves the mean to the weighted mean of the better half and adapts σ and C.
  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary {
    precondition(fitness.count == populationSize, "one fitness for every candidate")
    defer { generation += 1 }
    guard let weights = rates.weights.assigned(to: fitness) else {
      return UpdateSummary(fitness: fitness, gradientNorm: 0, updateNorm: 0)
    }
    let sums = sums(weights)
    let deviations = packedVariances.values.map { $0.squareRoot() }
    let shift = zip(deviations, sums.noise).map { $0 * $1 }
    let updateNorm = stepSize.move(&packedMean.values, along: shift, scales?.sigma)
    let isShort = stepSize.update(
      shift: sums.noise, effective: rates.weights.effective, generation: generation + 1)
    adaptVariances(shift, sums.squares, isShort)
    return UpdateSummary(
      fitness: fitness, gradientNorm: euclideanNorm(shift), updateNorm: updateNorm)
  }

  /// Σ_k w_k z_k with the positive weights, and Σ_k w_k z_k² with all, where a negative one is
  /// scaled by n / |z_k|², so that variances stay positive whatever the length of the step.
  private func sums(
    _ weights: [(up: Double, down: Double)]
  ) -> (noise: [Double], squares: [Double]) {
    var noise = [Double](repeating: 0, count: dimension)
    var squares = noise
    withUnsafeTemporaryAllocation(of: Float.self, capacity: dimension) { z in
      for (k, weight) in weights.enumerated() {
        fillPerturbation(seed, generation, k, z)
        let square = z.reduce(0) { $0 + Double($1) * Double($1) }
        let both = weight.up + weight.down * Double(dimension) / (square + 1e-9)
        for i in 0..<dimension {
          let value = Double(z[i])
          noise[i] += weight.up * value
          squares[i] += both * value * value
        }
      }
    }
    return (noise, squares)
  }

  /// p ← (1 − c_c) p + h_σ √(c_c (2 − c_c) µ_eff) Σ_k w_k y_k, then
  /// C ← (1 − c₁ − c_µ Σ_k w_k) C + c₁ p² + c_µ C Σ_k w_k z_k², less decay where p stood still.
  private mutating func adaptVariances(_ shift: [Double], _ squares: [Double], _ isShort: Bool) {
    let gain = isShort ? rates.pathGain : 0
    let kept = rates.kept(pathMoved: isShort)
    for i in shift.indices {
      packedPath.values[i] = (1 - rates.cPath) * packedPath.values[i] + gain * shift[i]
      let path = packedPath.values[i]
      packedVariances.values[i] *= kept + rates.cMu * squares[i]
      packedVariances.values[i] += rates.c1 * path * path
    }
  }
}

extension SepCMAES {
  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the settings are
  /// out of bounds or the parts disagree on the dimension.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    configuration = try values.decode(CMAConfiguration.self, forKey: .configuration)
    seed = try values.decode(UInt64.self, forKey: .seed)
    generation = try values.decode(Int.self, forKey: .generation)
    scales = try values.decodeIfPresent(ParameterScales.self, forKey: .scales)
    packedMean = try values.decode(PackedDoubles.self, forKey: .packedMean)
    packedVariances = try values.decode(PackedDoubles.self, forKey: .packedVariances)
    packedPath = try values.decode(PackedDoubles.self, forKey: .packedPath)
    stepSize = try values.decode(CumulativeStepSize.self, forKey: .stepSize)
    try values.check(configuration.problem, forKey: .configuration)
    let n = packedMean.values.count
    try values.check(max(n, 1), equals: n, forKey: .packedMean)
    try values.check(n, equals: packedVariances.values.count, forKey: .packedVariances)
    try values.check(n, equals: packedPath.values.count, forKey: .packedPath)
    try values.check(n, equals: stepSize.dimension, forKey: .stepSize)
    try values.check(n, equals: scales?.dimension, forKey: .scales)
    rates = .diagonal(dimension: n, population: configuration.populationSize)
  }
}
