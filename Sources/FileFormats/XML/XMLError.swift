/// A place in a text file; lines and columns count from 1.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  /// Name or path as given to the reader.
  public let file: String
  /// For an element, the line on which its start tag ends.
  public let line: Int
  /// In characters.
  public let column: Int

  /// `file:line:column`.
  public var description: String { "\(file):\(line):\(column)" }
}

/// Why a text is no XML, or an element of it not as it should be.
public struct XMLError: GanglionError, Hashable {
  /// Where the problem lies; nil for one with the whole file.
  public let location: SourceLocation?
  private let problem: String

  /// - Parameter problem: the place, the value found and what was expected.
  package init(_ location: SourceLocation?, _ problem: String) {
    // Names and values of the file are parts of it.
    (self.location, self.problem) = (location, TerminalText.quoted(problem, limit: 600))
  }

  /// One line: file, line and column, then place, value found and what was expected.
  public var description: String { location.map { "\($0): \(problem)" } ?? problem }
}
