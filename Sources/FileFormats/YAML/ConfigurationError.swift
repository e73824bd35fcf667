/// A value in a YAML file that cannot be used: where it is, what was found, what was expected.
public struct ConfigurationError: GanglionError, Hashable {
  /// Name or path as given to the reader.
  public let file: String
  /// Counts from 1; nil when the whole file is meant.
  public let line: Int?
  /// Counts from 1; nil when the whole file is meant.
  public let column: Int?
  /// Keys from the root, as in `joints.groups[2].kp`; empty at the root.
  public let path: String
  /// The value as written.
  public let found: String
  /// What would have been accepted.
  public let expected: String

  /// `file:line:column: path: found …, expected …`.
  public var description: String {
    let place = [file] + [line, column].compactMap { $0.map(String.init) }
    let key = path.isEmpty ? "" : "\(TerminalText.quoted(path)): "
    let found = TerminalText.quoted(found)
    return "\(place.joined(separator: ":")): \(key)found \(found), expected \(expected)"
  }
}
