public import SpikingNetworks

/// One network in one episode, tick by tick:
///
///     var run = TaskRun(episode, network: network)
///     while !run.isOver { run.tick() }
///
/// Each row of observations is one tick, whatever the network's `ticksPerStep`, as in training; the
/// fast state is cleared where the episode says, external modulation is the episode's, and an
/// interactive episode is given every response.
public struct TaskRun {
  /// The episode, with the rewards of the responses so far.
  public private(set) var episode: TaskEpisode
  public let network: Network
  /// Logits g·o after every tick so far, [ticks × outputs], tick after tick; g is the readout's
  /// gain.
  public private(set) var logits: [Double] = []
  /// Responses to the queries that are over; nil where there was none that could be used.
  public private(set) var responses: [Int?] = []
  /// Ticks so far.
  public private(set) var ticks = 0
  /// Leaky outputs o after every tick so far.
  private var outputs: [Float] = []

  /// A run at its start. The network is reset, its random spikes to the stream of `encodingSeed`.
  /// - Precondition: the network has the episode's inputs, and plasticity as the caller wants it.
  public init(_ episode: TaskEpisode, network: Network, encodingSeed: UInt64 = 0) {
    precondition(network.spec.inputs == episode.inputs, "a network for \(episode.inputs) inputs")
    (self.episode, self.network) = (episode, network)
    network.reset(seed: encodingSeed)
  }

  /// Whether every tick has been run.
  public var isOver: Bool { ticks == episode.ticks }

  /// Whether every logit so far is finite.
  public var isFinite: Bool { logits.allSatisfy(\.isFinite) }

  /// Targets and responses of a run that is over, and how well it followed a trajectory.
  public var record: EpisodeResponses {
    EpisodeResponses(
      targets: episode.queries.map(\.target), responses: responses,
      explained: episode.trajectory?.explained(logits: logits))
  }

  /// One tick, and the response to a query that ends with it.
  public mutating func tick() {
    precondition(!isOver, "the episode has \(ticks) ticks")
    if episode.resets.contains(ticks) { network.clearFastState() }
    network.externalModulation = episode.modulator[ticks]
    // The episode is not over, so that the tick's row lies within.
    episode.observations.withUnsafeBufferPointer {
      network.tick(observation: $0.baseAddress! + ticks * episode.inputs)
    }
    ticks += 1
    let outputs = network.outputs
    self.outputs += outputs
    logits += outputs.map { Double(network.spec.readout.gain) * Double($0) }
    answer()
  }

  private mutating func answer() {
    guard responses.count < episode.queries.count else { return }
    let query = episode.queries[responses.count]
    guard query.ticks.upperBound == ticks else { return }
    let response = query.response(logits: outputs, outputs: network.spec.outputs)
    responses.append(response)
    if episode.isInteractive { episode.respond(trial: query.trial, response: response) }
  }
}
