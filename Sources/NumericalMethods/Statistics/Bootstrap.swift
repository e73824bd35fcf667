extension Statistics {
  /// The percentile bootstrap interval (Efron 1979), stratified (Agarwal et al. 2021, § 4.1): each
  /// stratum is resampled within itself with replacement, so that every resample keeps the sizes of
  /// strata, and the bounds are quantiles of the resamples' statistics. The statistic sees the
  /// strata apart; flatten them for a pooled one. Two strata give an interval for
  /// `probabilityOfImprovement`.
  ///
  /// Preconditions: `confidence` in (0, 1), `resamples` ≥ 1. NaN where the statistic of the sample
  /// or of any resample is NaN, and for an empty sample.
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
      for (s, source) in strata.enumerated() {
        for i in source.indices { resample[s][i] = source[stream.below(source.count)] }
      }
      statistics.append(statistic(resample))
    }
    return ConfidenceInterval(
      estimate: statistic(strata), draws: statistics, confidence: confidence)
  }
}
