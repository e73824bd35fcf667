import NumericalMethods

/// What one `tell` saw and did.
public struct UpdateSummary: Sendable, Hashable, Codable {
  /// Euclidean norm of the estimated gradient of shaped fitness, weight decay excluded.
  public var gradientNorm: Double
  /// Euclidean norm of the change of the mean.
  public var updateNorm: Double
  /// Highest finite fitness; NaN if there is none.
  public var best: Double
  /// Mean of the finite fitness values; NaN if there is none.
  public var mean: Double
  /// Candidates whose fitness was not finite.
  var nonfiniteCount: Int

  init(fitness: [Double], gradientNorm: Double, updateNorm: Double) {
    let finite = fitness.filter(\.isFinite)
    self.gradientNorm = gradientNorm
    self.updateNorm = updateNorm
    best = finite.max() ?? .nan
    mean = finite.reduce(0, +) / Double(finite.count)
    nonfiniteCount = fitness.count - finite.count
  }
}

/// Fitness replaced by its rank, spread evenly over [−½, ½] with ½ for the highest: the update then
/// depends on the order alone and not on the scale of fitness (Salimans et al. 2017, § 2).
///
/// Ties share their mean rank. Values that are not finite, +∞ included, tie below all others. Fewer
/// than two values give 0.
public func centredRanks(_ fitness: [Double]) -> [Double] {
  guard fitness.count > 1 else { return fitness.map { _ in 0 } }
  let ranks = Statistics.tiedRanks(fitness.map { $0.isFinite ? $0 : -.infinity })
  return ranks.map { ($0 - 1) / Double(fitness.count - 1) - 0.5 }
}
