import Foundation
import Testing
@testable import NumericalMethods

/// Against `tools/peers/statistics/crossed.py`, written from the sources with NumPy and SciPy.
@Suite struct CrossedScoresTests {
  struct Reference: Decodable {
    struct Interval: Decodable {
      var estimate, standardError, degreesOfFreedom, low, high, p: Double
      var covers: String
      var bootstrap: [Double]?
    }

    struct Case: Decodable {
      var name: String
      var a, b: [[[Double]]]
      var mean, difference, improvement, gains: Interval
      var interquartileMean: Double
      var meanBootstrap, interquartileMeanBootstrap: [Double]
    }

    struct Quantile: Decodable { var p, freedom, t: Double }

    var cases: [Case]
    var quantiles, cumulative: [Quantile]
    var p, holm: [Double]
  }

  let reference: Reference

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Reference/crossed.json")
    reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

  @Test func studentsDistribution() {
    for row in reference.quantiles {
      let t = StudentDistribution.quantile(row.p, degreesOfFreedom: row.freedom)
      #expect(abs(t / row.t - 1) < 1e-10, "\(row)")
    }
    for row in reference.cumulative {
      let p = StudentDistribution.cumulative(row.t, degreesOfFreedom: row.freedom)
      #expect(abs(p / row.p - 1) < 1e-10, "\(row)")
    }
    #expect(StudentDistribution.cumulative(.infinity, degreesOfFreedom: 3) == 1)
    #expect(StudentDistribution.cumulative(.nan, degreesOfFreedom: 3).isNaN)
    #expect(StudentDistribution.cumulative(-.infinity, degreesOfFreedom: 3) == 0)
  }

  @Test func holmsCorrection() {
    for (own, expected) in zip(Statistics.holm(reference.p), reference.holm) {
      #expect(abs(own - expected) < 1e-15)
    }
    #expect(Statistics.holm([0.6, 0.7]) == [1, 1])
    #expect(Statistics.holm([]) == [])
  }

  @Test(arguments: 0..<4) func asInNumPy(index: Int) throws {
    let known = reference.cases[index]
    let (a, b) = (CrossedScores(known.a, arm: 0), CrossedScores(known.b, arm: 1))
    let resamples = ClusterResamples(seed: 5, episodes: known.a[0][0].count, count: 20_000)
    expect(a.mean(resamples), known.mean, bootstrap: known.meanBootstrap, known.name)
    let middle = a.interquartileMean(resamples)
    #expect(abs(middle.estimate - known.interquartileMean) < 1e-12)
    #expect(middle.t == nil)
    expect(middle.bootstrap, known.interquartileMeanBootstrap, known.name)
    for (pairs, interval) in [
      (CrossedPairs.differences(a, b), known.difference),
      (CrossedPairs.improvement(a, b), known.improvement),
      (CrossedPairs.gains(a, b, over: 0.2), known.gains),
    ] {
      expect(
        pairs.mean(resamples), interval, bootstrap: try #require(interval.bootstrap), known.name)
    }
  }

  private func expect(
    _ own: ClusteredEstimate, _ known: Reference.Interval, bootstrap: [Double], _ name: String
  ) {
    #expect(own.covers.rawValue == known.covers)
    for (found, expected) in [
      (own.estimate, known.estimate), (own.standardError, known.standardError),
      (own.degreesOfFreedom, known.degreesOfFreedom), (own.t?.low, known.low),
      (own.t?.high, known.high), (own.p, known.p),
    ] {
      #expect(abs((found ?? .nan) - expected) < 1e-9 * max(1, abs(expected)), "\(name)")
    }
    expect(own.bootstrap, bootstrap, name)
  }

  /// Bounds of two sets of 20 000 resamples: far out they are extremes of few draws.
  private func expect(_ own: ClusteredEstimate.Bounds?, _ known: [Double], _ name: String) {
    let width = known[1] - known[0]
    #expect(abs((own?.low ?? .nan) - known[0]) < 0.12 * width, "\(name)")
    #expect(abs((own?.high ?? .nan) - known[1]) < 0.12 * width, "\(name)")
  }

  /// Two training seeds say nothing of others, and one policy says something of episodes alone.
  @Test func whatIntervalsCover() {
    let episodes = [0.1, 0.4, 0.2, 0.6]
    func scores(_ policies: Int, _ episodes: [Double]) -> CrossedScores {
      CrossedScores((0..<policies).map { n in [episodes.map { $0 + Double(n) }] })
    }
    let resamples = ClusterResamples(seed: 1, episodes: 4, count: 50)
    #expect(scores(1, episodes).coverage == .episodes)
    #expect(scores(2, episodes).coverage == .none)
    #expect(scores(3, episodes).coverage == .trainingSeeds)
    #expect(scores(1, [1, 2]).coverage == .none)
    let two = scores(2, episodes).mean(resamples)
    #expect(two.t == nil && two.bootstrap == nil && two.p == nil && two.sign == 0)
    let mixed = CrossedPairs.differences(scores(3, episodes), scores(1, episodes)).mean(resamples)
    #expect(mixed.covers == .none && mixed.t == nil && mixed.bootstrap == nil)
  }

  /// Training seeds move all episodes of a policy together: intervals that took every score for an
  /// independent one would be far too narrow.
  @Test func seedsAreTheClusters() throws {
    var stream = RandomStream(seed: 3, purpose: .test)
    let policies = (0..<6).map { _ in
      let level = stream.gaussian()
      return (0..<8).map { _ in (0..<10).map { _ in level + 0.1 * stream.gaussian() } }
    }
    let mean = CrossedScores(policies).mean(ClusterResamples(seed: 1, episodes: 10))
    let levels = policies.map { Statistics.mean($0.flatMap(\.self)) }
    let error = Statistics.standardDeviation(levels) / 6.0.squareRoot()
    #expect(abs(try #require(mean.standardError) / error - 1) < 0.02)
    #expect(abs(try #require(mean.degreesOfFreedom) - 5) < 0.2)
  }

  /// A policy that wins every time may yet lose with another training seed.
  @Test func agreementIsNotCertainty() throws {
    let (high, low) = ([[[2.0, 3, 2]]], [[[0.0, 1, 0]]])
    func arm(_ scores: [[[Double]]], _ count: Int, _ index: Int) -> CrossedScores {
      CrossedScores(
        (0..<count).map { n in scores[0].map { $0.map { $0 + 0.01 * Double(n) } } }, arm: index)
    }
    let resamples = ClusterResamples(seed: 1, episodes: 3)
    let ten = CrossedPairs.improvement(arm(high, 10, 0), arm(low, 10, 1)).mean(resamples)
    #expect(ten.estimate == 1 && ten.t?.high == 1)
    // Newcombe 2006, method 5: 0.2 = 1.96 √V(0.8) for ten against ten.
    #expect(abs((ten.t?.low ?? 0) - 0.8) < 2e-3)
    let alone = CrossedPairs.improvement(arm(high, 1, 0), arm(low, 1, 1)).mean(resamples)
    // Wilson 1927 of three of three: 1 / (1 + z²/3).
    #expect(abs((alone.t?.low ?? 0) - 1 / (1 + 3.8414588 / 3)) < 1e-6)
    let none = CrossedPairs.improvement(arm(low, 5, 0), arm(high, 5, 1)).mean(resamples)
    #expect(none.estimate == 0 && none.t?.low == 0 && (none.t?.high ?? 0) > 0.3)
  }

  @Test func equalSeedsGiveEqualIntervals() {
    let scores = CrossedScores(reference.cases[0].a)
    let estimates = (0..<2).map { _ in
      scores.interquartileMean(ClusterResamples(seed: 8, episodes: 10, count: 100))
    }
    #expect(estimates[0] == estimates[1])
    #expect(
      estimates[0] != scores.interquartileMean(ClusterResamples(seed: 9, episodes: 10, count: 100)))
  }

