/// What a key of a file means.
public struct KeyNote: Sendable, Hashable, Encodable {
  /// Its path, such as `evolution.sigma`.
  public let key: String
  public let meaning: String
  /// What it is where a file does not say; nil where that depends.
  public let standard: String?
  /// Which values are accepted; nil where any of its kind are.
  public let range: String?
  /// Where it matters, such as with one trainer alone; nil is everywhere.
  public let scope: String?

  public init(
    _ key: String, _ meaning: String, standard: String? = nil, range: String? = nil,
    scope: String? = nil
  ) {
    (self.key, self.meaning, self.standard) = (key, meaning, standard)
    (self.range, self.scope) = (range, scope)
  }

  /// The last part of the path.
  public var name: String { key.split(separator: ".").last.map(String.init) ?? key }
}
