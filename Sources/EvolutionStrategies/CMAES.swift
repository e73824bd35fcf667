import NumericalMethods

/// Evolution with an adapted covariance matrix (Hansen 2016, *The CMA evolution strategy: a
/// tutorial*, arXiv:1604.00772): weighted recombination with negative weights for the worse half,
/// cumulative step-size adaptation, rank-one and rank-µ updates. Rates as in the package `cma`.
///
/// In generation g candidate k is m + σ s ∘ y_k with y_k = B D z_k, where C = B D² Bᵀ and z_k is
/// the stream (seed, `.perturbation`, g, individual k). The scales s, those of σ, stay as they are;
/// those of the learning rate have no meaning here. Ties share the mean weight of their ranks; a
/// generation whose fitness is all equal changes nothing.
///
/// Time and memory of a generation grow with n²; every few generations (about n/10 of them, for a
/// small population) C is decomposed anew in n³. Encoding is exact: a decoded strategy continues
/// bit for bit, on one type of machine.
public struct CMAES: NamedStrategy {
  public static let kind = Strategy.Kind.cmaES

  /// The settings it was started with.
  public let configuration: CMAConfiguration
  /// The run's seed, key of every perturbation.
  public let seed: UInt64
  /// Generations so far.
  public private(set) var generation = 0
  /// Per-parameter multipliers of σ; nil where all are 1.
  public let scales: ParameterScales?
  private var packedMean: PackedDoubles
  private var packedCovariance: PackedDoubles
  private var packedPath: PackedDoubles
  private var stepSize: CumulativeStepSize
  /// C = B D² Bᵀ as it was after generation `decomposed`.
  private var decomposition: SymmetricEigendecomposition
  private var decomposed = 0
  private let rates: CovarianceRates

  private enum CodingKeys: String, CodingKey {
    case configuration, seed, generation, scales, stepSize, decomposition, decomposed
    case packedMean = "mean"
    case packedCovariance = "covariance"
    case packedPath = "path"
  }

  /// The largest dimension that the covariance matrix is practicable for.
  public static let largestDimension = 1000

  /// Centre of the search distribution, length `dimension`.
  public var mean: [Float] { packedMean.values.map(Float.init) }
  /// Number of parameters.
  public var dimension: Int { packedMean.values.count }
  /// The present overall standard deviation.
  public var sigma: Double { stepSize.sigma }
  /// C [n, n], row-major, symmetric.
  var covariance: [Double] { packedCovariance.values }

  /// A search that starts at `initial`.
  ///
  /// Preconditions: `configuration.validate()` passes, `scales` has the length of `initial`, which
  /// is 1 to ``largestDimension``.
  public init(
    initial: [Float], configuration: CMAConfiguration, seed: UInt64,
    scales: ParameterScales? = nil
  ) {
    configuration.require(scales, for: initial.count)
    precondition(
      (1...Self.largestDimension).contains(initial.count),
      "1 to \(Self.largestDimension) parameters")
    self.configuration = configuration
    self.seed = seed
    self.scales = scales
    packedMean = PackedDoubles(initial.map(Double.init))
    decomposition = SymmetricEigendecomposition(identity: initial.count)
    packedCovariance = PackedDoubles(decomposition.vectors)
    packedPath = PackedDoubles([Double](repeating: 0, count: initial.count))
    stepSize = CumulativeStepSize(dimension: initial.count, sigma: configuration.sigma)
    rates = .full(dimension: initial.count, population: configuration.populationSize)
  }

