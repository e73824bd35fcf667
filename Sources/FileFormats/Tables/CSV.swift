/// Tables of text (RFC 4180).
public enum CSV {
  /// One record a line, fields quoted where they hold what separates fields.
  public static func text(_ records: [[String]]) -> String {
    records.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// The shortest form that reads back to the same bits; whole numbers without a fraction, but for
  /// −0.
  public static func number(_ x: Double) -> String {
    let isPlain = x == x.rounded() && abs(x) < 1e9 && !(x == 0 && x.sign == .minus)
    return isPlain ? "\(Int(x))" : "\(x)"
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { reserved.contains($0) }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let reserved = [comma, quote, lineFeed, carriageReturn]

  /// The rows of a table and the bytes that they take up; a last row without its line break is left
  /// out, as a writer that was killed leaves one.
  public static func wholeRows(
    _ bytes: some Collection<UInt8>
  ) -> [(fields: [String], end: Int)] {
    var rows: [(fields: [String], end: Int)] = []
    var (row, field): ([String], [UInt8]) = ([], [])
    var (isQuoted, wasQuote, wasReturn) = (false, false, false)
    for (offset, byte) in bytes.enumerated() {
      // A quote within quotes ends them or, with a second one after it, stands for itself.
      if byte == quote {
        isQuoted.toggle()
        if isQuoted && wasQuote { field.append(quote) }
        wasQuote = !isQuoted
        continue
      }
      wasQuote = false
      if isQuoted {
        field.append(byte)
      } else if byte == lineFeed && wasReturn {
        rows.append((row + [String(decoding: field, as: UTF8.self)], offset + 1))
        (row, field) = ([], [])
      } else if byte == comma {
        row.append(String(decoding: field, as: UTF8.self))
        field = []
      } else if byte != carriageReturn {
        field.append(byte)
      }
      wasReturn = byte == carriageReturn && !isQuoted
    }
    return rows
  }
}
