import NumericalMethods

/// The two evolution paths of CMA-ES: that of the overall step size, and that which a covariance
/// follows. Encodes among the parts of its strategy.
struct EvolutionPaths: Sendable, Codable {
  private(set) var stepSize: CumulativeStepSize
  /// p of the covariance.
  private(set) var packedPath: PackedDoubles

  private enum CodingKeys: String, CodingKey {
    case stepSize
    case packedPath = "path"
  }

  init(dimension: Int, sigma: Double) {
    stepSize = CumulativeStepSize(dimension: dimension, sigma: sigma)
    packedPath = PackedDoubles([Double](repeating: 0, count: dimension))
  }

  /// The keys and lengths of both paths, with what these should be.
  func lengths(_ expected: Int) -> [PartLength] {
    [
      (CodingKeys.packedPath, packedPath.values.count, expected),
      (CodingKeys.stepSize, stepSize.dimension, expected),
    ]
  }

  /// Moves the mean and both paths: m ← m + σ s ∘ Σ_k w_k y_k with the scales s of σ, all 1 where
  /// they are nil, then σ by its own path, and p by Σ_k w_k y_k where h_σ holds.
  ///
  /// - Parameters:
  ///   - shift: Σ_k w_k y_k.
  ///   - noise: the same mean of the standard normal vectors behind the candidates.
  /// - Returns: the length of the mean's step, and whether the covariance's path moved, h_σ.
  mutating func move(
    _ search: inout SearchState<CMAConfiguration, PackedDoubles>, along shift: [Double],
    noise: [Double], _ rates: CovarianceRates
  ) -> (length: Double, isShort: Bool) {
    var square = 0.0
    for i in shift.indices {
      let move = stepSize.sigma * Double(search.scales?.sigma[i] ?? 1) * shift[i]
      search.packedMean.values[i] += move
      square += move * move
    }
    let isShort = stepSize.update(
      shift: noise, effective: rates.weights.effective, generation: search.generation + 1)
    packedPath.follow(shift, rate: rates.cPath, gain: isShort ? rates.pathGain : 0)
    return (square.squareRoot(), isShort)
  }
}

/// Cumulative step-size adaptation: σ grows where successive steps of the mean agree and shrinks
/// where they cancel (Hansen 2016, equations 43 and 44). The rates are those of the package `cma`,
/// which damps large populations more than the tutorial does.
struct CumulativeStepSize: Sendable, Codable {
  /// The present overall standard deviation σ.
  private(set) var sigma: Double
  private var packedPath: PackedDoubles

  private enum CodingKeys: String, CodingKey {
    case sigma
    case packedPath = "path"
  }

  init(dimension: Int, sigma: Double) {
    self.sigma = sigma
    packedPath = PackedDoubles([Double](repeating: 0, count: dimension))
  }

  var dimension: Int { packedPath.values.count }

  /// p ← (1 − c) p + √(c (2 − c) µ_eff) z,  σ ← σ exp(min(1, c / d (|p| / E|N(0, I)| − 1))).
  ///
  /// - Parameters:
  ///   - shift: z, the weighted mean of the standard normal vectors behind the candidates.
  ///   - generation: how many so far, this one included.
  /// - Returns: whether the path is short enough for the covariance to follow it, h_σ.
  mutating func update(shift: [Double], effective: Double, generation: Int) -> Bool {
    let n = Double(dimension)
    let rate = min(0.5, (effective + 2) / (n + effective + 3))
    packedPath.follow(shift, rate: rate, gain: (rate * (2 - rate) * effective).squareRoot())
    let length = euclideanNorm(packedPath.values)
    let growth = rate / Self.damping(n, effective, rate) * (length / Self.meanLength(n) - 1)
    sigma *= Double.exp(min(1, growth))
    let startUp = 1 - Double.pow(1 - rate, Double(2 * generation))
    return length * length / startUp / n < 2 + 4 / (n + 1)
  }

  /// d of the package `cma`; 3 (1 − 2^(−n/9)) is 1 in the tutorial.
  private static func damping(_ n: Double, _ effective: Double, _ rate: Double) -> Double {
    let inner = max(1, 3 * (1 - Double.pow(0.5, n / 9)))
    return 1 + 2 * max(0, inner * ((effective - 1) / (n + 1)).squareRoot() - 1) + rate
  }

  /// E|N(0, I)| in n dimensions.
  private static func meanLength(_ n: Double) -> Double {
    n.squareRoot() * (1 - 1 / (4 * n) + 1 / (21 * n * n))
  }
}

extension PackedDoubles {
  /// p ← (1 − c) p + gain · x.
  fileprivate mutating func follow(_ x: [Double], rate: Double, gain: Double) {
    for i in x.indices { values[i] = (1 - rate) * values[i] + gain * x[i] }
  }
}
