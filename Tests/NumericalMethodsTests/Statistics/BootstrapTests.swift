import Foundation
import NumericalMethods
import Testing

/// An interval of 95 % for the mean of 40 normal values must hold the true mean in about 95 % of
/// repetitions; the percentile bootstrap's own shortfall at n = 40 is near one point.
@Test func coverageIsAsStated() {
  let repetitions = 300
  var held = 0
  for seed in 0..<UInt64(repetitions) {
    var stream = RandomStream(seed: seed, purpose: .test)
    let values = (0..<40).map { _ in 2 + stream.gaussian() }
    let interval = Statistics.bootstrapInterval(
      strata: [values], statistic: { Statistics.mean($0[0]) }, resamples: 200, stream: &stream)
    if interval.low <= 2 && 2 <= interval.high { held += 1 }
  }
  let coverage = Double(held) / Double(repetitions)
  #expect(abs(coverage - 0.94) < 0.04, "coverage \(coverage)")
}

@Test(arguments: UInt64(1)...5)
func widthIsThatOfTheNormalApproximation(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let values = (0..<400).map { _ in stream.gaussian() }
  let interval = Statistics.bootstrapInterval(
    strata: [values], statistic: { Statistics.mean($0[0]) }, confidence: 0.9, resamples: 4000,
    stream: &stream)
  let error =
    Statistics.standardDeviation(values, degreesOfFreedomRemoved: 0) / 400.0.squareRoot()
  #expect(interval.estimate == Statistics.mean(values), "seed \(seed)")
  #expect(abs((interval.high - interval.low) / (2 * 1.6449 * error) - 1) < 0.08, "seed \(seed)")
}

/// Constant strata leave nothing to resample, whatever their difference; pooling them would.
@Test func strataAreResampledWithinThemselves() {
  let strata = [[Double](repeating: 1, count: 4), [Double](repeating: 9, count: 12)]
  var stream = RandomStream(seed: 1, purpose: .test)
  let interval = Statistics.bootstrapInterval(
    strata: strata, statistic: { Statistics.mean($0.flatMap(\.self)) }, resamples: 200,
    stream: &stream)
  #expect(interval == ConfidenceInterval(estimate: 7, low: 7, high: 7))
}

@Test func equalStreamsGiveEqualIntervals() {
  let values = [1, 5, 2, 8, 3.5]
  let intervals = (0..<2).map { _ in
    var stream = RandomStream(seed: 6, purpose: .bootstrap)
    return Statistics.bootstrapInterval(
      strata: [values], statistic: { Statistics.interquartileMean($0[0]) }, stream: &stream)
  }
  #expect(intervals[0] == intervals[1])
  #expect(intervals[0].low <= intervals[0].estimate)
  #expect(intervals[0].estimate <= intervals[0].high)
}

@Test func emptySamplesGiveNaN() {
  var stream = RandomStream(seed: 6, purpose: .bootstrap)
  let interval = Statistics.bootstrapInterval(
    strata: [[]], statistic: { Statistics.mean($0[0]) }, resamples: 3, stream: &stream)
  #expect(interval.estimate.isNaN && interval.low.isNaN && interval.high.isNaN)
}

@Test func intervalsEncodeUnderTheNameOfTheirStatistic() throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  func text(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self)
  }
  let interval = ConfidenceInterval(estimate: 1, low: 0.5, high: 2)
  let mean = StatisticInterval<MeanEstimate>(interval)
  let iqm = StatisticInterval<InterquartileMeanEstimate>(interval)
  #expect(try text(interval) == #"{"estimate":1,"high":2,"low":0.5}"#)
  #expect(try text(mean) == #"{"high":2,"low":0.5,"mean":1}"#)
  #expect(try text(iqm) == #"{"high":2,"iqm":1,"low":0.5}"#)
  #expect(
    try JSONDecoder().decode(
      StatisticInterval<MeanEstimate>.self, from: Data(try text(mean).utf8)) == mean)
}
