public import FileFormats

/// Why a robot description cannot be used. What is wrong with its XML is an `XMLError`.
public struct RobotDescriptionError: GanglionError, Hashable {
  /// Where in the URDF the problem lies; nil for problems with whole files.
  public let location: SourceLocation?
  private let problem: String
  /// Whether the mass or inertia of a body is missing or of no body, which `inertias: estimate`
  /// mends.
  public let isAboutInertia: Bool

  /// - Parameter problem: the place, the value found and what was expected.
  init(_ location: SourceLocation?, _ problem: String, isAboutInertia: Bool = false) {
    self.location = location
    self.isAboutInertia = isAboutInertia
    // Names and values of the file are parts of it.
    let problem = TerminalText.quoted(problem, limit: 600)
    self.problem =
      isAboutInertia
      ? problem + " (`physics: { inertias: estimate }` in the profile takes one from the shapes)"
      : problem
  }

  init(_ location: SourceLocation?, place: String, found: String, expected: String) {
    self.init(location, "\(place): found \(TerminalText.quoted(found)), expected \(expected)")
  }

  /// One line: file, line and column, then place, value found and what was expected.
  public var description: String { location.map { "\($0): \(problem)" } ?? problem }

  /// Throws where `count` of something are more than is read.
  static func require(
    _ count: Int, atMost most: Int, _ what: String, _ location: SourceLocation?
  ) throws {
    if count <= most { return }
    throw RobotDescriptionError(
      location, place: "robot", found: "\(count) \(what)", expected: "at most \(most)")
  }

  /// The first names of many.
  static func list(_ names: [String]) -> String {
    names.prefix(8).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 8 ? ", …" : "")
  }
}
