/// Resamples of crossed factors: training seeds with replacement within each arm, and episodes with
/// replacement, the same ones for all arms, policies and conditions (the pigeonhole bootstrap, Owen
/// 2007, *The pigeonhole bootstrap*, Ann. Appl. Stat. 1:386).
///
/// The same resamples serve all statistics, so that those of an arm and of its differences to
/// others go together.
public struct ClusterResamples: Sendable {
  /// How many resamples.
  public let count: Int
  /// [resamples][episodes] how often each episode is drawn.
  let episodes: [[UInt16]]
  private let seed: UInt64

  /// Preconditions: `episodes` ≥ 1, `count` ≥ 1.
  ///
  /// - Parameter count: nil is 4000; fewer, at least 400, of thousands of episodes, whose resamples
  ///   differ little.
  public init(seed: UInt64, episodes: Int, count: Int? = nil) {
    let count = count ?? max(400, min(4000, 8_000_000 / episodes))
    (self.seed, self.count) = (seed, count)
    var stream = RandomStream(seed: seed, purpose: .bootstrap, individual: 1)
    self.episodes = (0..<count).map { _ in Self.draw(episodes, &stream) }
  }

  /// [resamples][units] how often each training seed of an arm is drawn; one unit stays itself.
  func units(_ units: Int, arm: Int) -> [[UInt16]] {
    guard units > 1 else { return [[UInt16]](repeating: [1], count: count) }
    var stream = RandomStream(
      seed: seed, purpose: .bootstrap, generation: arm + 1, individual: 1)
    return (0..<count).map { _ in Self.draw(units, &stream) }
  }

  private static func draw(_ n: Int, _ stream: inout RandomStream) -> [UInt16] {
    var counts = [UInt16](repeating: 0, count: n)
    for _ in 0..<n { counts[stream.below(n)] += 1 }
    return counts
  }
}

extension ClusteredEstimate.Bounds {
  /// The expanded percentile interval (Hesterberg 2015, *What teachers should know about the
  /// bootstrap*, § 4.3, arXiv:1411.5279): percentile intervals of n clusters are too narrow by
  /// √((n−1)/n), and by the difference of normal and Student's quantiles; their levels are moved
  /// outwards by as much, n − 1 being the degrees of freedom of the mean.
  init(draws: [Double], degreesOfFreedom: Double, confidence: Double = 0.95) {
    let tail = (1 - confidence) / 2
    let t = StudentDistribution.quantile(tail, degreesOfFreedom: degreesOfFreedom)
    let level = normalCumulative(((degreesOfFreedom + 1) / degreesOfFreedom).squareRoot() * t)
    let ordered = Statistics.sorted(draws)
    self.init(
      low: Statistics.quantile(sorted: ordered, level),
      high: Statistics.quantile(sorted: ordered, 1 - level))
  }

  /// Student's interval.
  init(mean: Double, standardError: Double, degreesOfFreedom: Double, confidence: Double = 0.95) {
    let half =
      StudentDistribution.quantile(1 - (1 - confidence) / 2, degreesOfFreedom: degreesOfFreedom)
      * standardError
    self.init(low: mean - half, high: mean + half)
  }
}
