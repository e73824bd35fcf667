import Foundation
import NumericalMethods
import Testing

/// What rliable makes of the same tables; written by `tools/peers/statistics/run`, whose README
/// says where the bound on the intervals comes from.
@Suite struct ScoreTableTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      let name: String
      let scores: [[Double]]
      let rival: [[Double]]
      let aggregates: [String: ConfidenceInterval]
      let improvement: ConfidenceInterval
      let profile: [ConfidenceInterval]
    }

    let thresholds: [Double]
    let repetitions: Int
    let cases: [Case]
  }

  private let reference: Reference

  init() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Reference/rliable.json")
    reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: path))
  }

  @Test func pointEstimatesAreThoseOfTheReference() throws {
    #expect(reference.cases.count == 4)
    for example in reference.cases {
      let table = ScoreTable(example.scores)
      let found = [
        "interquartileMean": table.interquartileMean, "mean": table.mean, "median": table.median,
        "optimalityGap": table.optimalityGap(),
      ]
      #expect(Set(found.keys) == Set(example.aggregates.keys))
      for (name, interval) in example.aggregates {
        #expect(abs(found[name]! - interval.estimate) < 1e-9, "\(example.name): \(name)")
      }
      let improvement = table.probabilityOfImprovement(over: ScoreTable(example.rival))
      #expect(abs(improvement - example.improvement.estimate) < 1e-9, "\(example.name)")
      for (share, interval) in zip(table.profile(reference.thresholds), example.profile) {
        #expect(abs(share - interval.estimate) < 1e-9, "\(example.name)")
      }
    }
  }

  @Test func intervalsAreThoseOfTheReference() {
    for example in reference.cases {
      let table = ScoreTable(example.scores)
      var stream = RandomStream(seed: 3, purpose: .bootstrap)
      let found = table.aggregates(
        thresholds: reference.thresholds, resamples: reference.repetitions, stream: &stream)
      let scores = Double(example.scores.joined().count)
      for (name, interval) in [
        "interquartileMean": found.interquartileMean, "mean": found.mean, "median": found.median,
        "optimalityGap": found.optimalityGap,
      ] {
        // Scores with one digit: the middle half of 40 takes steps of 0.1 / 20.
        expect(
          interval, example.aggregates[name]!, step: example.name == "ties" ? 0.005 : 0,
          "\(example.name): \(name)")
      }
      for (share, interval) in zip(found.profile, example.profile) {
        expect(share, interval, step: 1 / scores, "\(example.name): profile")
      }
      let rival = ScoreTable(example.rival)
      let improvement = table.probabilityOfImprovementInterval(
        over: rival, resamples: reference.repetitions, stream: &stream)
      let pairs = 2 * example.scores[0].count * example.rival[0].count * example.scores.count
      expect(
        improvement, example.improvement, step: 1 / Double(pairs), "\(example.name): improvement")
    }
  }

  private func expect(
    _ found: ConfidenceInterval, _ expected: ConfidenceInterval, step: Double = 0, _ what: String
  ) {
    let bound = 0.034 * (expected.high - expected.low) + step + 1e-12
    #expect(abs(found.low - expected.low) <= bound, "\(what): low, \(found) and \(expected)")
    #expect(abs(found.high - expected.high) <= bound, "\(what): high, \(found) and \(expected)")
  }

  /// The counts of a resample against its values drawn one by one and sorted.
  @Test(arguments: UInt64(1)...20)
  func everyResampleHasTheAggregatesOfItsValues(seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: .test)
    let runs = 1 + stream.below(9)
    let scores = (0..<(1 + stream.below(6))).map { _ in
      (0..<runs).map { _ in Double(stream.below(12)) / 8 }
    }
    let thresholds = [-1, 0, 0.4, 0.5, 1, 2]
    var draws = stream
    let found = ScoreTable(scores).aggregates(
      thresholds: thresholds, resamples: 1, stream: &stream)
    let resample = ScoreTable(scores.map { row in row.map { _ in row[draws.below(runs)] } })
    let expected =
      [
        resample.interquartileMean, resample.mean, resample.median, resample.optimalityGap(),
      ] + resample.profile(thresholds)
    let intervals =
      [found.interquartileMean, found.mean, found.median, found.optimalityGap] + found.profile
    for (interval, value) in zip(intervals, expected) {
      #expect(abs(interval.low - value) < 1e-12 && interval.low == interval.high, "seed \(seed)")
    }
  }

  /// … and the same for pairs of policies.
  @Test(arguments: UInt64(1)...20)
  func everyResampledImprovementIsTheCountOfPairs(seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: .test)
    func scores(_ runs: Int) -> [[Double]] {
      (0..<3).map { _ in (0..<runs).map { _ in Double(stream.below(5)) } }
    }
    let (x, y) = (scores(1 + stream.below(8)), scores(1 + stream.below(8)))
    var draws = stream
    let found = ScoreTable(x).probabilityOfImprovementInterval(
      over: ScoreTable(y), resamples: 1, stream: &stream)
    let expected = zip(x, y).map { x, y in
      let drawn = x.map { _ in x[draws.below(x.count)] }
      return Statistics.probabilityOfImprovement(
        drawn, over: y.map { _ in y[draws.below(y.count)] })
    }
    #expect(abs(found.low - Statistics.mean(expected)) < 1e-12, "seed \(seed)")
  }

  @Test func closedForms() {
    let table = ScoreTable([[0, 0.5], [1, 2]])
    #expect(table.interquartileMean == 0.75, "the middle two")
    #expect(table.mean == 0.875)
    #expect(table.median == 0.875, "of 0.25 and 1.5")
    #expect(table.optimalityGap() == 0.375, "2 counts as 1")
    #expect(table.optimalityGap(target: 2) == 1.125)
    #expect(table.profile([0, 0.5, 1, 2]) == [0.75, 0.5, 0.25, 0], "above, not at")
    #expect(table.probabilityOfImprovement(over: table) == 0.5)
    #expect(table.probabilityOfImprovement(over: ScoreTable([[-1], [1]])) == 0.875)
  }

  @Test func whatHasNoNumberHasNoAggregates() {
    var stream = RandomStream(seed: 1, purpose: .test)
    for scores in [[], [[]], [[1, .nan]]] as [[[Double]]] {
      let found = ScoreTable(scores).aggregates(thresholds: [0], resamples: 3, stream: &stream)
      #expect(found.mean.estimate.isNaN && found.interquartileMean.low.isNaN)
      #expect(found.profile[0].estimate.isNaN && found.optimalityGap.high.isNaN)
    }
    let nothing = ScoreTable([[.nan]]).probabilityOfImprovementInterval(
      over: ScoreTable([[1]]), resamples: 3, stream: &stream)
    #expect(nothing.estimate.isNaN && nothing.low.isNaN)
  }

  /// A large suite's worth of cells takes a moment, intervals of every cell included.
  @Test func aLargeSuiteTakesAMoment() {
    var stream = RandomStream(seed: 1, purpose: .test)
    let table = ScoreTable((0..<130).map { _ in (0..<10).map { _ in stream.uniform() } })
    let clock = ContinuousClock()
    let taken = clock.measure {
      _ = table.aggregates(thresholds: (0...24).map { Double($0) / 20 }, stream: &stream)
      _ = table.probabilityOfImprovementInterval(over: table, stream: &stream)
      for task in table.scores {
        _ = ScoreTable([task]).interquartileMeanInterval(stream: &stream)
      }
    }
    #expect(taken < .seconds(3), "\(taken)")
  }
}
