/// A function of the scores of two arms in the same episode of the same task, for every pair of
/// their policies: differences, or who scores higher.
public struct CrossedPairs: Sendable {
  /// [policies of the first arm][policies of the second][episodes] means over the tasks.
  private let cells: [[[Double]]]
  private let arms: (Int, Int)
  public let coverage: IntervalCoverage
  /// Least and greatest that a mean can be, where that is bounded.
  private let range: ClosedRange<Double>?

  /// Precondition: both arms met the same episodes of the same tasks.
  public init(
    _ a: CrossedScores, _ b: CrossedScores, range: ClosedRange<Double>? = nil,
    _ value: (Double, Double) -> Double
  ) {
    precondition(
      a.scores[0].count == b.scores[0].count && a.cells[0].count == b.cells[0].count,
      "the same episodes of the same tasks")
    (arms, self.range) = ((a.arm, b.arm), range)
    coverage = a.coverage == b.coverage ? a.coverage : .none
    cells = a.scores.map { own in
      b.scores.map { other in
        a.cells[0].indices.map { e in
          Statistics.mean(zip(own, other).map { value($0[e], $1[e]) })
        }
      }
    }
  }

  /// The first arm's score less the second's.
  public static func differences(_ a: CrossedScores, _ b: CrossedScores) -> CrossedPairs {
    CrossedPairs(a, b) { $0 - $1 }
  }

  /// P(X > Y) + ½ P(X = Y), X and Y in the same episode.
  public static func improvement(_ a: CrossedScores, _ b: CrossedScores) -> CrossedPairs {
    CrossedPairs(a, b, range: 0...1) { $0 > $1 ? 1 : $0 == $1 ? 0.5 : 0 }
  }

  /// Share of pairs in which the first arm scores higher by more than `margin`.
  public static func gains(
    _ a: CrossedScores, _ b: CrossedScores, over margin: Double
  ) -> CrossedPairs {
    CrossedPairs(a, b, range: 0...1) { $0 - $1 > margin ? 1 : 0 }
  }

  /// The mean over all pairs, tasks and episodes, with both intervals. Its variance is that of a
  /// two-sample U statistic: of each arm's policies' means over the other's (Hoeffding 1948; DeLong
  /// et al. 1988), and of the episodes.
  ///
  /// - Parameter resamples: nil for Student's interval alone.
  public func mean(_ resamples: ClusterResamples?) -> ClusteredEstimate {
    let rows = cells.map { row in row[0].indices.map { e in Statistics.mean(row.map { $0[e] }) } }
    let columns = cells[0].indices.map { b in
      cells[0][b].indices.map { e in Statistics.mean(cells.map { $0[b][e] }) }
    }
    let episodes = rows[0].indices.map { e in Statistics.mean(rows.map { $0[e] }) }
    var result = ClusteredEstimate(Statistics.mean(episodes), covers: coverage)
    guard coverage != .none else { return result }
    var components = VarianceComponents()
    if coverage == .trainingSeeds {
      components.add(units: rows)
      components.add(units: columns)
    }
    components.add(episodes: episodes)
    result.take(components)
    if let resamples { result.take(draws(resamples)) }
    guard let range else { return result }
    result = result.clamped(to: range)
    if result.standardError == 0 { takeAgreement(&result) }
    return result
  }

  private func draws(_ resamples: ClusterResamples) -> [Double] {
    let a = resamples.units(cells.count, arm: arms.0)
    let b = resamples.units(cells[0].count, arm: arms.1)
    let total = Double(cells.count * cells[0].count * cells[0][0].count)
    return resamples.episodes.indices.map { r in
      var sum = 0.0
      for (i, row) in cells.enumerated() where a[r][i] > 0 {
        for (j, pair) in row.enumerated() where b[r][j] > 0 {
          let weight = Double(a[r][i]) * Double(b[r][j])
          for (count, value) in zip(resamples.episodes[r], pair) where count > 0 {
            sum += weight * Double(count) * value
          }
        }
      }
      return sum / total
    }
  }

  /// Where all agree there is no variance to go by, but an interval of no width would claim too
  /// much: Newcombe's over policies, or Wilson's over episodes.
  private func takeAgreement(_ result: inout ClusteredEstimate) {
    let interval =
      coverage == .trainingSeeds
      ? AgreementInterval.newcombe(result.estimate, cells.count, cells[0].count)
      : AgreementInterval.wilson(result.estimate, cells[0][0].count)
    result.t = interval
    if result.bootstrap != nil { result.bootstrap = interval }
  }
}

/// Intervals of shares that do not vanish where all cases agree, at 95 %.
enum AgreementInterval {
  private static let z = 1.959963984540054

  /// Wilson 1927 of n cases.
  static func wilson(_ share: Double, _ n: Int) -> ClusteredEstimate.Bounds {
    let (n, square) = (Double(n), z * z)
    let centre = (share + square / (2 * n)) / (1 + square / n)
    let half =
      z * (share * (1 - share) / n + square / (4 * n * n)).squareRoot() / (1 + square / n)
    return ClusteredEstimate.Bounds(low: max(centre - half, 0), high: min(centre + half, 1))
  }

  /// Newcombe 2006, *Stat. Med.* 25:559, method 5, of the Mann–Whitney share of m against n cases:
  /// all θ with |share − θ| ≤ z √V(θ), V(θ) = θ(1 − θ)[1 + N((1 − θ)/(2 − θ) + θ/(1 + θ))]/(mn),
  /// N = (m + n)/2 − 1.
  static func newcombe(_ share: Double, _ m: Int, _ n: Int) -> ClusteredEstimate.Bounds {
    let size = Double(m + n) / 2 - 1
    func isWithin(_ theta: Double) -> Bool {
      let likely = (1 - theta) / (2 - theta) + theta / (1 + theta)
      let spread = theta * (1 - theta) * (1 + size * likely) / Double(m * n)
      return abs(share - theta) <= z * spread.squareRoot()
    }
    func edge(_ outermost: Double) -> Double {
      var (outside, inside) = (outermost, share)
      for _ in 0..<60 {
        let middle = (outside + inside) / 2
        if isWithin(middle) { inside = middle } else { outside = middle }
      }
      return inside
    }
    return ClusteredEstimate.Bounds(low: edge(0), high: edge(1))
  }
}
