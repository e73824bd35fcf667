import NumericalMethods

/// Fitness replaced by its rank, spread evenly over [−½, ½] with ½ for the highest: the update then
/// depends on the order alone and not on the scale of fitness (Salimans et al. 2017, § 2).
///
/// Ties share their mean rank. Values that are not finite, +∞ included, tie below all others. Fewer than
/// two values give 0.
public func centredRanks(_ fitness: [Double]) -> [Double] {
  guard fitness.count > 1 else { return fitness.map { _ in 0 } }
  let ranks = Statistics.tiedRanks(fitness.map { $0.isFinite ? $0 : -.infinity })
  return ranks.map { ($0 - 1) / Double(fitness.count - 1) - 0.5 }
}
