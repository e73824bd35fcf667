/// Who sees an episode as a network does and answers by a rule that nobody trained: what the score
/// of a network is to be read against.
public struct TaskObserver: Sendable {
  /// What it goes by, such as `nearest showing`.
  public let name: String
  /// One answer to each query.
  private let answers: @Sendable (TaskEpisode) -> [Int]

  init(_ name: String, answers: @escaping @Sendable (TaskEpisode) -> [Int]) {
    (self.name, self.answers) = (name, answers)
  }

  /// Targets and answers of an episode of the task that the observer is of.
  public func record(_ episode: TaskEpisode) -> EpisodeResponses {
    EpisodeResponses(targets: episode.queries.map(\.target), responses: answers(episode))
  }
}

extension TaskEpisode {
  /// The mean observation of each of some channels over some ticks.
  func average(of channels: Range<Int>, over ticks: Range<Int>) -> [Float] {
    var sums = [Float](repeating: 0, count: channels.count)
    for tick in ticks {
      let row = tick * inputs + channels.lowerBound
      for channel in sums.indices { sums[channel] += observations[row + channel] }
    }
    return sums.map { $0 / Float(ticks.count) }
  }
}

/// What an observer has seen and which answer it goes with.
struct SeenPattern {
  let values: [Float]
  let answer: Int

  /// The answer of the pattern at the least Euclidean distance, the first among equals; nil
  /// without any.
  static func nearest(to values: [Float], among seen: some Sequence<SeenPattern>) -> Int? {
    var (best, answer): (Float, Int?) = (.infinity, nil)
    for pattern in seen {
      var distance: Float = 0
      for (a, b) in zip(pattern.values, values) { distance += (a - b) * (a - b) }
      if answer == nil || distance < best { (best, answer) = (distance, pattern.answer) }
    }
    return answer
  }
}
