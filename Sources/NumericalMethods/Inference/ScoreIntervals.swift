/// What resamples of a table draw.
public enum ScoreResampling: Sendable {
  /// Each task's runs within the task, with percentile intervals (Agarwal et al. 2021): for runs
  /// that tasks do not share.
  case withinTasks
  /// Runs once for all tasks, with expanded percentile intervals: for episodes whose seeds all
  /// tasks share. No interval below three runs.
  case sharedRuns
}

/// A table's aggregates with their intervals, all from the same resamples.
public struct ScoreAggregates: Sendable, Equatable {
  public var interquartileMean: ConfidenceInterval
  public var mean: ConfidenceInterval
  /// Of the tasks' means.
  public var median: ConfidenceInterval
  public var optimalityGap: ConfidenceInterval
  /// Share of runs above each threshold, with a pointwise band.
  public var profile: [ConfidenceInterval]
}

extension ScoreTable {
  /// Every aggregate with its interval by the bootstrap. NaN where the table is empty or a score is
  /// NaN.
  ///
  /// Preconditions: `thresholds` ascend; `confidence` in (0, 1); `resamples` ≥ 1.
  public func aggregates(
    thresholds: [Double] = [], target: Double = 1, confidence: Double = 0.95,
    resamples: Int = 2000, drawing resampling: ScoreResampling = .withinTasks,
    stream: inout RandomStream
  ) -> ScoreAggregates {
    precondition(zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 <= $1 }, "ascending")
    let estimates =
      [interquartileMean, mean, median, optimalityGap(target: target)] + profile(thresholds)
    var shares = [Double](repeating: 0, count: thresholds.count)
    let intervals = intervals(
      estimates, confidence, resamples, resampling, &stream
    ) { resample, draws in
      draws[0].append(resample.interquartileMean)
      draws[1].append(resample.mean)
      draws[2].append(resample.median())
      draws[3].append(resample.optimalityGap(target: target))
      resample.profile(thresholds, into: &shares)
      for i in shares.indices { draws[4 + i].append(shares[i]) }
    }
    return ScoreAggregates(
      interquartileMean: intervals[0], mean: intervals[1], median: intervals[2],
      optimalityGap: intervals[3], profile: Array(intervals[4...]))
  }

  /// The interquartile mean alone, with its interval.
  public func interquartileMeanInterval(
    confidence: Double = 0.95, resamples: Int = 2000, stream: inout RandomStream
  ) -> ConfidenceInterval {
    intervals(
      [interquartileMean], confidence, resamples, .withinTasks, &stream
    ) { resample, draws in
      draws[0].append(resample.interquartileMean)
    }[0]
  }

  /// The probability of improvement with its interval; the runs of either table are resampled on
  /// their own, within each task.
  public func probabilityOfImprovementInterval(
    over other: ScoreTable, confidence: Double = 0.95, resamples: Int = 2000,
    stream: inout RandomStream
  ) -> ConfidenceInterval {
    let estimate = probabilityOfImprovement(over: other)
    guard !estimate.isNaN else {
      return ConfidenceInterval(estimate: .nan, low: .nan, high: .nan)
    }
    var tasks = zip(scores, other.scores).map { ImprovementResampler($0, $1) }
    let draws = (0..<resamples).map { _ in
      var sum = 0.0
      for task in tasks.indices { sum += tasks[task].next(&stream) }
      return sum / Double(tasks.count)
    }
    return ConfidenceInterval(estimate: estimate, draws: draws, confidence: confidence)
  }

  /// One interval an estimate; `take` appends its value in each resample.
  private func intervals(
    _ estimates: [Double], _ confidence: Double, _ resamples: Int, _ resampling: ScoreResampling,
    _ stream: inout RandomStream, _ take: (inout ScoreResampler, inout [[Double]]) -> Void
  ) -> [ConfidenceInterval] {
    let isShared = resampling == .sharedRuns
    let hasTooFew = isShared && (scores.first?.count ?? 0) < CrossedScores.fewest
    guard !hasTooFew, !estimates.contains(where: \.isNaN) else {
      return estimates.map { ConfidenceInterval(estimate: $0, low: .nan, high: .nan) }
    }
    var resampler = ScoreResampler(self)
    var draws = estimates.map { _ in [Double]() }
    for i in draws.indices { draws[i].reserveCapacity(resamples) }
    for _ in 0..<resamples {
      if isShared { resampler.drawShared(&stream) } else { resampler.draw(&stream) }
      take(&resampler, &draws)
    }
    return zip(estimates, draws).map { estimate, draws in
      guard isShared else {
        return ConfidenceInterval(estimate: estimate, draws: draws, confidence: confidence)
      }
      let bounds = ClusteredEstimate.Bounds(
        draws: draws, degreesOfFreedom: Double(scores[0].count - 1), confidence: confidence)
      return ConfidenceInterval(estimate: estimate, low: bounds.low, high: bounds.high)
    }
  }
}
