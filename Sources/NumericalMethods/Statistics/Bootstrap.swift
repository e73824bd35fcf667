extension Statistics {
  /// The percentile bootstrap interval (Efron 1979): `resamples` samples of the same size are drawn
  /// with replacement, and the bounds are quantiles of their statistics.
  ///
  /// Preconditions: `confidence` in (0, 1), `resamples` ≥ 1. NaN where the statistic of the sample
  /// or of any resample is NaN, and for an empty sample.
  public static func bootstrapInterval(
    _ values: [Double], statistic: ([Double]) -> Double, confidence: Double = 0.95,
    resamples: Int = 2000, stream: inout RandomStream
  ) -> ConfidenceInterval {
    bootstrapInterval(
      strata: [values], statistic: { statistic($0[0]) }, confidence: confidence,
      resamples: resamples, stream: &stream)
  }

  /// The stratified bootstrap (Agarwal et al. 2021, § 4.1): each stratum is resampled within
  /// itself, so that every resample keeps the strata's sizes. The statistic sees the strata apart;
  /// flatten them for a pooled one. Two strata give an interval for `probabilityOfImprovement`.
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
