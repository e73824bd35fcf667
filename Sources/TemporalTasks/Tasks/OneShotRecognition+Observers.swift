extension OneShotRecognition {
  /// One that answers with the label of the showing whose pixels, averaged over its ticks, are
  /// nearest to those of the query.
  public var observers: [TaskObserver] {
    [TaskObserver("nearest showing", answers: nearestShowings)]
  }

  private func nearestShowings(_ episode: TaskEpisode) -> [Int] {
    let showings = episode.rehearsals.enumerated().map { place, rehearsal in
      let start = place * (showTicks + gapTicks)
      return SeenPattern(
        values: episode.average(of: 0..<side * side, over: start..<start + showTicks),
        answer: rehearsal.target)
    }
    return episode.queries.map { query in
      let shown = query.ticks.upperBound - queryTicks..<query.ticks.upperBound
      let values = episode.average(of: 0..<side * side, over: shown)
      return SeenPattern.nearest(to: values, among: showings) ?? 0
    }
  }
}
