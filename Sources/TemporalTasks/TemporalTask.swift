/// A kind of episode in which a network is shown things over time and asked about them.
///
/// A task is a value: its fields are the settings, `validate()` checks them, and every episode
/// follows from them and (seed, index, noise) alone.
public protocol TemporalTask: Sendable, Equatable, Codable {
  /// The task's name on the command line, such as `cue-accumulation`.
  static var name: String { get }
  /// Observation channels.
  var inputs: Int { get }
  /// Logits, one per possible answer.
  var outputs: Int { get }
  /// Length of every episode [network ticks].
  var ticks: Int { get }
  /// Queries in every episode.
  var trials: Int { get }
  /// Whether the fast state (potentials, spikes, traces, readout) is cleared between what is to be
  /// remembered and the question about it, so that only synapses can carry the memory: a network
  /// without plasticity then answers at chance by construction.
  var clearsState: Bool { get set }

  /// The same task with content that no training episode has; itself where content is drawn anew
  /// for every episode anyway.
  var heldOut: Self { get }
  /// The same settings without the files that they name: what can be checked before those are read.
  var withoutFiles: Self { get }
  /// Folders that the settings name, by the keys of these settings.
  var folders: [(key: String, path: String)] { get }

  /// Who answers by rule, to read scores against; none where nobody can do without training.
  var observers: [TaskObserver] { get }

  /// Reads the files that the settings name.
  /// - Throws: ``TemporalTaskError`` for a file or folder that cannot be used.
  mutating func load() throws(TemporalTaskError)

  /// Checks every setting.
  /// - Throws: ``TemporalTaskError`` for the first one out of range, under its encoded key.
  func validate() throws(TemporalTaskError)

  /// One episode.
  ///
  /// Equal arguments give equal episodes. Noise has a random stream of its own, so episodes that
  /// differ in `noise` alone share cues, targets and order, and the same draws of noise, scaled.
  /// - Parameters:
  ///   - seed: names the run's set of episodes.
  ///   - index: the episode within the set, in [0, 2³²).
  ///   - noise: finite, 0 or above; each task states its law. 0 is free of noise.
  /// - Precondition: ``validate()`` passes.
  func episode(seed: UInt64, index: Int, noise: Double) -> TaskEpisode
}

extension TemporalTask {
  /// Itself.
  public var heldOut: Self { self }
  /// Itself.
  public var withoutFiles: Self { self }
  /// None.
  public var folders: [(key: String, path: String)] { [] }
  /// Nobody.
  public var observers: [TaskObserver] { [] }
  /// Nothing to read.
  public mutating func load() throws(TemporalTaskError) {}

  /// The most observations in an episode, ticks × inputs.
  static var largestEpisode: Int { 1 << 24 }

  func checkSize() throws(TemporalTaskError) {
    try TemporalTaskError.require(
      ticks <= Self.largestEpisode / inputs, "ticks × inputs", found: "\(ticks) × \(inputs)",
      "at most \(Self.largestEpisode) observations in an episode")
  }
}

/// Version of the temporal tasks: raised whenever an episode of the same settings, seed and index
/// shows other observations or asks for other answers than before.
public enum TaskVersion {
  public static let current = 1
}
