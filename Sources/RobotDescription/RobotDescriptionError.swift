/// A place in a text file; lines and columns count from 1.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  /// Name or path as given to the reader.
  public let file: String
  /// For an element, the line on which its start tag ends.
  public let line: Int
  /// In characters.
  public let column: Int

  /// A place; nothing is checked.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`.
  public var description: String { "\(file):\(line):\(column)" }
}

/// Why a robot description cannot be used: where, what was found, what was expected.
public enum RobotDescriptionError: Error, Sendable, Hashable {
  case unreadableFile(path: String, reason: String)
  /// Limit in bytes.
  case fileTooLarge(path: String, limit: Int)
  case malformedXML(SourceLocation, reason: String)
  /// A DOCTYPE, which may declare entities that grow without bound or read other files.
  case documentTypeRefused(SourceLocation)
  case noRobot(SourceLocation, found: String)
  case noLinks(SourceLocation)
  /// An attribute or element that is needed is not there.
  case missing(SourceLocation, place: String, expected: String)
  case duplicate(SourceLocation, place: String, first: SourceLocation)
  case unknownLink(
    SourceLocation, joint: String, role: String, link: String, nearest: String?)
  case severalRoots(SourceLocation, links: [String])
  case severalParents(SourceLocation, link: String, joints: [String])
  /// Links that hang from each other in a circle.
  case loop(SourceLocation, links: [String])
  case invalidNumber(SourceLocation, place: String, found: String, expected: String)
  /// Valid in some URDF dialect, but not understood here.
  case unsupported(SourceLocation, place: String, found: String, expected: String)
  /// A moving body without mass.
  case massless(SourceLocation, link: String)
  case nonPositiveMass(SourceLocation, link: String, mass: Double)
  /// Principal moments [kg m²] in ascending order.
  case notPositiveDefinite(SourceLocation, link: String, moments: [Double])
  /// The largest principal moment exceeds the sum of the others, as no body's does.
  case triangleInequality(SourceLocation, link: String, moments: [Double])
  case limitsReversed(SourceLocation, joint: String, lower: Double, upper: Double)
  /// A mesh file that is not what it should be.
  case invalidMesh(path: String, place: String, found: String, expected: String)
  case unknownRobot(name: String, directory: String, known: [String], nearest: String?)
}
