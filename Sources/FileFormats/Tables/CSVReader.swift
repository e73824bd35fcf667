public import Foundation

/// A table's text that does not hold what it should.
public struct TableError: GanglionError, Equatable {
  public let path: String
  /// Such as `line 3, column 2 (base_x_m)`.
  public let place: String
  public let found: String
  public let expected: String

  public init(path: String, place: String, found: String, expected: String) {
    (self.path, self.place, self.found, self.expected) = (path, place, found, expected)
  }

  public var description: String {
    "\(path): \(place): found \(TerminalText.quoted(found)), expected \(expected)"
  }
}

/// Reads the records of RFC 4180 text one by one. A line may end in LF alone, as editors leave it.
public struct CSVReader: Sendable {
  private let bytes: [UInt8]
  private let path: String
  /// Bytes that are read.
  public private(set) var place = 0
  /// The line at which the next record starts, from 1.
  public private(set) var line = 1

  /// Most fields of a record.
  private static let mostFields = 1 << 16

  /// - Parameter path: named in errors.
  public init(_ data: Data, path: String) { (bytes, self.path) = ([UInt8](data), path) }

  /// Whether there is another record.
  public var hasNext: Bool { place < bytes.count }

  /// The fields of the next record; nil after the last.
  public mutating func next() throws(TableError) -> [String]? {
    guard place < bytes.count else { return nil }
    var fields: [String] = []
    while true {
      guard fields.count < Self.mostFields else {
        throw failure("more than \(Self.mostFields) fields", "a row of a table")
      }
      fields.append(try field())
      guard place < bytes.count else {
        throw failure("the end of the file within a line", "a line break after the last row")
      }
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: ",") { continue }
      line += 1
      return fields
    }
  }

  /// The same, but nil too where the text ends within a record, as a writer that was killed leaves
  /// it; that record is not read.
  public mutating func nextWhole() throws(TableError) -> [String]? {
    let start = (place, line)
    do {
      return try next()
    } catch {
      guard place == bytes.count else { throw error }
      (place, line) = start
      return nil
    }
  }

  /// Up to, not including, the comma or line feed after it.
  private mutating func field() throws(TableError) -> String {
    if place < bytes.count, bytes[place] == UInt8(ascii: "\"") { return try quoted() }
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: ","), bytes[place] != UInt8(ascii: "\n")
    {
      if bytes[place] == UInt8(ascii: "\"") { throw failure("a quote within a field", "a field") }
      place += 1
    }
    var end = place
    if isAtLineFeed, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return try text(start..<end)
  }

  private var isAtLineFeed: Bool { place < bytes.count && bytes[place] == UInt8(ascii: "\n") }

  private mutating func quoted() throws(TableError) -> String {
    place += 1
    var content: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      guard byte == UInt8(ascii: "\"") else {
        content.append(byte)
        continue
      }
      guard place < bytes.count, bytes[place] == byte else {
        try endQuoted()
        guard let text = String(validating: content, as: UTF8.self) else { throw notText() }
        return text
      }
      content.append(byte)
      place += 1
    }
    throw failure("no second quote", "a quote at the end of the field")
  }

  /// After the closing quote.
  private mutating func endQuoted() throws(TableError) {
    if place < bytes.count, bytes[place] == UInt8(ascii: "\r"),
      place + 1 == bytes.count || bytes[place + 1] == UInt8(ascii: "\n")
    {
      place += 1
    }
    guard place >= bytes.count || bytes[place] == UInt8(ascii: ",") || isAtLineFeed else {
      throw failure("text behind a quoted field", "a comma or the end of the line")
    }
  }

  private func text(_ range: Range<Int>) throws(TableError) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else { throw notText() }
    return text
  }

  private func notText() -> TableError { failure("bytes that are no UTF-8", "text") }

  private func failure(_ found: String, _ expected: String) -> TableError {
    TableError(path: path, place: "line \(line)", found: found, expected: expected)
  }
}
