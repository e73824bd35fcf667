/// A place in a text file; lines and columns count from 1.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  /// Name or path as given to the reader.
  public let file: String
  /// For an element, the line on which its start tag ends.
  public let line: Int
  /// In characters.
  public let column: Int

  /// A place; nothing is checked.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`.
  public var description: String { "\(file):\(line):\(column)" }
}

/// Why a text is no XML, or an element of it not as it should be.
public enum XMLError: GanglionError, Hashable {
  /// Limit in bytes.
  case tooLarge(file: String, limit: Int)
  case malformed(SourceLocation, reason: String)
  /// A DOCTYPE, which may declare entities that grow without bound or read other files; `root` is
  /// the element that was expected.
  case documentTypeRefused(SourceLocation, root: String)
  /// An attribute or element that is needed is not there.
  case missing(SourceLocation, place: String, expected: String)
  case duplicate(SourceLocation, place: String, first: SourceLocation)
  case invalid(SourceLocation, place: String, found: String, expected: String)

  /// Where the problem lies; nil for one with the whole file.
  public var location: SourceLocation? { report.place }

  /// One line: file, line and column, then place, value found and what was expected.
  public var description: String {
    let (place, problem) = report
    return place.map { "\($0): \(problem)" } ?? problem
  }

  private var report: (place: SourceLocation?, problem: String) {
    switch self {
    case .tooLarge(let file, let limit):
      (nil, "\(file): found more than \(limit) bytes, the limit")
    case .malformed(let at, let reason): (at, "malformed XML: \(reason)")
    case .documentTypeRefused(let at, let root):
      (at, "found a DOCTYPE, which may declare entities; expected <\(root)>")
    case .missing(let at, let place, let expected): (at, "\(place): missing \(expected)")
    case .duplicate(let at, let place, let first):
      (at, "\(place): already defined at line \(first.line)")
    case .invalid(let at, let place, let found, let expected):
      (at, "\(place): found \(found), expected \(expected)")
    }
  }
}
