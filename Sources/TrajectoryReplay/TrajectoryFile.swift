public import FileFormats
public import Foundation

/// A trajectory that `ganglion replay --csv` wrote, read back: RFC 4180, a header of distinct
/// names, then a row of as many fields for each control step or tick.
///
/// Of the rows the bytes alone are kept, which are far smaller than their fields.
public struct TrajectoryFile: Sendable {
  /// Largest file that is read [bytes]: a day of an eight-jointed robot.
  public static let largestFile = 1 << 30
  /// Columns that hold words, or nothing: those of a task's questions and answers.
  static let words: Set = ["phase", "trial", "target", "response"]

  public let header: [String]
  /// Stands behind the header; nil where the header was not the one that was expected.
  private let body: CSVReader?

  /// Reads a file's bytes; `path` is named in errors.
  /// - Parameter expected: the header of what the file is to be compared with; where it has
  ///   another, its rows are not read. Nil reads them in any case.
  /// - Throws: ``TableError`` for text that is no RFC 4180, names that repeat or are empty,
  ///   rows of another length, and fields that are not the finite numbers that they should be.
  public init(
    decoding data: Data, path: String, comparedWith expected: [String]? = nil
  ) throws(TableError) {
    var reader = CSVReader(data, path: path)
    guard let header = try reader.next() else {
      throw TableError(
        path: path, place: "line 1", found: "nothing", expected: "a header of column names")
    }
    self.header = header
    try Self.check(header, path: path)
    let isOther = expected.map { $0 != header } ?? false
    body = isOther ? nil : reader
    if isOther { return }
    guard reader.hasNext else {
      throw TableError(
        path: path, place: "line 2", found: "no row", expected: "a row for each control step")
    }
    while true {
      let line = reader.line
      guard let row = try reader.next() else { break }
      try check(row, line: line, path: path)
    }
  }

  /// One field per name of ``header``; each pass reads them anew.
  public var rows: some Sequence<[String]> {
    sequence(state: body) { (body: inout CSVReader?) in
      // What has been read once without an error has none.
      try? body?.next()
    }
  }

  private static func check(_ header: [String], path: String) throws(TableError) {
    var seen: Set<String> = []
    for (index, name) in header.enumerated() where name.isEmpty || !seen.insert(name).inserted {
      throw TableError(
        path: path, place: "line 1, column \(index + 1)",
        found: name.isEmpty ? "no name" : "\"\(name.prefix(60))\" again",
        expected: "a name of its own")
    }
    guard ["time_s", "tick"].contains(header[0]) else {
      throw TableError(
        path: path, place: "line 1, column 1", found: "\"\(header[0].prefix(60))\"",
        expected: "time_s or tick: a trajectory of ganglion replay --csv")
    }
  }

  private func check(_ row: [String], line: Int, path: String) throws(TableError) {
    guard row.count == header.count else {
      throw TableError(
        path: path, place: "line \(line)", found: "\(row.count) fields",
        expected: "\(header.count), as in the header")
    }
    for (column, field) in row.enumerated() where !Self.words.contains(header[column]) {
      // Strict: what Swift reads beside plain decimals (hexadecimal, nan) is not written either.
      guard let number = Double(field), number.isFinite, field.utf8.allSatisfy(isOfDecimal) else {
        throw TableError(
          path: path, place: "line \(line), column \(column + 1) (\(header[column]))",
          found: "\"\(field.prefix(60))\"", expected: "a finite number")
      }
    }
  }
}

/// Digits, signs, the point and the e of an exponent.
private func isOfDecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
    UInt8(ascii: "."), UInt8(ascii: "e"):
    true
  default: false
  }
}
