/// A statistic of a sample, with the bounds of its confidence interval.
public struct ConfidenceInterval: Sendable, Hashable, Codable {
  /// The statistic of the sample itself.
  public var estimate: Double
  /// Lower bound.
  public var low: Double
  /// Upper bound.
  public var high: Double

  /// An interval from its three numbers.
  public init(estimate: Double, low: Double, high: Double) {
    self.estimate = estimate
    self.low = low
    self.high = high
  }

  /// The percentile interval: the bounds are quantiles of what resamples gave.
  ///
  /// Preconditions: `confidence` in (0, 1), at least one draw. NaN bounds where a draw is NaN.
  init(estimate: Double, draws: [Double], confidence: Double) {
    precondition(0 < confidence && confidence < 1, "confidence lies in (0, 1)")
    precondition(!draws.isEmpty, "the bootstrap needs at least one resample")
    let ordered = Statistics.sorted(draws)
    let tail = (1 - confidence) / 2
    self.init(
      estimate: estimate, low: Statistics.quantile(sorted: ordered, tail),
      high: Statistics.quantile(sorted: ordered, 1 - tail))
  }
}

extension Statistics {
  /// The percentile bootstrap interval (Efron 1979): `resamples` samples of the same size are drawn
  /// with replacement, and the bounds are quantiles of their statistics.
  ///
  /// Preconditions: `confidence` in (0, 1), `resamples` ≥ 1. NaN where the statistic of the sample or of
  /// any resample is NaN, and for an empty sample.
  public static func bootstrapInterval(
    _ values: [Double], statistic: ([Double]) -> Double, confidence: Double = 0.95,
    resamples: Int = 2000, stream: inout RandomStream
  ) -> ConfidenceInterval {
    bootstrapInterval(
      strata: [values], statistic: { statistic($0[0]) }, confidence: confidence,
      resamples: resamples, stream: &stream)
  }

  /// The stratified bootstrap (Agarwal et al. 2021, § 4.1): each stratum is resampled within itself, so
  /// that every resample keeps the strata's sizes. The statistic sees the strata apart; flatten them
  /// for a pooled one. Two strata give an interval for `probabilityOfImprovement`.
  public static func bootstrapInterval(
    strata: [[Double]], statistic: ([[Double]]) -> Double, confidence: Double = 0.95,
    resamples: Int = 2000, stream: inout RandomStream
  ) -> ConfidenceInterval {
    precondition(0 < confidence && confidence < 1, "confidence lies in (0, 1)")
    precondition(resamples >= 1, "the bootstrap needs at least one resample")
    var resample = strata
    var statistics: [Double] = []
    statistics.reserveCapacity(resamples)
    for _ in 0..<resamples {
      for s in strata.indices { redraw(&resample[s], from: strata[s], &stream) }
      statistics.append(statistic(resample))
    }
    return ConfidenceInterval(
      estimate: statistic(strata), draws: statistics, confidence: confidence)
  }

  private static func redraw(
    _ target: inout [Double], from source: [Double], _ stream: inout RandomStream
  ) {
    for i in target.indices { target[i] = source[stream.below(source.count)] }
  }
}
