/// A verdict about a robot description.
public struct Finding: Codable, Sendable, Hashable {
  /// How grave: an error makes the robot unusable, a warning asks for a second look.
  public enum Level: String, Codable, Sendable, Hashable, CaseIterable {
    case error, warning, info
  }

  /// Short name of the rule, such as `mass-ratio`.
  public let rule: String
  /// How grave.
  public let level: Level
  /// The link, joint or robot meant.
  public let `where`: String
  /// What was found, with its values.
  public let message: String

  /// A verdict of `rule` about `place`.
  package init(_ rule: String, _ level: Level, _ place: String, _ message: String) {
    (self.rule, self.level, self.where, self.message) = (rule, level, place, message)
  }
}
