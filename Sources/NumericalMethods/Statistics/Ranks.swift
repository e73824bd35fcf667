extension Statistics {
  /// Ranks from 1 for the smallest to n for the largest; equal values share the mean of their
  /// ranks.
  public static func tiedRanks(_ values: [Double]) -> [Double] {
    if values.contains(where: { $0.isNaN }) { return values.map { _ in .nan } }
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
      let shared = Double(start + 1 + end) / 2
      for i in order[start..<end] { ranks[i] = shared }
      start = end
    }
    return ranks
  }

  /// P(X > Y) + ½ P(X = Y) for one draw from each sample: the Mann–Whitney U over its maximum
  /// (Agarwal et al. 2021, § 4.3). 1 where every x exceeds every y; ½ for equal samples.
  public static func probabilityOfImprovement(_ x: [Double], over y: [Double]) -> Double {
    let ranks = tiedRanks(x + y)
    let n = Double(x.count)
    let u = ranks[..<x.count].reduce(0, +) - n * (n + 1) / 2
    return u / (n * Double(y.count))
  }
}
