import NumericalMethods

/// How much the candidate of each rank counts in CMA-ES (Hansen 2016, *The CMA evolution strategy:
/// a tutorial*, arXiv:1604.00772, equations 49 to 53).
struct RecombinationWeights {
  /// One weight for each rank from the best down. The positive ones sum to 1; the negative ones
  /// push the covariance away from the worst candidates and move no mean.
  let values: [Double]
  /// µ_eff of the positive weights.
  let effective: Double

  /// ln((λ + 1) / 2) − ln i, scaled on either side of 0; positive weights for the better half.
  private static func raw(_ population: Int) -> [Double] {
    let middle = Double.log(Double(population + 1) / 2)
    return (1...population).map { middle - Double.log(Double($0)) }
  }

  /// µ_eff of a population, which the learning rates depend on.
  static func effective(population: Int) -> Double {
    effective(raw(population).filter { $0 > 0 })
  }

  private static func effective(_ weights: [Double]) -> Double {
    let sum = weights.reduce(0, +)
    return sum * sum / weights.reduce(0) { $0 + $1 * $1 }
  }

  /// Weights for learning rates c₁ and c_µ of the covariance. The negative ones are scaled so that
  /// it neither decays nor grows by itself, follows no worse candidate more than better ones, and
  /// stays positive definite.
  init(population: Int, dimension: Int, c1: Double, cMu: Double) {
    let raw = Self.raw(population)
    let (positive, negative) = (raw.filter { $0 > 0 }, raw.filter { $0 < 0 })
    effective = Self.effective(positive)
    let bounds = [
      1 + c1 / cMu,
      1 + 2 * Self.effective(negative) / (effective + 2),
      (1 - c1 - cMu) / (Double(dimension) * cMu),
    ]
    let up = 1 / positive.reduce(0, +)
    let down = (bounds.min() ?? 0) / -negative.reduce(0, +)
    values = raw.map { $0 > 0 ? up * $0 : down * $0 }
  }

  /// The positive and the negative weight of a candidate.
  struct Share {
    var up = 0.0
    var down = 0.0

    /// What counts for the covariance of a candidate behind which z is: a negative weight is scaled
    /// by n / |z|², so that C stays positive definite whatever the length of the step.
    func ofCovariance(squaredLength: Double, _ dimension: Int) -> Double {
      up + down * Double(dimension) / (squaredLength + 1e-9)
    }
  }

  /// The weights of each candidate, in the order of `fitness`; tied candidates share the mean
  /// weights of their ranks, and values that are not finite tie below all others. Nil where all are
  /// tied: then nothing is known.
  func assigned(to fitness: [Double]) -> [Share]? {
    let ordered = fitness.map { $0.isFinite ? $0 : -.infinity }
    let order = ordered.indices.sorted { ordered[$0] > ordered[$1] }
    var result = [Share](repeating: Share(), count: fitness.count)
    var start = 0
    while start < order.count {
      let tied = order[start...].prefix { ordered[$0] == ordered[order[start]] }
      guard tied.count < order.count else { return nil }
      let own = values[tied.indices]
      let share = 1 / Double(tied.count)
      let up = share * own.reduce(0) { $0 + max($1, 0) }
      let down = share * own.reduce(0) { $0 + min($1, 0) }
      for k in tied { result[k] = Share(up: up, down: down) }
      start = tied.endIndex
    }
    return result
  }
}