  /// Nominal 95 % hold the true mean in about that many worlds; with episodes for clusters alone
  /// they would in a third of them.
  @Test func coverageIsAsStated() {
    let (worlds, policies) = (300, 5)
    var held = 0
    for world in 0..<worlds {
      var stream = RandomStream(seed: UInt64(world), purpose: .test)
      let shared = (0..<10).map { _ in 0.3 * stream.gaussian() }
      let scores = (0..<policies).map { _ in
        let level = stream.gaussian()
        return [shared.map { level + $0 + 0.5 * stream.gaussian() }]
      }
      let bounds = CrossedScores(scores).mean(nil).t
      if let bounds, bounds.low <= 0 && 0 <= bounds.high { held += 1 }
    }
    let coverage = Double(held) / Double(worlds)
    #expect(abs(coverage - 0.95) < 0.04, "coverage \(coverage)")
  }

  /// Runs that all tasks share are drawn for all at once: where tasks agree in every run, the
  /// interval is that of one task, and not narrower for their number.
  @Test func sharedRunsAreDrawnOnce() {
    let runs = [0.1, 0.5, 0.9, 0.3, 0.6, 0.2]
    func interval(_ tasks: Int, _ resampling: ScoreResampling) -> ConfidenceInterval {
      var stream = RandomStream(seed: 2, purpose: .test)
      return ScoreTable([[Double]](repeating: runs, count: tasks)).aggregates(
        drawing: resampling, stream: &stream
      ).mean
    }
    let (one, many) = (interval(1, .sharedRuns), interval(20, .sharedRuns))
    #expect(abs((many.high - many.low) / (one.high - one.low) - 1) < 0.05)
    let apart = interval(20, .withinTasks)
    #expect(apart.high - apart.low < 0.4 * (many.high - many.low))
    var stream = RandomStream(seed: 2, purpose: .test)
    let few = ScoreTable([[1, 2]]).aggregates(drawing: .sharedRuns, stream: &stream).mean
    #expect(few.estimate == 1.5 && few.low.isNaN)
  }
}
