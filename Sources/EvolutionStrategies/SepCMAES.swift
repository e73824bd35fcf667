public import NumericalMethods

/// CMA-ES with a diagonal covariance matrix (Ros, Hansen 2008, *A simple modification in CMA-ES
/// achieving linear time and space complexity*): a variance for each parameter, adapted faster than
/// a full matrix could be, in time and memory that grow with n. Weights and step-size adaptation as
/// in ``CMAES``, rates as in the package `cma` for a diagonal matrix.
///
/// In generation g candidate k is m + σ s ∘ y_k with y_k = √C z_k, C diagonal. Scales, ties and
/// encoding are as in ``CMAES``.
public struct SepCMAES: NamedStrategy {
  public static let kind = Strategy.Kind.sepCMAES

  public private(set) var search: SearchState<CMAConfiguration, PackedDoubles>
  private var paths: EvolutionPaths
  private var packedVariances: PackedDoubles
  private let rates: CovarianceRates

  private enum CodingKeys: String, CodingKey { case packedVariances = "variances" }

  /// The present overall standard deviation.
  public var sigma: Double { paths.stepSize.sigma }
  /// The diagonal of C, length `dimension`.
  public var variances: [Double] { packedVariances.values }

  /// Precondition: at least one parameter.
  public init(_ search: SearchState<CMAConfiguration, PackedDoubles>) {
    let n = search.dimension
    precondition(n > 0, "at least one parameter")
    self.search = search
    paths = EvolutionPaths(dimension: n, sigma: search.configuration.sigma)
    packedVariances = PackedDoubles([Double](repeating: 1, count: n))
    rates = .diagonal(dimension: n, population: search.configuration.populationSize)
  }

  /// Candidate k is m + σ s ∘ √C z_k.
  public func candidate(_ index: Int, into buffer: inout MutableSpan<Float>) {
    buffer.withUnsafeMutableBufferPointer { fill(index, $0) }
  }

  private func fill(_ index: Int, _ buffer: UnsafeMutableBufferPointer<Float>) {
    search.require(index, buffer)
    search.fillNoise(index, buffer)
    for i in 0..<dimension {
      let deviation = packedVariances.values[i].squareRoot()
      let scale = sigma * Double(search.scales?.sigma[i] ?? 1)
      buffer[i] = Float(search.packedMean.values[i] + scale * deviation * Double(buffer[i]))
    }
  }

  public mutating func skip() { search.generation += 1 }

  /// Moves the mean to the weighted mean of the better half and adapts σ and C.
  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary {
    precondition(fitness.count == populationSize, "one fitness for every candidate")
    defer { search.generation += 1 }
    guard let weights = rates.weights.assigned(to: fitness) else {
      return UpdateSummary(fitness: fitness, gradientNorm: 0, updateNorm: 0)
    }
    let sums = sums(weights)
    let deviations = packedVariances.values.map { $0.squareRoot() }
    let shift = zip(deviations, sums.noise).map { $0 * $1 }
    let moved = paths.move(&search, along: shift, noise: sums.noise, rates)
    adaptVariances(sums.squares, moved.isShort)
    return UpdateSummary(
      fitness: fitness, gradientNorm: euclideanNorm(shift), updateNorm: moved.length)
  }

  /// Σ_k w_k z_k with the positive weights, and Σ_k w_k z_k² with those of the covariance.
  private func sums(
    _ weights: [RecombinationWeights.Share]
  ) -> (noise: [Double], squares: [Double]) {
    var noise = [Double](repeating: 0, count: dimension)
    var squares = noise
    withUnsafeTemporaryAllocation(of: Float.self, capacity: dimension) { z in
      for (k, weight) in weights.enumerated() {
        search.fillNoise(k, z)
        let square = z.reduce(0) { $0 + Double($1) * Double($1) }
        let both = weight.ofCovariance(squaredLength: square, dimension)
        for i in 0..<dimension {
          let value = Double(z[i])
          noise[i] += weight.up * value
          squares[i] += both * value * value
        }
      }
    }
    return (noise, squares)
  }

  /// C ← (1 − c₁ − c_µ Σ_k w_k) C + c₁ p² + c_µ C Σ_k w_k z_k², less decay where p stood still.
  private mutating func adaptVariances(_ squares: [Double], _ isShort: Bool) {
    let kept = rates.kept(pathMoved: isShort)
    for (i, path) in paths.packedPath.values.enumerated() {
      packedVariances.values[i] *= kept + rates.cMu * squares[i]
      packedVariances.values[i] += rates.c1 * path * path
    }
  }
}

extension SepCMAES {
  public init(from decoder: any Decoder) throws {
    search = try SearchState(from: decoder)
    paths = try EvolutionPaths(from: decoder)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    packedVariances = try values.decode(PackedDoubles.self, forKey: .packedVariances)
    let n = search.dimension
    try search.check(
      [
        (search.meanKey, n, max(n, 1)),
        (CodingKeys.packedVariances, packedVariances.values.count, n),
      ] + paths.lengths(n), in: decoder)
    rates = .diagonal(dimension: n, population: search.configuration.populationSize)
  }

  public func encode(to encoder: any Encoder) throws {
    try paths.encode(to: encoder)
    try search.encode(with: [CodingKeys.packedVariances: packedVariances], to: encoder)
  }
}
