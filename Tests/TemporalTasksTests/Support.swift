import TemporalTasks

/// Every kind of task in each of its variants.
let variants: [(name: String, task: any TemporalTask)] = [
  ("accumulation", CueAccumulation()),
  ("accumulation, cleared", with(CueAccumulation()) { $0.clearsState = true }),
  (
    "accumulation, short",
    with(CueAccumulation()) { ($0.cues, $0.groupSize, $0.gapTicks, $0.delayTicks) = (3, 2, 0, 0) }
  ),
  ("association", CueAssociation()),
  ("association, cleared", with(CueAssociation()) { $0.clearsState = true }),
  ("association, reward", with(CueAssociation()) { $0.feedback = .reward }),
  ("association, four classes", with(CueAssociation()) { ($0.classes, $0.reversal) = (4, true) }),
  (
    "association, uneven",
    with(CueAssociation()) {
      ($0.cues, $0.classes, $0.cueKind, $0.holdsCue, $0.gapTicks) = (5, 3, .gaussian, false, 2)
      ($0.reversal, $0.clearsState, $0.showings, $0.feedback) = (true, true, 5, .reward)
    }
  ),
  (
    "association, delayed",
    with(CueAssociation()) {
      ($0.responseDelayTicks, $0.feedbackDelayTicks, $0.cueDuringFeedback) = (3, 5, false)
      $0.feedback = .reward
    }
  ),
  ("exclusive or", ExclusiveOr()),
  ("exclusive or, cleared", with(ExclusiveOr()) { ($0.clearsState, $0.rounds) = (true, 3) }),
  ("one shot", OneShotRecognition()),
  ("one shot, cleared", with(OneShotRecognition()) { $0.clearsState = true }),
  (
    "several shots",
    with(OneShotRecognition()) {
      ($0.ways, $0.shots, $0.queries, $0.gapTicks, $0.split) = (3, 2, 2, 0, .test)
    }
  ),
]

/// A copy with changes.
func with<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
  var value = value
  change(&value)
  return value
}

extension TaskEpisode {
  /// The observation at a tick, [inputs].
  func observation(at tick: Int) -> [Float] {
    Array(observations[tick * inputs..<(tick + 1) * inputs])
  }

  /// The mean observation of some channels over some ticks.
  func mean(_ channels: Range<Int>, over ticks: Range<Int>) -> [Float] {
    channels.map { channel in
      ticks.reduce(0) { $0 + observations[$1 * inputs + channel] } / Float(ticks.count)
    }
  }

  func sum(_ channels: Range<Int>, over ticks: Range<Int>) -> Float {
    mean(channels, over: ticks).reduce(0, +) * Float(ticks.count)
  }
}

func squaredDistance(_ a: [Float], _ b: [Float]) -> Float {
  zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
}

/// Whether a count of `trials` draws with probability p lies within 4.5 standard deviations of its
/// mean, which a right law misses in fewer than one of 100 000 counts.
func isPlausible(_ count: Int, of trials: Int, probability p: Double) -> Bool {
  let n = Double(trials)
  return abs(Double(count) - n * p) <= 4.5 * (n * p * (1 - p)).squareRoot()
}

/// A drawing less its mean, over its deviation.
func standardised(_ drawing: [Float]) -> [Float] {
  let mean = drawing.reduce(0, +) / Float(drawing.count)
  let variance = drawing.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(drawing.count)
  return drawing.map { ($0 - mean) / variance.squareRoot() }
}
