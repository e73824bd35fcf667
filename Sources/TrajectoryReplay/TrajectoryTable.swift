import FileFormats

/// A trajectory: named columns with units in their names, one row a control step.
public struct TrajectoryTable: Sendable, Equatable {
  public let header: [String]
  public internal(set) var rows: [[Double]] = []

  /// RFC 4180 text. Numbers are written in the shortest form that reads back to the same bits.
  public var csv: String { CSV.text([header] + rows.map { $0.map(CSV.number) }) }
}
