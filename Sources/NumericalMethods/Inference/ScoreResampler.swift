/// Resamples of a score table: stratified ones (Agarwal et al. 2021, § 4.1), in which each task's
/// runs are drawn with replacement from that task, or those of runs that all tasks share.
///
/// A resample is kept as counts: how often each place of the pooled, ordered scores was drawn.
/// Ordering once instead of at every resample makes a resample linear in the number of scores, and
/// nothing is allocated for it.
struct ScoreResampler {
  /// All scores, ascending.
  private let ordered: [Double]
  /// The place of each score in `ordered`, task after task.
  private let places: [Int]
  private let runs: Int
  /// [places] draws of the present resample.
  private var counts: [Int]
  /// [runs] draws of each run where tasks share them.
  private var shared: [Int]
  /// [tasks] mean of each task in the present resample.
  private var taskMeans: [Double]
  private var orderedMeans: [Double]

  /// Precondition: no score is NaN and there is at least one.
  init(_ table: ScoreTable) {
    let pooled = table.scores.flatMap(\.self)
    precondition(!pooled.isEmpty && !pooled.contains(where: \.isNaN), "scores to draw from")
    let order = pooled.indices.sorted { pooled[$0] < pooled[$1] }
    var places = [Int](repeating: 0, count: pooled.count)
    for (place, index) in order.enumerated() { places[index] = place }
    self.places = places
    ordered = order.map { pooled[$0] }
    runs = table.scores[0].count
    counts = [Int](repeating: 0, count: pooled.count)
    shared = [Int](repeating: 0, count: runs)
    taskMeans = [Double](repeating: 0, count: table.scores.count)
    orderedMeans = taskMeans
  }

  /// Draws the next resample.
  mutating func draw(_ stream: inout RandomStream) {
    counts.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    for task in taskMeans.indices {
      let first = task * runs
      var sum = 0.0
      for _ in 0..<runs {
        let place = places[first + stream.below(runs)]
        counts[place] += 1
        sum += ordered[place]
      }
      taskMeans[task] = sum / Double(runs)
    }
  }

  /// Draws runs once for all tasks.
  mutating func drawShared(_ stream: inout RandomStream) {
    for run in shared.indices { shared[run] = 0 }
    for _ in shared.indices { shared[stream.below(runs)] += 1 }
    for task in taskMeans.indices {
      let first = task * runs
      var sum = 0.0
      for run in shared.indices {
        let place = places[first + run]
        counts[place] = shared[run]
        // A count of 0 times an infinite score is no number.
        if shared[run] > 0 { sum += Double(shared[run]) * ordered[place] }
      }
      taskMeans[task] = sum / Double(runs)
    }
  }

  /// See ``ScoreTable/interquartileMean``.
  var interquartileMean: Double {
    Statistics.interquartileMean(sorted: ordered) { counts[$0] }
  }

  /// See ``ScoreTable/mean``.
  var mean: Double { Statistics.mean(taskMeans) }

  /// See ``ScoreTable/median``.
  mutating func median() -> Double {
    for task in taskMeans.indices { orderedMeans[task] = taskMeans[task] }
    orderedMeans.sort()
    return Statistics.quantile(sorted: orderedMeans, 0.5)
  }

  /// See ``ScoreTable/optimalityGap(target:)``.
  func optimalityGap(target: Double) -> Double {
    var sum = 0.0
    for place in counts.indices where counts[place] > 0 {
      sum += Double(counts[place]) * min(ordered[place], target)
    }
    return target - sum / Double(ordered.count)
  }

  /// See ``ScoreTable/profile(_:)``; `thresholds` ascend and `shares` has as many.
  func profile(_ thresholds: [Double], into shares: inout [Double]) {
    var above = ordered.count
    var place = 0
    for (i, threshold) in thresholds.enumerated() {
      while place < ordered.count && ordered[place] <= threshold {
        above -= counts[place]
        place += 1
      }
      shares[i] = Double(above) / Double(ordered.count)
    }
  }
}
