extension CueAssociation {
  /// One that knows no cue and one that remembers all, where the feedback tells the right answer.
  public var observers: [TaskObserver] {
    guard feedback == .label || classes == 2 else { return [] }
    return [
      TaskObserver("label count", answers: countedLabels),
      TaskObserver("cue memory", answers: rememberedLabels),
    ]
  }

  /// The class of which most are left in the block, the first among equals: where `classes` divides
  /// `cues`, the best that anybody without memory for cues can do.
  private func countedLabels(_ episode: TaskEpisode) -> [Int] {
    let ofEach = (cues + classes - 1) / classes
    return episode.queries.map { query in
      var left = [Float](repeating: Float(ofEach), count: classes)
      for earlier in episode.queries[query.trial / cues * cues..<query.trial] {
        left[earlier.target] -= 1
      }
      return Query.response(means: left) ?? 0
    }
  }

  /// The label that followed the nearest cue of this block and the one before, which has shown
  /// every cue; the latest among equals.
  private func rememberedLabels(_ episode: TaskEpisode) -> [Int] {
    let trialTicks = ticks / trials
    let seen = episode.queries.map { query in
      let start = query.trial * trialTicks
      return SeenPattern(
        values: episode.average(of: 0..<dimension, over: start..<start + cueTicks),
        answer: query.target)
    }
    return episode.queries.map { query in
      let first = max(0, (query.trial / cues - 1) * cues)
      let memory = seen[first..<query.trial].reversed()
      return SeenPattern.nearest(to: seen[query.trial].values, among: memory) ?? 0
    }
  }
}
