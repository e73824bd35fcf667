import NumericalMethods

/// What a privileged controller is told of the facts in an episode.
public enum Telling: String, Sendable, Codable, CaseIterable {
  /// What is the case.
  case truth
  /// That nothing is the matter, whatever is.
  case nominal
  /// What an estimator might believe: the truth late, with errors, and now and then for a while
  /// something else; see ``BeliefOptions``.
  case guesses
}

/// How far a controller in training is misled about the facts, so that it bears with an estimator:
/// after each change it is told the new facts with a lag, up to then the former ones or a wrong
/// guess.
public struct BeliefOptions: Sendable, Equatable, Codable {
  /// Shortest and longest lag [s]; each between them is as likely.
  public var lag = [0.1, 1.5]
  /// Standard deviation of a constant error of every channel, drawn anew once a second, in the
  /// channels' units.
  public var noise = 0.05
  /// Probability that something wrong is believed after a change, and at the start, for a lag.
  public var wrong = 0.25

  public init() {}
}

/// The beliefs of one episode: what its seed draws for ``Telling/guesses``.
struct Belief {
  private let layout: FactLayout
  private let telling: Telling
  private let options: BeliefOptions
  private var stream: RandomStream
  /// What is the case, and what is believed before errors.
  private var truth, held: [Float]
  private var errors: [Float]
  /// When what is held makes way for the truth [s]; nil once it has.
  private var turning: Double?
  private var nextErrors = 0.0
  private var isNew = true

  init(_ layout: FactLayout, _ telling: Telling, _ options: BeliefOptions, seed: UInt64) {
    (self.layout, self.telling, self.options) = (layout, telling, options)
    stream = RandomStream(seed: seed, purpose: .belief)
    (truth, held) = (layout.nominal, layout.nominal)
    errors = Array(repeating: 0, count: layout.count)
  }

  /// Fills in what is told at `time` [s].
  mutating func tell(
    _ facts: UnsafePointer<Float>, time: Double, into out: UnsafeMutablePointer<Float>
  ) {
    switch telling {
    case .truth: out.update(from: facts, count: layout.count)
    case .nominal: for n in 0..<layout.count { out[n] = layout.nominal[n] }
    case .guesses:
      follow(facts, time: time)
      for n in 0..<layout.count { out[n] = held[n] + errors[n] }
    }
  }

  private mutating func follow(_ facts: UnsafePointer<Float>, time: Double) {
    let hasChanged = (0..<layout.count).contains { facts[$0] != truth[$0] }
    if hasChanged || isNew {
      for n in 0..<layout.count { truth[n] = facts[n] }
      let isWrong = stream.uniform() < options.wrong
      let lag = stream.uniform(in: options.lag[0]...options.lag[1])
      if isWrong { guess() }
      turning = isWrong || hasChanged && !isNew ? time + lag : time
      isNew = false
    }
    if let turning, turning <= time {
      for n in 0..<layout.count { held[n] = truth[n] }
      self.turning = nil
    }
    guard time >= nextErrors else { return }
    nextErrors += 1
    for n in 0..<layout.count { errors[n] = Float(options.noise * stream.gaussian()) }
  }

  /// One channel in four, drawn, of the truth is believed to be something else in its range.
  private mutating func guess() {
    for n in 0..<layout.count { held[n] = truth[n] }
    for slice in layout.slices {
      for n in slice.range where stream.uniform() < 0.25 {
        held[n] = slice.fact.channel(stream.uniform(in: slice.fact.range))
      }
    }
  }
}
