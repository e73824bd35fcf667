import Locomotion
import NumericalMethods

extension SuiteSummary {
  /// Thresholds of the performance profiles.
  static let thresholds = (0...25).map { Double($0) / 20 }

  /// The table of a suite run.
  ///
  /// - Parameter results: for each policy, the results of `SuiteRunner.trials(of:)` in that order.
  init(_ runner: SuiteRunner, _ results: [(name: String, trials: [TrialResult])]) {
    suite = runner.suite.name
    suiteVersion = runner.suite.version
    seed = runner.setting.seed
    let stream = runner.setting.bootstrap
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
    let rows = trials.chunked(runner.setting.episodes)
    var stream = stream
    let all = ScoreTable(rows.dropFirst().map { $0.map(\.retained) }).aggregates(
      thresholds: SuiteSummary.thresholds, stream: &stream)
    self.name = name
    nominal = Nominal(rows[0])
    retained = Estimate(all.interquartileMean)
    mean = all.mean
    median = all.median
    optimalityGap = all.optimalityGap
    profile = Profile(SuiteSummary.thresholds, all.profile)
    conditions = rows.dropFirst().map { ConditionSummary($0, &stream) }
    survived = Survival.severities(
      zip(rows.dropFirst(), conditions).map { ($0[0].trial.conditions, $1) },
      episodes: runner.setting.episodes)
  }
}

extension PolicySummary.Nominal {
  init(_ trials: [TrialResult]) {
    speedMps = Statistics.mean(trials.map(\.speed))
    speedErrorMps = Statistics.mean(trials.map(\.speedError))
    falls = trials.count(where: \.outcome.isFall)
    diverged = trials.count(where: \.outcome.isDiverged)
    episodes = trials.count
    let violations = trials.compactMap(\.coneViolation).filter(\.isFinite)
    coneViolation = violations.isEmpty ? nil : Statistics.mean(violations)
  }
}

extension ConditionSummary {
  /// - Parameter trials: the episodes of one entry of the suite.
  init(_ trials: [TrialResult], _ stream: inout RandomStream) {
    let conditions = trials[0].trial.conditions
    let fallTimes = trials.filter(\.outcome.isFall).map(\.duration)
    let recoveries = trials.compactMap(\.recoveryTime)
    name = trials[0].trial.condition
    kind = conditions.kinds
    severity = conditions.severity
    (onsetS, endS) = (conditions.onset, conditions.end)
    speedMps = Statistics.mean(trials.map(\.speed))
    speedErrorMps = Statistics.mean(trials.map(\.speedError))
    retained = Estimate(strata: [trials.map(\.retained)], &stream)
    falls = fallTimes.count
    diverged = trials.count(where: \.outcome.isDiverged)
    timeToFallS = fallTimes.isEmpty ? nil : Statistics.mean(fallTimes)
    recovered = recoveries.count
    recoveryS = recoveries.isEmpty ? nil : Statistics.median(recoveries)
    seenInTraining = trials.allSatisfy(\.seenInTraining)
  }
}

extension Comparison {
  /// Both probabilities are means over conditions, with each condition's trials resampled within
  /// themselves.
  init(
    _ a: (name: String, trials: [TrialResult]), _ b: (name: String, trials: [TrialResult]),
    _ runner: SuiteRunner, _ stream: RandomStream
  ) {
    let episodes = runner.setting.episodes
    func probability(
      from first: Int, _ score: (TrialResult) -> Double
    ) -> ConfidenceInterval {
      var stream = stream
      let tables = [a, b].map {
        ScoreTable($0.trials.dropFirst(first).map(score).chunked(episodes))
      }
      return tables[0].probabilityOfImprovementInterval(over: tables[1], stream: &stream)
    }
    self.a = a.name
    self.b = b.name
    probabilityOfImprovement = probability(from: 0, \.rank)
    probabilityOfRetainingMore = probability(from: episodes, \.retained)
  }
}

extension Estimate {
  /// The interquartile mean of all strata, each of which is resampled within itself.
  init(strata: [[Double]], _ stream: inout RandomStream) {
    self.init(ScoreTable(strata).interquartileMeanInterval(stream: &stream))
  }

  /// The interquartile mean of a sample.
  init(_ values: [Double], _ stream: RandomStream) {
    var stream = stream
    self.init(strata: [values], &stream)
  }
}

extension Profile {
  init(_ thresholds: [Double], _ intervals: [ConfidenceInterval]) {
    self.init(
      thresholds: thresholds, shares: intervals.map(\.estimate), low: intervals.map(\.low),
      high: intervals.map(\.high))
  }
}
