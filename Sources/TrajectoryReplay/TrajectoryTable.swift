/// A trajectory: named columns with units in their names, one row a control step.
public struct TrajectoryTable: Sendable, Equatable {
  public let header: [String]
  public internal(set) var rows: [[Double]] = []

  /// RFC 4180 text. Numbers are written in the shortest form that reads back to the same bits.
  public var csv: String {
    var text = header.joined(separator: ",") + "\r\n"
    for row in rows {
      text += row.map { $0 == $0.rounded() && abs($0) < 1e9 ? "\(Int($0))" : "\($0)" }
        .joined(separator: ",")
      text += "\r\n"
    }
    return text
  }
}
