/// A trajectory: named columns with units in their names, one row a control step.
public struct TrajectoryTable: Sendable, Equatable {
  public let header: [String]
  public internal(set) var rows: [[Double]] = []

  /// RFC 4180 text. Numbers are written in the shortest form that reads back to the same bits.
  public var csv: String {
    var text = header.map(Self.field).joined(separator: ",") + "\r\n"
    for row in rows {
      text += row.map(Self.number).joined(separator: ",")
      text += "\r\n"
    }
    return text
  }

  /// A joint's name may hold what separates fields; such a field is quoted.
  private static func field(_ name: String) -> String {
    guard name.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return name
    }
    return "\""
      + name.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// Whole numbers without a fraction, but for −0.
  private static func number(_ x: Double) -> String {
    let isPlain = x == x.rounded() && abs(x) < 1e9 && !(x == 0 && x.sign == .minus)
    return isPlain ? "\(Int(x))" : "\(x)"
  }
}
