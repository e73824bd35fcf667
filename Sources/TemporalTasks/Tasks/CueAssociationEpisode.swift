import NumericalMethods

extension CueAssociation {
  public func episode(seed: UInt64, index: Int, noise: Double) -> TaskEpisode {
    precondition(noise >= 0 && noise.isFinite, "noise is finite and not negative")
    var content = RandomStream.content(seed: seed, index: index)
    let vectors = drawVectors(&content)
    let before = drawTargets(&content)
    let after = drawOtherTargets(than: before, &content)
    let order = (0..<showings).flatMap { _ in content.permutation(cues) }

    var grid = ObservationGrid(ticks: ticks, inputs: inputs)
    var queries: [Query] = []
    var places: [Feedback] = []
    for (trial, cue) in order.enumerated() {
      let time = TrialTime(self, trial: trial)
      grid.write(vectors[cue], at: 0, ticks: holdsCue ? time.cue : time.cueAlone)
      grid.fill(dimension..<dimension + 1, ticks: time.response, with: 1)
      let targets = trial < flipTrial ?? trials ? before : after
      queries.append(
        Query(
          trial: trial, ticks: time.response, target: targets[cue], weight: weight(ofTrial: trial)))
      places.append(
        Feedback(
          trial: trial, ticks: time.feedback, channels: dimension + 1..<inputs, kind: feedback))
    }
    var disturbance = RandomStream.disturbance(seed: seed, index: index)
    grid.addNoise(deviation: noise, channels: 0..<dimension, stream: &disturbance)
    return TaskEpisode(
      grid: grid, queries: queries, feedback: places,
      resets: clearsState ? (1..<trials).map { $0 * trialTicks } : [], flipTrial: flipTrial)
  }

  /// [cues × dimension], no two equal.
  private func drawVectors(_ stream: inout RandomStream) -> [[Float]] {
    var vectors: [[Float]] = []
    while vectors.count < cues {
      let vector = (0..<dimension).map { _ -> Float in
        switch cueKind {
        case .signs: stream.bool() ? 1 : -1
        case .gaussian: Float(0.5 * stream.gaussian())
        }
      }
      if !vectors.contains(vector) { vectors.append(vector) }
    }
    return vectors
  }

  /// One target per cue: each class equally often, or once more for a run of classes that starts
  /// anywhere with equal probability.
  private func drawTargets(_ stream: inout RandomStream) -> [Int] {
    let first = stream.below(classes)
    return stream.permutation(cues).map { (first + $0) % classes }
  }

  private func drawOtherTargets(than targets: [Int], _ stream: inout RandomStream) -> [Int] {
    targets.map { ($0 + 1 + stream.below(classes - 1)) % classes }
  }

  private func weight(ofTrial trial: Int) -> Float {
    let block = trial / cues
    return Float(block == 0 || block * cues == flipTrial ? guessWeight : 1)
  }
}

/// When things happen in a trial [ticks of the episode].
private struct TrialTime {
  /// The cue before the go signal.
  let cueAlone: Range<Int>
  let response: Range<Int>
  let feedback: Range<Int>
  /// From the cue's onset to the end of the feedback.
  let cue: Range<Int>

  init(_ task: CueAssociation, trial: Int) {
    let start = trial * task.trialTicks
    cueAlone = start..<start + task.cueTicks
    response = cueAlone.upperBound..<cueAlone.upperBound + task.responseTicks
    feedback = response.upperBound..<response.upperBound + task.feedbackTicks
    cue = start..<feedback.upperBound
  }
}
