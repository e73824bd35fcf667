/// One episode of a task: what the network sees, and when it is asked, given feedback and cleared.
///
/// An episode with ``Feedback`` of kind `reward` is interactive: run the network up to the end of a
/// query, read the response, call ``respond(trial:response:)``, and go on. Any other can be run
/// from end to end.
public struct TaskEpisode: Sendable, Equatable {
  private var grid: ObservationGrid
  /// External modulator m(t), [ticks]: where feedback is given, ±1 for a reward and 1 for a label;
  /// 1 where a task teaches; elsewhere 0.
  public private(set) var modulator: [Float]
  /// One query per trial, in the order of trials and of time; their ticks do not overlap.
  public let queries: [Query]
  /// Questions whose answer is on show while they are asked: they enter a training loss, so that a
  /// network learns to say what it is shown, and no score. Their `trial` means nothing.
  public let rehearsals: [Query]
  /// What the logits should be at every tick; nil where only queries count.
  public let trajectory: TargetTrajectory?
  /// Feedback in the order of time, each after the query of its trial.
  public let feedback: [Feedback]
  /// Ascending ticks before which the fast state (potentials, spikes, adaptation, traces, readout)
  /// is to be cleared; fast weights E, eligibilities e and thresholds θ stay. None lies inside a
  /// query.
  public let resets: [Int]
  /// The first trial after the association has changed; nil where it does not.
  let flipTrial: Int?

  /// Length [network ticks].
  public var ticks: Int { grid.ticks }
  /// Observation channels.
  public var inputs: Int { grid.inputs }
  /// Observations [ticks × inputs], tick after tick.
  public var observations: [Float] { grid.values }
  /// Whether the network's responses change what comes after.
  public var isInteractive: Bool { feedback.contains { $0.kind == .reward } }

  /// An episode from observations without feedback; labels are written here.
  /// - Parameter taught: ticks in which the modulator is 1 from the start.
  init(
    grid: ObservationGrid, queries: [Query], rehearsals: [Query] = [],
    trajectory: TargetTrajectory? = nil, feedback: [Feedback] = [], resets: [Int] = [],
    taught: [Range<Int>] = [], flipTrial: Int? = nil
  ) {
    (self.grid, self.queries, self.rehearsals) = (grid, queries, rehearsals)
    (self.trajectory, self.feedback, self.resets) = (trajectory, feedback, resets)
    self.flipTrial = flipTrial
    modulator = [Float](repeating: 0, count: grid.ticks)
    for ticks in taught { modulate(ticks, by: 1) }
    for place in feedback where place.kind == .label {
      let channel = place.channels.lowerBound + queries[place.trial].target
      self.grid.fill(place.channels, ticks: place.ticks, with: 0)
      self.grid.set(channel, ticks: place.ticks)
      modulate(place.ticks, by: 1)
    }
  }

  /// Writes the reward of a trial: +1 if the response is the target, else −1, into the channels and
  /// the modulator of the trial's feedback. Without such feedback nothing changes; a second call
  /// replaces the first.
  /// - Parameters:
  ///   - trial: in [0, queries.count).
  ///   - response: an index of the outputs; nil (no usable response) is wrong.
  public mutating func respond(trial: Int, response: Int?) {
    precondition(queries.indices.contains(trial), "trial \(trial) of \(queries.count)")
    let reward: Float = response == queries[trial].target ? 1 : -1
    for place in feedback where place.trial == trial && place.kind == .reward {
      grid.fill(place.channels, ticks: place.ticks, with: reward)
      modulate(place.ticks, by: reward)
    }
  }

  private mutating func modulate(_ ticks: Range<Int>, by value: Float) {
    for tick in ticks { modulator[tick] = value }
  }
}
