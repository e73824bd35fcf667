/// What the network is shown after a response.
public enum FeedbackKind: String, Sendable, Codable, CaseIterable {
  /// The right answer as one-hot input. It is known beforehand, so it stands in the episode from
  /// the start and the network needs no partner.
  case label
  /// +1 for the right response and −1 for any other, written once the response is known.
  case reward
}

/// A place in the episode that tells the network how it answered.
///
/// The external modulator m(t) has a value there as well: the reward, or 1 where a label is shown.
public struct Feedback: Sendable, Equatable {
  /// The trial whose response it follows.
  public let trial: Int
  /// Ticks in which it is shown.
  public let ticks: Range<Int>
  /// Channels that show it: one per output for a label, any number for a reward.
  public let channels: Range<Int>
  /// What is shown.
  public let kind: FeedbackKind
}
