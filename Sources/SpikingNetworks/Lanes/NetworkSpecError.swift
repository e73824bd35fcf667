public import FileFormats

/// A field of a network specification that is out of range.
public struct NetworkSpecError: GanglionError, Equatable {
  /// Path of the field, such as `hidden[0].decay`.
  public let field: String
  /// The value found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// Place, value found, and what was expected.
  public var description: String { "\(field): found \(found), expected \(expected)" }
}

/// Checks the fields of one part of a specification.
struct SpecFields {
  /// What their names follow, such as `hidden[0].`.
  var path = ""

  /// Those of a field that is a part itself.
  func of(_ name: String) -> SpecFields { SpecFields(path: path + name + ".") }

  /// Throws unless `holds`.
  func require(
    _ holds: Bool, _ name: String, _ found: Any, _ expected: String
  ) throws(NetworkSpecError) {
    guard holds else {
      throw NetworkSpecError(field: path + name, found: "\(found)", expected: expected)
    }
  }

  func positive(_ value: Int, _ name: String) throws(NetworkSpecError) {
    try require(value > 0, name, value, "a positive integer")
  }

  func positive(_ value: Float, _ name: String) throws(NetworkSpecError) {
    try require(value.isFinite && value > 0, name, value, "a finite number above 0")
  }

  func notNegative(_ value: Float, _ name: String) throws(NetworkSpecError) {
    try require(value.isFinite && value >= 0, name, value, "a finite number, at least 0")
  }

  func inUnitInterval(_ value: Float, _ name: String) throws(NetworkSpecError) {
    try require(value >= 0 && value < 1, name, value, "a number in [0, 1)")
  }
}
