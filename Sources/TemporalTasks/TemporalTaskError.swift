public import FileFormats

/// A task's setting that is out of range, or an image file that does not hold what it should.
public struct TemporalTaskError: GanglionError, Equatable {
  /// Key of the setting, such as `cue_ticks` or `strokes.width`; or a file and the place in it.
  public let field: String
  /// The value found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// Place, value found, and what was expected.
  public var description: String {
    "\(field): found \(TerminalText.quoted(found)), expected \(expected)"
  }

  /// Throws unless `value` lies in `range`; NaN never does.
  static func check<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, _ key: some CodingKey, of owner: String = ""
  ) throws(TemporalTaskError) {
    try require(
      range.contains(value), key, of: owner, found: "\(value)",
      "\(range.lowerBound) to \(range.upperBound)")
  }

  /// Throws unless something holds of a setting, whose key is in snake case as in files.
  static func require(
    _ holds: Bool, _ key: some CodingKey, of owner: String = "",
    found: @autoclosure () -> String, _ expected: @autoclosure () -> String
  ) throws(TemporalTaskError) {
    try require(
      holds, owner + YAMLDocument.snakeCase(key.stringValue), found: found(), expected())
  }

  /// Throws unless something holds of a field that is named as users see it.
  static func require(
    _ holds: Bool, _ field: @autoclosure () -> String, found: @autoclosure () -> String,
    _ expected: @autoclosure () -> String
  ) throws(TemporalTaskError) {
    if !holds { throw TemporalTaskError(field: field(), found: found(), expected: expected()) }
  }
}
