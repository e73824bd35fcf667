import Locomotion
import NumericalMethods

extension PolicySummary {
  init(
    _ name: String, _ trials: [TrialResult], _ setting: EvaluationSetting,
    _ resamples: ClusterResamples
  ) {
    let rows = trials.chunked(setting.episodes)
    let novel = Array(rows.dropFirst())
    var stream = setting.bootstrap
    let all = ScoreTable(novel.map { $0.map(\.retained) }).aggregates(
      thresholds: SuiteSummary.thresholds, drawing: .sharedRuns, stream: &stream)
    self.name = name
    nominal = Nominal(rows[0])
    retained = Estimate(novel.map { $0.map(\.retainedAtMost) }, resamples)
    mean = all.mean
    median = all.median
    optimalityGap = all.optimalityGap
    profile = Profile(SuiteSummary.thresholds, all.profile)
    conditions = novel.map { ConditionSummary($0, resamples) }
    survived = Survival.severities(
      zip(novel, conditions).map { ($0[0].trial.conditions, $1) }, episodes: setting.episodes)
  }
}

extension PolicySummary.Nominal {
  init(_ trials: [TrialResult]) {
    speedMps = Statistics.mean(trials.map(\.speed))
    speedErrorMps = Statistics.mean(trials.map(\.speedError))
    falls = trials.count(where: \.outcome.isFall)
    diverged = trials.count(where: \.outcome.isDiverged)
    episodes = trials.count
    func mean(_ value: (TrialResult) -> Double?) -> Double? {
      let values = trials.compactMap(value).filter(\.isFinite)
      return values.isEmpty ? nil : Statistics.mean(values)
    }
    coneViolation = mean(\.coneViolation)
    boundShare = mean(\.activity.boundShare)
    modulatorSaturation = mean(\.activity.saturation)
  }
}

extension ConditionSummary {
  /// - Parameter trials: the episodes of one entry of the suite.
  init(_ trials: [TrialResult], _ resamples: ClusterResamples) {
    let conditions = trials[0].trial.conditions
    let fallTimes = trials.filter(\.outcome.isFall).map(\.duration)
    let recoveries = trials.compactMap(\.recoveryTime)
    name = trials[0].trial.condition
    kind = conditions.kinds
    severity = conditions.severity
    (onsetS, endS) = (conditions.onset, conditions.end)
    speedMps = Statistics.mean(trials.map(\.speed))
    speedErrorMps = Statistics.mean(trials.map(\.speedError))
    retained = Estimate([trials.map(\.retainedAtMost)], resamples)
    falls = fallTimes.count
    diverged = trials.count(where: \.outcome.isDiverged)
    timeToFallS = fallTimes.isEmpty ? nil : Statistics.mean(fallTimes)
    recovered = recoveries.count
    recoveryS = recoveries.isEmpty ? nil : Statistics.median(recoveries)
    seenInTraining = trials.allSatisfy(\.seenInTraining)
  }
}

extension Estimate {
  /// The interquartile mean of a policy's scores in episodes whose seeds all conditions share,
  /// [conditions][episodes].
  init(_ scores: [[Double]], _ resamples: ClusterResamples) {
    self.init(CrossedScores([scores]).interquartileMean(resamples))
  }

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
