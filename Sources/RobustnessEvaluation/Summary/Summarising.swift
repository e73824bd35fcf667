import Locomotion
import NumericalMethods

extension SuiteSummary {
  /// Number of bootstrap resamples behind each interval.
  static let resamples = 2000

  /// The table of a suite run.
  ///
  /// - Parameter results: for each policy, the results of `SuiteRunner.trials(of:)` in that order.
  public init(_ runner: SuiteRunner, _ results: [(name: String, trials: [TrialResult])]) {
    suite = runner.suite.name
    suiteVersion = runner.suite.version
    seed = runner.seed
    let stream = RandomStream(seed: runner.seed, purpose: .bootstrap)
    policies = results.map { PolicySummary($0.name, $0.trials, runner, stream) }
    comparisons = results.indices.flatMap { i in
      results.indices.filter { $0 > i }.map { j in
        Comparison(results[i], results[j], runner, stream)
      }
    }
  }
}

extension PolicySummary {
  init(
    _ name: String, _ trials: [TrialResult], _ runner: SuiteRunner, _ stream: RandomStream
  ) {
    let rows = trials.chunked(runner.episodes)
    let twins = rows[0].map(\.speed)
    let retained = rows.dropFirst().map { row in
      zip(row, twins).map { retainedPerformance($0.speed, nominal: $1) }
    }
    self.name = name
    nominal = Nominal(
      speed: Statistics.mean(twins), falls: rows[0].filter(\.result.outcome.isFall).count,
      episodes: runner.episodes)
    self.retained = Estimate(strata: Array(retained), stream)
    conditions = zip(rows.dropFirst(), retained).map { row, retained in
      Row(
        name: row[0].trial.condition,
        severity: row[0].trial.conditions.map(\.severity).max() ?? 0,
        speed: Statistics.mean(row.map(\.speed)), retained: Estimate(strata: [retained], stream),
        falls: row.filter(\.result.outcome.isFall).count,
        diverged: row.filter(\.result.outcome.isDiverged).count, seenInTraining: false)
    }
  }
}

/// Speed under a condition over that of the nominal twin, at least 0; 0 where the twin did not get
/// anywhere.
func retainedPerformance(_ speed: Double, nominal: Double) -> Double {
  nominal > 0 ? max(speed / nominal, 0) : 0
}

extension Estimate {
  /// Pooled interquartile mean; each stratum is resampled within itself.
  init(strata: [[Double]], _ stream: RandomStream) {
    var stream = stream
    let interval = Statistics.bootstrapInterval(
      strata: strata, statistic: { Statistics.interquartileMean($0.flatMap { $0 }) },
      resamples: SuiteSummary.resamples, stream: &stream)
    self.init(iqm: interval.estimate, low: interval.low, high: interval.high)
  }
}

extension Comparison {
  /// Probability of improvement of a over b: the mean over conditions of P(X > Y) + ½ P(X = Y)
  /// (Agarwal et al. 2021, § 4.3), with each condition's trials resampled within themselves.
  init(
    _ a: (name: String, trials: [TrialResult]), _ b: (name: String, trials: [TrialResult]),
    _ runner: SuiteRunner, _ stream: RandomStream
  ) {
    let rowsA = a.trials.map(\.speed).chunked(runner.episodes)
    let rowsB = b.trials.map(\.speed).chunked(runner.episodes)
    let count = rowsA.count
    var stream = stream
    let interval = Statistics.bootstrapInterval(
      strata: rowsA + rowsB,
      statistic: { strata in
        Statistics.mean(
          (0..<count).map {
            Statistics.probabilityOfImprovement(strata[$0], over: strata[count + $0])
          })
      },
      resamples: SuiteSummary.resamples, stream: &stream)
    self.a = a.name
    self.b = b.name
    probabilityOfImprovement = Probability(
      estimate: interval.estimate, low: interval.low, high: interval.high)
  }
}

extension Array {
  /// Consecutive pieces of `size` elements.
  func chunked(_ size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
