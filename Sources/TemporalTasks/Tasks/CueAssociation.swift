import NumericalMethods

/// Random cues, each with a hidden target that only the episode itself can teach.
///
/// After Miconi, Stanley, Clune 2018 (arXiv 1804.02464) and Miconi et al. 2019 (*Backpropamine*),
/// Schmidgall et al. 2021 (*SpikePropamine*) and Schmidgall, Hays 2022 (arXiv 2206.12520).
///
/// Each episode draws `cues` different vectors and gives each a target among `classes`, as evenly
/// as the numbers allow. Each block of trials shows every cue once, in random order, so in block b
/// every cue has been seen b times before. With `reversal` every cue gets another target, drawn
/// evenly among the others, at the trial ``flipTrial``.
///
/// A trial: the cue for `cueTicks`; a delay; the go signal for `responseTicks`, in which the answer
/// is read; a delay; feedback for `feedbackTicks`; a gap. Channels: `dimension` for the cue, one
/// for the go signal, then those of the feedback, one per class for a label or one for a reward.
///
/// With `holdsCue` or `cueDuringFeedback` false, the cue is gone when the feedback comes, and only
/// what outlasts the delays can bind the two: traces for a few ticks, eligibilities for as long as
/// their time constant, or activity that the network keeps up.
///
/// Law of noise ν: every cue channel carries a normal value of deviation ν, independently at every
/// tick; an entry of a cue of kind `signs` is ±1.
///
/// What an observer without memory for cues can reach: 1/classes where `clearsState` holds.
/// Otherwise one that counts the labels within a block does better (71 % with 4 cues and 2
/// classes), since the last of a block can be told from the others; late accuracy has to be read
/// against that.
public struct CueAssociation: TemporalTask {
  public static let name = "cue-association"

  /// How the entries of cue vectors are drawn.
  public enum CueKind: String, Sendable, Codable, CaseIterable {
    /// +1 or −1 with equal probability.
    case signs
    /// Normal with deviation ½.
    case gaussian
  }

  /// Different cues in an episode.
  public var cues = 4
  /// Possible targets.
  public var classes = 2
  /// Length of a cue vector.
  public var dimension = 16
  /// How cue vectors are drawn.
  public var cueKind = CueKind.signs
  /// Blocks, each of which shows every cue once.
  public var showings = 6
  /// Length of the cue before the go signal [ticks].
  public var cueTicks = 3
  /// Time between it and the go signal [ticks].
  public var responseDelayTicks = 0
  /// Length of the go signal, in which the answer is read [ticks].
  public var responseTicks = 4
  /// Time between the go signal and the feedback [ticks].
  public var feedbackDelayTicks = 0
  /// Length of the feedback [ticks].
  public var feedbackTicks = 3
  /// Silence after the feedback [ticks].
  public var gapTicks = 0
  /// Whether the cue stays on to the end of the go signal, and on to that of the feedback. If not,
  /// synapses can bind it to the feedback only by traces that outlast it.
  public var holdsCue = true
  /// Whether a cue that is held stays on after the go signal too. If not, it ends with it.
  public var cueDuringFeedback = true
  /// What the network is shown after a response.
  public var feedback = FeedbackKind.label
  /// Whether the targets change in mid-episode, at the start of block ⌊showings/2⌋.
  public var reversal = false
  /// Whether the fast state is cleared between feedback and the next cue.
  public var clearsState = false
  /// Loss weight of queries that no observer can answer for certain: a cue's first showing, and its
  /// first after the reversal.
  public var guessWeight = 0.0

  /// The defaults.
  public init() {}

  public var inputs: Int { dimension + 1 + feedbackChannels }
  public var outputs: Int { classes }
  public var ticks: Int { trials * trialTicks }
  public var trials: Int { cues * showings }
  /// The first trial with the new targets; nil without `reversal`.
  var flipTrial: Int? { reversal ? cues * (showings / 2) : nil }

  /// From one cue to the next.
  private var trialTicks: Int {
    cueTicks + responseDelayTicks + responseTicks + feedbackDelayTicks + feedbackTicks + gapTicks
  }
  private var feedbackChannels: Int { feedback == .label ? classes : 1 }

  public func validate() throws(TemporalTaskError) {
    try TemporalTaskError.check(cues, in: 1...1000, CodingKeys.cues)
    try TemporalTaskError.check(classes, in: 2...1000, CodingKeys.classes)
    try TemporalTaskError.check(dimension, in: 1...4096, CodingKeys.dimension)
    try TemporalTaskError.check(showings, in: 1...1000, CodingKeys.showings)
    try TemporalTaskError.check(cueTicks, in: 1...10_000, CodingKeys.cueTicks)
    try TemporalTaskError.check(responseDelayTicks, in: 0...10_000, CodingKeys.responseDelayTicks)
    try TemporalTaskError.check(responseTicks, in: 1...10_000, CodingKeys.responseTicks)
    try TemporalTaskError.check(feedbackDelayTicks, in: 0...10_000, CodingKeys.feedbackDelayTicks)
    try TemporalTaskError.check(feedbackTicks, in: 1...10_000, CodingKeys.feedbackTicks)
    try TemporalTaskError.check(gapTicks, in: 0...10_000, CodingKeys.gapTicks)
    try TemporalTaskError.check(guessWeight, in: 0...1, CodingKeys.guessWeight)
    // Half of all sign vectors at most, so that drawing a new one takes two attempts on average.
    try TemporalTaskError.require(
      cueKind == .gaussian || dimension > 10 || cues <= 1 << (dimension - 1),
      CodingKeys.cues, found: "\(cues)",
      "at most \(1 << (dimension - 1)), half of all vectors of \(dimension) signs")
    try TemporalTaskError.require(
      !reversal || showings >= 2, CodingKeys.showings, found: "\(showings)",
      "at least 2, with a reversal in mid-episode")
    try checkSize()
  }
}

extension CueAssociation {
  public func episode(seed: UInt64, index: Int, noise: Double) -> TaskEpisode {
    var content = RandomStream.content(seed: seed, index: index)
    let vectors = drawVectors(&content)
    let before = drawTargets(&content)
    let after = before.map { ($0 + 1 + content.below(classes - 1)) % classes }
    let order = (0..<showings).flatMap { _ in content.permutation(cues) }

    var grid = ObservationGrid(ticks: ticks, inputs: inputs)
    var queries: [Query] = []
    var places: [Feedback] = []
    for (trial, cue) in order.enumerated() {
      let start = trial * trialTicks
      let asked = start + cueTicks + responseDelayTicks
      let response = asked..<asked + responseTicks
      let taught = response.upperBound + feedbackDelayTicks
      let shown = taught..<taught + feedbackTicks
      let held = cueDuringFeedback ? shown.upperBound : response.upperBound
      grid.write(vectors[cue], at: 0, ticks: start..<(holdsCue ? held : start + cueTicks))
      grid.set(dimension, ticks: response)
      let targets = trial < flipTrial ?? trials ? before : after
      queries.append(
        Query(trial: trial, ticks: response, target: targets[cue], weight: weight(ofTrial: trial)))
      places.append(
        Feedback(trial: trial, ticks: shown, channels: dimension + 1..<inputs, kind: feedback))
    }
    var disturbance = Disturbance(seed: seed, index: index, noise: noise)
    grid.addNoise(&disturbance, channels: 0..<dimension)
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

  private func weight(ofTrial trial: Int) -> Float {
    let block = trial / cues
    return Float(block == 0 || block * cues == flipTrial ? guessWeight : 1)
  }
}
