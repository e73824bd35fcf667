/// Variance of a mean over crossed random factors, and its degrees of freedom.
///
/// Scores y_se of training seed s in episode e have an effect of the seed, one of the episode, and
/// a rest. The variance of their mean is σ_S²/S + σ_E²/E + σ_R²/(SE), unbiasedly estimated by
/// MS_S/(SE) + MS_E/(SE) − MS_R/(SE) (Searle, Casella, McCulloch 1992, *Variance components*,
/// § 4.3); here it is at least the largest of the positive terms, so that it never vanishes by
/// chance. Degrees of freedom after Satterthwaite 1946.
struct VarianceComponents {
  /// One for each factor: a mean square over what it is a mean of, and its degrees of freedom.
  private(set) var terms: [(variance: Double, degreesOfFreedom: Double)] = []
  /// What the terms count twice.
  private(set) var shared = 0.0

  /// Takes in the effect of units in rows, [units][episodes].
  mutating func add(units rows: [[Double]]) {
    let (units, episodes) = (rows.count, rows[0].count)
    let unitMeans = rows.map(Statistics.mean)
    terms.append((Statistics.variance(unitMeans) / Double(units), Double(units - 1)))
    guard episodes > 1 else { return }
    let episodeMeans = (0..<episodes).map { e in Statistics.mean(rows.map { $0[e] }) }
    let mean = Statistics.mean(unitMeans)
    var squares = 0.0
    for (unit, row) in rows.enumerated() {
      for (e, score) in row.enumerated() {
        let rest = score - unitMeans[unit] - episodeMeans[e] + mean
        squares += rest * rest
      }
    }
    shared += squares / Double((units - 1) * (episodes - 1)) / Double(units * episodes)
  }

  /// Takes in the effect of episodes: the mean over units in each.
  mutating func add(episodes means: [Double]) {
    guard means.count > 1 else { return }
    terms.append((Statistics.variance(means) / Double(means.count), Double(means.count - 1)))
  }

  /// The variance of the mean.
  var variance: Double {
    let variances = terms.map(\.variance)
    return max(variances.reduce(0, +) - shared, variances.max() ?? 0)
  }

  /// Satterthwaite's; at least those of the factor that has fewest.
  var degreesOfFreedom: Double {
    let least = terms.map(\.degreesOfFreedom).min() ?? 1
    let spread = terms.reduce(0) { $0 + $1.variance * $1.variance / $1.degreesOfFreedom }
    guard spread > 0 else { return least }
    return min(max(variance * variance / spread, least), 1e6)
  }
}
