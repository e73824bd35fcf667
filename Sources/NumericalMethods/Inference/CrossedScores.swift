/// Scores of one arm: each of its policies, one a training seed, in the same episodes of the same
/// tasks. Policies and episodes are drawn at random, tasks are given.
public struct CrossedScores: Sendable, Equatable {
  /// [policies][tasks][episodes]
  public let scores: [[[Double]]]
  /// Names the arm's training seeds in resamples.
  let arm: Int
  /// [policies][episodes] means over the tasks.
  let cells: [[Double]]

  /// Fewest training seeds that intervals are given for, and fewest episodes of a single policy.
  public static let fewest = 3

  /// Preconditions: at least one score; all policies have the same tasks and all tasks as many
  /// episodes; no score is NaN.
  public init(_ scores: [[[Double]]], arm: Int = 0) {
    let episodes = scores.first?.first?.count ?? 0
    precondition(
      episodes > 0
        && scores.allSatisfy { policy in
          policy.count == scores[0].count && policy.allSatisfy { $0.count == episodes }
        }, "every policy in the same episodes of the same tasks")
    precondition(!scores.joined().joined().contains(where: \.isNaN), "scores")
    (self.scores, self.arm) = (scores, arm)
    cells = scores.map { tasks in
      (0..<episodes).map { e in Statistics.mean(tasks.map { $0[e] }) }
    }
  }

  /// The scores of one task alone.
  public func task(_ index: Int) -> CrossedScores {
    CrossedScores(scores.map { [$0[index]] }, arm: arm)
  }

  /// What intervals can cover.
  public var coverage: IntervalCoverage {
    scores.count >= Self.fewest
      ? .trainingSeeds : scores.count == 1 && cells[0].count >= Self.fewest ? .episodes : .none
  }

  private var components: VarianceComponents {
    var components = VarianceComponents()
    if coverage == .trainingSeeds { components.add(units: cells) }
    components.add(episodes: episodeMeans)
    return components
  }

  private var episodeMeans: [Double] {
    cells[0].indices.map { e in Statistics.mean(cells.map { $0[e] }) }
  }

  /// The mean of all scores with both intervals.
  ///
  /// - Parameter resamples: nil for Student's interval alone.
  public func mean(_ resamples: ClusterResamples?) -> ClusteredEstimate {
    var result = ClusteredEstimate(
      Statistics.mean(cells.map(Statistics.mean)), covers: coverage)
    guard coverage != .none else { return result }
    result.take(components)
    if let resamples { result.take(means(resamples)) }
    return result
  }

  private func means(_ resamples: ClusterResamples) -> [Double] {
    let total = Double(cells.count * cells[0].count)
    return zip(resamples.units(cells.count, arm: arm), resamples.episodes).map { units, episodes in
      var sum = 0.0
      for (unit, row) in zip(units, cells) where unit > 0 {
        let weight = Double(unit)
        for (e, score) in zip(episodes, row) where e > 0 { sum += weight * Double(e) * score }
      }
      return sum / total
    }
  }

  /// The interquartile mean of all scores together (Agarwal et al. 2021) with the bootstrap's
  /// interval.
  public func interquartileMean(_ resamples: ClusterResamples) -> ClusteredEstimate {
    let pooled = scores.flatMap { $0.flatMap(\.self) }
    var result = ClusteredEstimate(Statistics.interquartileMean(pooled), covers: coverage)
    guard coverage != .none else { return result }
    let ordered = OrderedScores(scores)
    let units = resamples.units(cells.count, arm: arm)
    result.degreesOfFreedom = components.degreesOfFreedom
    result.take(
      zip(units, resamples.episodes).map { ordered.interquartileMean(units: $0, episodes: $1) })
    return result
  }
}

extension ClusteredEstimate {
  /// Takes Student's interval from the mean's variance.
  mutating func take(_ components: VarianceComponents) {
    let (error, freedom) = (components.variance.squareRoot(), components.degreesOfFreedom)
    (standardError, degreesOfFreedom) = (error, freedom)
    t = Bounds(mean: estimate, standardError: error, degreesOfFreedom: freedom)
  }

  /// Takes the bootstrap's interval from resampled statistics.
  mutating func take(_ draws: [Double]) {
    guard let degreesOfFreedom else { return }
    bootstrap = Bounds(draws: draws, degreesOfFreedom: degreesOfFreedom)
  }
}

/// Scores in ascending order, each with its policy and episode: a resample is a walk along them.
struct OrderedScores {
  private let values: [Double]
  private let units: [Int]
  private let episodes: [Int]

  init(_ scores: [[[Double]]]) {
    var all: [(value: Double, unit: Int, episode: Int)] = []
    for (unit, tasks) in scores.enumerated() {
      for task in tasks {
        for (episode, value) in task.enumerated() { all.append((value, unit, episode)) }
      }
    }
    all.sort { $0.value < $1.value }
    (values, units, episodes) = (all.map(\.value), all.map(\.unit), all.map(\.episode))
  }

  /// The mean of the middle half where each score counts as often as its policy and episode are
  /// drawn, see `Statistics.interquartileMean`. Draws add up to as many scores as there are.
  func interquartileMean(units drawn: [UInt16], episodes drawnEpisodes: [UInt16]) -> Double {
    Statistics.interquartileMean(sorted: values) {
      Int(drawn[units[$0]]) * Int(drawnEpisodes[episodes[$0]])
    }
  }
}
