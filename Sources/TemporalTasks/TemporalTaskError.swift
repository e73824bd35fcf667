public import FileFormats

/// A task's setting that is out of range, or an image file that does not hold what it should.
public struct TemporalTaskError: GanglionError, Equatable {
  /// Encoded key of the setting, such as `cueTicks` or `strokes.width`; or a file and the place in
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
    try require(
      range.contains(value), owner + key.stringValue, found: "\(value)",
      "\(range.lowerBound) to \(range.upperBound)")
  }

  /// Throws unless something holds.
  static func require(
    _ holds: Bool, _ field: @autoclosure () -> String, found: @autoclosure () -> String,
    _ expected: @autoclosure () -> String
  ) throws(TemporalTaskError) {
    if !holds { throw TemporalTaskError(field: field(), found: found(), expected: expected()) }
  }
}
