import Foundation

/// Reads the records of RFC 4180 text one by one. A line may end in LF alone, as editors leave it.
struct RecordReader {
  private let bytes: [UInt8]
  private let path: String
  private var place = 0
  /// The line at which the next record starts, from 1.
  private(set) var line = 1

  /// Most fields of a record.
  static let mostFields = 1 << 16

  init(_ data: Data, path: String) { (bytes, self.path) = ([UInt8](data), path) }

  /// The fields of the next record; nil after the last.
  mutating func next() throws(TrajectoryError) -> [String]? {
    guard place < bytes.count else { return nil }
    var fields: [String] = []
    while true {
      guard fields.count < Self.mostFields else {
        throw failure("more than \(Self.mostFields) fields", "a row of a trajectory")
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

  /// Up to, not including, the comma or line feed after it.
  private mutating func field() throws(TrajectoryError) -> String {
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

  private mutating func quoted() throws(TrajectoryError) -> String {
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
  private mutating func endQuoted() throws(TrajectoryError) {
    if place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\r"),
      bytes[place + 1] == UInt8(ascii: "\n")
    {
      place += 1
    }
    guard place >= bytes.count || bytes[place] == UInt8(ascii: ",") || isAtLineFeed else {
      throw failure("text behind a quoted field", "a comma or the end of the line")
    }
  }

  private func text(_ range: Range<Int>) throws(TrajectoryError) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else { throw notText() }
    return text
  }

  private func notText() -> TrajectoryError { failure("bytes that are no UTF-8", "text") }

  private func failure(_ found: String, _ expected: String) -> TrajectoryError {
    TrajectoryError(path: path, place: "line \(line)", found: found, expected: expected)
  }
}
