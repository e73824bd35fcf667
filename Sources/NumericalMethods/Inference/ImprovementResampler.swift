/// Stratified resamples of one task's runs under two policies, for the probability of improvement.
///
/// Scores are compared once: all that is kept of one is which of the distinct values it has.
/// Nothing is allocated for a resample, which takes time linear in the number of runs.
struct ImprovementResampler {
  /// Which of the distinct values, ascending, each run has.
  private let x: [Int]
  private let y: [Int]
  /// Draws of each distinct value.
  private var xCounts: [Int]
  private var yCounts: [Int]

  /// Precondition: no score is NaN and there is at least one of each.
  init(_ x: [Double], _ y: [Double]) {
    let both = x + y
    precondition(!x.isEmpty && !y.isEmpty, "scores to draw from")
    precondition(!both.contains(where: \.isNaN), "scores that can be compared")
    let distinct = Set(both).sorted()
    let level = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
    self.x = x.map { level[$0]! }
    self.y = y.map { level[$0]! }
    xCounts = [Int](repeating: 0, count: distinct.count)
    yCounts = xCounts
  }

  /// P(X > Y) + ½ P(X = Y) of the next resample.
  mutating func next(_ stream: inout RandomStream) -> Double {
    Self.draw(x, into: &xCounts, &stream)
    Self.draw(y, into: &yCounts, &stream)
    // Twice the count of won pairs, an exact integer.
    var (won, below) = (0, 0)
    for level in xCounts.indices {
      won += xCounts[level] * (2 * below + yCounts[level])
      below += yCounts[level]
    }
    return Double(won) / Double(2 * x.count * y.count)
  }

  private static func draw(
    _ levels: [Int], into counts: inout [Int], _ stream: inout RandomStream
  ) {
    for level in counts.indices { counts[level] = 0 }
    for _ in levels.indices { counts[levels[stream.below(levels.count)]] += 1 }
  }
}
