extension CueAccumulation {
  /// One that counts the spikes of either side in the ticks of cues, the background among them.
  public var observers: [TaskObserver] {
    [TaskObserver("spike count") { [answer($0)] }]
  }

  /// The side with more spikes; left among equals.
  private func answer(_ episode: TaskEpisode) -> Int {
    var difference: Float = 0
    for cue in 0..<cues {
      let start = cue * (cueTicks + gapTicks)
      let means = episode.average(of: 0..<2 * groupSize, over: start..<start + cueTicks)
      difference += means[groupSize...].reduce(0, +) - means[..<groupSize].reduce(0, +)
    }
    // Differences of whole spikes, as the sums round.
    return (difference * Float(cueTicks)).rounded() > 0 ? 1 : 0
  }
}
