public import Locomotion

/// A versioned list of conditions that policies are tried under.
public struct Suite: Sendable, Equatable {
  public let name: String
  /// Rises whenever the same name comes to mean other trials.
  public let version: Int
  /// One line for tables and help.
  public let summary: String
  /// Each entry is what one row of the table is about; the nominal world is tried besides.
  public let conditions: [[Condition]]
  /// Episodes of each condition unless others are asked for.
  public let episodes: Int
  /// Length of a life [s]; nil is that of the policy's own evaluation.
  public let duration: Double?

  public init(
    name: String, version: Int, summary: String = "", conditions: [[Condition]],
    episodes: Int = 10, duration: Double? = nil
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.conditions = conditions
    self.episodes = episodes
    self.duration = duration
  }
}
