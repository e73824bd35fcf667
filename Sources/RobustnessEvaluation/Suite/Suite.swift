public import Locomotion

/// A versioned list of conditions that policies are tried under.
public struct Suite: Sendable, Equatable {
  public var name: String
  /// Rises whenever the same name comes to mean other trials.
  public var version: Int
  /// One line for tables and help.
  public var summary = ""
  /// Each entry is what one row of the table is about; the nominal world is tried besides.
  public var conditions: [[Condition]]
  /// Episodes of each condition unless others are asked for.
  public var episodes = 10
  /// Length of a life [s]; nil is that of the policy's own evaluation.
  public var duration: Double?
}
