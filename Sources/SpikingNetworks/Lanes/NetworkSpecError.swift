/// A field of a network specification that is out of range.
public struct NetworkSpecError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Path of the field, such as `hidden[0].decay`.
  public let field: String
  /// The value found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// An error about one field.
  public init(field: String, found: String, expected: String) {
    self.field = field
    self.found = found
    self.expected = expected
  }

  /// Place, value found, and what was expected.
  public var description: String { "\(field): found \(found), expected \(expected)" }

  static func check(_ value: Int, positive field: String) throws(NetworkSpecError) {
    guard value > 0 else {
      throw NetworkSpecError(field: field, found: "\(value)", expected: "a positive integer")
    }
  }

  static func check(_ value: Float, positive field: String) throws(NetworkSpecError) {
    guard value.isFinite, value > 0 else {
      throw NetworkSpecError(field: field, found: "\(value)", expected: "a finite number above 0")
    }
  }

  static func check(_ value: Float, notNegative field: String) throws(NetworkSpecError) {
    guard value.isFinite, value >= 0 else {
      throw NetworkSpecError(
        field: field, found: "\(value)", expected: "a finite number, at least 0")
    }
  }

  static func check(_ value: Float, inUnitInterval field: String) throws(NetworkSpecError) {
    guard value >= 0, value < 1 else {
      throw NetworkSpecError(field: field, found: "\(value)", expected: "a number in [0, 1)")
    }
  }
}
