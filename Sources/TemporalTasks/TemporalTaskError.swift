public import FileFormats

/// A task's setting that is out of range, or an image file that does not hold what it should.
public struct TemporalTaskError: GanglionError, Equatable {
  /// Encoded key of the setting, such as `cue_ticks` or `strokes.width`; or a file and the place in
  /// it.
  public let field: String
  /// The value found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// Place, value found, and what was expected.
  public var description: String { "\(field): found \(found), expected \(expected)" }

  /// Throws unless `value` lies in `range`; NaN never does.
  static func check<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, _ key: some CodingKey, of owner: String = ""
  ) throws(TemporalTaskError) {
    guard range.contains(value) else {
      throw TemporalTaskError(
        key, of: owner, found: "\(value)",
        expected: "\(range.lowerBound) to \(range.upperBound)")
    }
  }
}

extension TemporalTaskError {
  /// An error of a setting, whose key is in snake case as in files.
  init(_ key: some CodingKey, of owner: String = "", found: String, expected: String) {
    self.init(
      field: owner + YAMLDocument.snakeCase(key.stringValue), found: found, expected: expected)
  }
}
