public import FileFormats

/// A field of a network specification that is out of range.
public struct NetworkSpecError: GanglionError, Equatable {
  /// Path of the field, such as `hidden[0].decay`.
  public let field: String
  /// The value found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// An error about one field.
  public init(field: String, found: String, expected: String) {
    (self.field, self.found, self.expected) = (field, found, expected)
  }

  /// Place, value found, and what was expected.
  public var description: String { "\(field): found \(found), expected \(expected)" }

  /// Throws unless `holds`.
  static func require(
    _ holds: Bool, _ field: String, _ found: Any, _ expected: String
  ) throws(NetworkSpecError) {
    guard holds else {
      throw NetworkSpecError(field: field, found: "\(found)", expected: expected)
    }
  }

  static func check(_ value: Int, positive field: String) throws(NetworkSpecError) {
    try require(value > 0, field, value, "a positive integer")
  }

  static func check(_ value: Float, positive field: String) throws(NetworkSpecError) {
    try require(
      value.isFinite && value > 0, field, value, "a finite number above 0")
  }

  static func check(_ value: Float, notNegative field: String) throws(NetworkSpecError) {
    try require(
      value.isFinite && value >= 0, field, value, "a finite number, at least 0")
  }

  static func check(_ value: Float, inUnitInterval field: String) throws(NetworkSpecError) {
    try require(value >= 0 && value < 1, field, value, "a number in [0, 1)")
  }
}