  /// Candidate k is m + σ s ∘ B D z_k.
  public func candidate(_ index: Int, into buffer: UnsafeMutableBufferPointer<Float>) {
    precondition(0 <= index && index < populationSize, "a candidate's index is in the population")
    precondition(buffer.count == dimension, "the buffer has the strategy's dimension")
    fillPerturbation(seed, generation, index, buffer)
    let (n, values, vectors) = (dimension, decomposition.values, decomposition.vectors)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { y in
      y.initialize(repeating: 0)
      for j in 0..<n {
        let length = max(values[j], 0).squareRoot() * Double(buffer[j])
        for i in 0..<n { y[i] += length * vectors[j * n + i] }
      }
      for i in 0..<n {
        let scale = sigma * Double(scales?.sigma[i] ?? 1)
        buffer[i] = Float(packedMean.values[i] + scale * y[i])
      }
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
    let noise = noise()
    let steps = steps(of: noise)
    let shift = combine(steps, weights.map(\.up))
    let updateNorm = stepSize.move(&packedMean.values, along: shift, scales?.sigma)
    let isShort = stepSize.update(
      shift: rotated(combine(noise, weights.map(\.up))), effective: rates.weights.effective,
      generation: generation + 1)
    movePath(shift, isShort)
    adaptCovariance(steps, corrected(weights, noise), isShort)
    decomposeIfDue()
    return UpdateSummary(
      fitness: fitness, gradientNorm: euclideanNorm(shift), updateNorm: updateNorm)
  }

  /// z [λ, n].
  private func noise() -> [Double] {
    (0..<populationSize).flatMap { index in
      [Float](unsafeUninitializedCapacity: dimension) { buffer, count in
        fillPerturbation(
          seed, generation, index, UnsafeMutableBufferPointer(rebasing: buffer[..<dimension]))
        count = dimension
      }.map(Double.init)
    }
  }

  /// y = B D z [λ, n] of z [λ, n].
  private func steps(of noise: [Double]) -> [Double] {
    let lengths = decomposition.values.map { max($0, 0).squareRoot() }
    let stretched = noise.indices.map { lengths[$0 % dimension] * noise[$0] }
    return inAxes(stretched, rows: populationSize)
  }

  /// B z.
  private func rotated(_ z: [Double]) -> [Double] { inAxes(z, rows: 1) }

  /// B applied to each row.
  private func inAxes(_ x: [Double], rows: Int) -> [Double] {
    var result = [Double](repeating: 0, count: x.count)
    Double.multiply(
      MatrixProduct(
        rows: rows, columns: dimension, inner: dimension, strideA: dimension, strideB: dimension,
        strideC: dimension),
      x, decomposition.vectors, keeping: 0, into: &result)
    return result
  }

  /// Σ_k w_k x_k of x [λ, n].
  private func combine(_ x: [Double], _ weights: [Double]) -> [Double] {
    (0..<dimension).map { i in
      weights.indices.reduce(0) { $0 + weights[$1] * x[$1 * dimension + i] }
    }
  }

  /// p ← (1 − c_c) p + h_σ √(c_c (2 − c_c) µ_eff) Σ_k w_k y_k.
  private mutating func movePath(_ shift: [Double], _ isShort: Bool) {
    let gain = isShort ? rates.pathGain : 0
    for i in shift.indices {
      packedPath.values[i] = (1 - rates.cPath) * packedPath.values[i] + gain * shift[i]
    }
  }

  /// Weights of the covariance: a negative one is scaled by n / |z_k|², so that C stays positive
  /// definite whatever the length of the step.
  private func corrected(_ weights: [(up: Double, down: Double)], _ noise: [Double]) -> [Double] {
    weights.enumerated().map { k, weight in
      let z = noise[k * dimension..<(k + 1) * dimension]
      let square = z.reduce(0) { $0 + $1 * $1 }
      return weight.up + weight.down * Double(dimension) / (square + 1e-9)
    }
  }

  /// C ← (1 − c₁ − c_µ Σ_k w_k) C + c₁ p pᵀ + c_µ Σ_k w_k y_k y_kᵀ, less decay where p stood still.
  private mutating func adaptCovariance(
    _ steps: [Double], _ weights: [Double], _ isShort: Bool
  ) {
    let rows = steps + packedPath.values
    let factors = weights.map { rates.cMu * $0 } + [rates.c1]
    let weighted = rows.indices.map { factors[$0 / dimension] * rows[$0] }
    Double.multiply(
      MatrixProduct(
        rows: dimension, columns: dimension, inner: factors.count, transposesA: true,
        strideA: dimension, strideB: dimension, strideC: dimension),
      weighted, rows, keeping: rates.kept(pathMoved: isShort), into: &packedCovariance.values)
  }

  /// Decomposes C anew where it has changed enough since. A matrix that cannot be decomposed leaves
  /// the axes as they are.
  private mutating func decomposeIfDue() {
    guard Double(generation + 1 - decomposed) >= rates.decompositionGap(dimension: dimension) else {
      return
    }
    decomposed = generation + 1
    if let found = SymmetricEigendecomposition(covariance, dimension: dimension) {
      decomposition = found
    }
  }
}

extension CMAES {
  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the settings are
  /// out of bounds or the parts disagree on the dimension.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    configuration = try values.decode(CMAConfiguration.self, forKey: .configuration)
    seed = try values.decode(UInt64.self, forKey: .seed)
    generation = try values.decode(Int.self, forKey: .generation)
    scales = try values.decodeIfPresent(ParameterScales.self, forKey: .scales)
    packedMean = try values.decode(PackedDoubles.self, forKey: .packedMean)
    packedCovariance = try values.decode(PackedDoubles.self, forKey: .packedCovariance)
    packedPath = try values.decode(PackedDoubles.self, forKey: .packedPath)
    stepSize = try values.decode(CumulativeStepSize.self, forKey: .stepSize)
    decomposition = try values.decode(SymmetricEigendecomposition.self, forKey: .decomposition)
    decomposed = try values.decode(Int.self, forKey: .decomposed)
    try values.check(configuration.problem, forKey: .configuration)
    let n = packedMean.values.count
    try values.check(min(max(n, 1), Self.largestDimension), equals: n, forKey: .packedMean)
    try values.check(n * n, equals: packedCovariance.values.count, forKey: .packedCovariance)
    try values.check(n, equals: packedPath.values.count, forKey: .packedPath)
    try values.check(n, equals: stepSize.dimension, forKey: .stepSize)
    try values.check(n, equals: decomposition.dimension, forKey: .decomposition)
    try values.check(n, equals: scales?.dimension, forKey: .scales)
    rates = .full(dimension: n, population: configuration.populationSize)
  }
}
