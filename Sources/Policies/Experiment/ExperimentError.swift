public import FileFormats

/// An experiment that cannot be read or run.
public struct ExperimentError: GanglionError, Equatable {
  /// File and line, `--set`, or the preset.
  public let place: String
  /// Dotted path of the key.
  public let key: String
  public let found: String
  public let expected: String

  public init(place: String, key: String, found: String, expected: String) {
    self.place = place
    self.key = key
    self.found = found
    self.expected = expected
  }

  public var description: String {
    let location = key.isEmpty ? place : "\(place): \(TerminalText.quoted(key))"
    return "\(location): found \(TerminalText.quoted(found)), expected \(expected)"
  }
}
