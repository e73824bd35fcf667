/// Scores of several runs in each of several tasks, and what Agarwal et al. 2021 (*Deep
/// reinforcement learning at the edge of the statistical precipice*, arXiv:2108.13264) report of
/// such a table.
///
/// A score of 1 is the target that tasks are normalised by. A NaN among the scores makes every
/// aggregate NaN, and so does an empty table.
public struct ScoreTable: Sendable, Equatable {
  /// [tasks][runs], the same number of runs in every task.
  public let scores: [[Double]]

  /// Precondition: every task has the same number of runs.
  public init(_ scores: [[Double]]) {
    let runs = scores.first?.count ?? 0
    precondition(scores.allSatisfy { $0.count == runs }, "every task has the same number of runs")
    self.scores = scores
  }

  /// The mean of the middle half of all scores together.
  public var interquartileMean: Double { Statistics.interquartileMean(pooled) }

  /// The mean of all scores, which is the mean of the tasks' means.
  public var mean: Double { Statistics.mean(pooled) }

  /// The median of the tasks' means.
  public var median: Double { Statistics.median(scores.map(Statistics.mean)) }

  /// By how much scores miss the target on average, where more than the target counts for no more.
  public func optimalityGap(target: Double = 1) -> Double {
    target - Statistics.mean(pooled.map { $0.isNaN ? $0 : min($0, target) })
  }

  /// The run-score distribution (§ 4.2): for each threshold τ the share of all runs that score
  /// above it.
  public func profile(_ thresholds: [Double]) -> [Double] {
    let pooled = pooled
    guard !pooled.isEmpty, !pooled.contains(where: \.isNaN) else {
      return thresholds.map { _ in .nan }
    }
    return thresholds.map { threshold in
      Double(pooled.count { $0 > threshold }) / Double(pooled.count)
    }
  }

  /// How likely a run of this table scores higher than one of `other` in a task drawn at random:
  /// the mean over tasks of P(X > Y) + ½ P(X = Y) (§ 4.3).
  ///
  /// Precondition: both have the same tasks.
  public func probabilityOfImprovement(over other: ScoreTable) -> Double {
    precondition(scores.count == other.scores.count, "both tables have the same tasks")
    return Statistics.mean(
      zip(scores, other.scores).map { Statistics.probabilityOfImprovement($0, over: $1) })
  }

  private var pooled: [Double] { scores.flatMap(\.self) }
}
