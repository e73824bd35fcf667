public import NumericalMethods

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

  public private(set) var search: SearchState<CMAConfiguration, PackedDoubles>
  private var paths: EvolutionPaths
  private var packedCovariance: PackedDoubles
  /// C = B D² Bᵀ as it was after generation `decomposed`.
  private var decomposition: SymmetricEigendecomposition
  private var decomposed = 0
  private let rates: CovarianceRates

  private enum CodingKeys: String, CodingKey {
    case decomposition, decomposed
    case packedCovariance = "covariance"
  }

  /// The largest dimension that the covariance matrix is practicable for.
  public static let largestDimension = 1000

  /// The present overall standard deviation.
  public var sigma: Double { paths.stepSize.sigma }
  /// C [n, n], row-major, symmetric.
  var covariance: [Double] { packedCovariance.values }

  /// Precondition: 1 to ``largestDimension`` parameters.
  public init(_ search: SearchState<CMAConfiguration, PackedDoubles>) {
    let n = search.dimension
    precondition(
      (1...Self.largestDimension).contains(n), "1 to \(Self.largestDimension) parameters")
    self.search = search
    paths = EvolutionPaths(dimension: n, sigma: search.configuration.sigma)
    decomposition = SymmetricEigendecomposition(identity: n)
    packedCovariance = PackedDoubles(decomposition.vectors)
    rates = .full(dimension: n, population: search.configuration.populationSize)
  }

  /// Candidate k is m + σ s ∘ B D z_k.
  public func candidate(_ index: Int, into buffer: inout MutableSpan<Float>) {
    buffer.withUnsafeMutableBufferPointer { fill(index, $0) }
  }

  private func fill(_ index: Int, _ buffer: UnsafeMutableBufferPointer<Float>) {
    search.require(index, buffer)
    search.fillNoise(index, buffer)
    let (n, values, vectors) = (dimension, decomposition.values, decomposition.vectors)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { y in
      y.initialize(repeating: 0)
      for j in 0..<n {
        let length = max(values[j], 0).squareRoot() * Double(buffer[j])
        for i in 0..<n { y[i] += length * vectors[j * n + i] }
      }
      for i in 0..<n {
        let scale = sigma * Double(search.scales?.sigma[i] ?? 1)
        buffer[i] = Float(search.packedMean.values[i] + scale * y[i])
      }
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
    let noise = noise()
    let steps = steps(of: noise)
    let shift = combine(steps, weights.map(\.up))
    let moved = paths.move(
      &search, along: shift, noise: rotated(combine(noise, weights.map(\.up))), rates)
    adaptCovariance(steps, corrected(weights, noise), moved.isShort)
    decomposeIfDue()
    return UpdateSummary(
      fitness: fitness, gradientNorm: euclideanNorm(shift), updateNorm: moved.length)
  }

  /// z [λ, n].
  private func noise() -> [Double] {
    (0..<populationSize).flatMap { index in
      [Float](unsafeUninitializedCapacity: dimension) { buffer, count in
        search.fillNoise(index, UnsafeMutableBufferPointer(rebasing: buffer[..<dimension]))
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
      MatrixProduct(rows: rows, columns: dimension, inner: dimension), x, decomposition.vectors,
      keeping: 0, into: &result)
    return result
  }

  /// Σ_k w_k x_k of x [λ, n].
  private func combine(_ x: [Double], _ weights: [Double]) -> [Double] {
    (0..<dimension).map { i in
      weights.indices.reduce(0) { $0 + weights[$1] * x[$1 * dimension + i] }
    }
  }

  /// Weights of the covariance.
  private func corrected(_ weights: [RecombinationWeights.Share], _ noise: [Double]) -> [Double] {
    weights.enumerated().map { k, weight in
      let z = noise[k * dimension..<(k + 1) * dimension]
      return weight.ofCovariance(squaredLength: z.reduce(0) { $0 + $1 * $1 }, dimension)
    }
  }

  /// C ← (1 − c₁ − c_µ Σ_k w_k) C + c₁ p pᵀ + c_µ Σ_k w_k y_k y_kᵀ, less decay where p stood still.
  private mutating func adaptCovariance(
    _ steps: [Double], _ weights: [Double], _ isShort: Bool
  ) {
    let rows = steps + paths.packedPath.values
    let factors = weights.map { rates.cMu * $0 } + [rates.c1]
    let weighted = rows.indices.map { factors[$0 / dimension] * rows[$0] }
    Double.multiply(
      MatrixProduct(
        rows: dimension, columns: dimension, inner: factors.count, transposesA: true),
      weighted, rows, keeping: rates.kept(pathMoved: isShort), into: &packedCovariance.values)
  }

  /// Decomposes C anew where it has changed enough since. A matrix that cannot be decomposed leaves
  /// the axes as they are.
  private mutating func decomposeIfDue() {
    let present = search.generation + 1
    guard Double(present - decomposed) >= rates.decompositionGap(dimension: dimension) else {
      return
    }
    decomposed = present
    if let found = SymmetricEigendecomposition(covariance, dimension: dimension) {
      decomposition = found
    }
  }
}

extension CMAES {
  public init(from decoder: any Decoder) throws {
    search = try SearchState(from: decoder)
    paths = try EvolutionPaths(from: decoder)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    packedCovariance = try values.decode(PackedDoubles.self, forKey: .packedCovariance)
    decomposition = try values.decode(SymmetricEigendecomposition.self, forKey: .decomposition)
    decomposed = try values.decode(Int.self, forKey: .decomposed)
    let n = search.dimension
    try search.check(
      [
        (search.meanKey, n, min(max(n, 1), Self.largestDimension)),
        (CodingKeys.packedCovariance, packedCovariance.values.count, n * n),
      ] + paths.lengths(n) + [(CodingKeys.decomposition, decomposition.dimension, n)],
      in: decoder)
    rates = .full(dimension: n, population: search.configuration.populationSize)
  }

  public func encode(to encoder: any Encoder) throws {
    try paths.encode(to: encoder)
    try search.encode(
      with: [
        CodingKeys.packedCovariance: packedCovariance, .decomposition: decomposition,
        .decomposed: decomposed,
      ],
      to: encoder)
  }
}
