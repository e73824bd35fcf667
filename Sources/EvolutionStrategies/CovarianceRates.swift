/// Learning rates of a covariance matrix, as the package `cma` sets them.
struct CovarianceRates: Sendable {
  /// c₁ of the rank-one update, c_µ of the rank-µ update, c_c of the evolution path.
  let c1: Double
  let cMu: Double
  let cPath: Double
  /// √(c_c (2 − c_c) µ_eff).
  let pathGain: Double
  let weights: RecombinationWeights

  private init(c1: Double, cMu: Double, cPath: Double, dimension: Int, population: Int) {
    (self.c1, self.cMu, self.cPath) = (c1, cMu, cPath)
    weights = RecombinationWeights(
      population: population, dimension: dimension, c1: c1, cMu: cMu)
    pathGain = (cPath * (2 - cPath) * weights.effective).squareRoot()
  }

  /// Those of a full matrix (Hansen 2016, equations 56 to 58).
  static func full(dimension: Int, population: Int) -> CovarianceRates {
    let n = Double(dimension)
    let mu = RecombinationWeights.effective(population: population)
    let c1 = min(1, Double(population) / 6) * 2 / ((n + 1.3) * (n + 1.3) + mu)
    return CovarianceRates(
      c1: c1, cMu: min(1 - c1, 2 * (mu + 1 / mu - 1.75) / ((n + 2) * (n + 2) + mu)),
      cPath: (4 + mu / n) / (n + 4 + 2 * mu / n), dimension: dimension, population: population)
  }

  /// Those of a diagonal one, which has n parameters instead of n (n + 1) / 2.
  static func diagonal(dimension: Int, population: Int) -> CovarianceRates {
    let n = Double(dimension)
    let (root, mu) = (n.squareRoot(), RecombinationWeights.effective(population: population))
    let c1 = 1 / (n + 2 * root + mu / n)
    return CovarianceRates(
      c1: c1, cMu: min(1 - c1, (mu + 1 / mu - 1.75) / (n + 4 * root + mu / 2)),
      cPath: (1 + 1 / n + mu / n) / (root + 1 / n + 2 * mu / n), dimension: dimension,
      population: population)
  }

  /// The factor on the matrix, which decays less where the path stood still.
  func kept(pathMoved: Bool) -> Double {
    let lost = pathMoved ? c1 : c1 * (1 - cPath * (2 - cPath))
    return 1 - lost - cMu * weights.values.reduce(0, +)
  }

  /// Generations between two decompositions of a full matrix.
  func decompositionGap(dimension: Int) -> Double { 1 / (10 * Double(dimension) * (c1 + cMu)) }
}
