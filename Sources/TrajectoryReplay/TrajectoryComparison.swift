import FileFormats

/// A recorded trajectory against a simulated one, field by field: numbers by their bits, however
/// they are written, and words by their letters.
public struct TrajectoryComparison: Sendable, Equatable {
  /// The first field in which the two differ.
  public struct Difference: Sendable, Equatable, Codable {
    /// Of the file, from 1, which is the header.
    public let line: Int
    public let column: String
    /// Nil where one of the two has no such row or column.
    public let recorded: String?
    public let simulated: String?
  }

  /// Rows that are the same before the first that differs.
  public let sameRows: Int
  /// Nil where all are.
  public let difference: Difference?

  /// - Parameters:
  ///   - header: names of the simulated trajectory's columns.
  ///   - rows: its fields.
  public init(_ file: TrajectoryFile, header: [String], rows: some Sequence<[String]>) {
    if let difference = Self.difference(0, [file.header, header], header) {
      (sameRows, self.difference) = (0, difference)
      return
    }
    var recorded = file.rows.makeIterator()
    var simulated = rows.makeIterator()
    var index = 0
    while true {
      let pair = [recorded.next(), simulated.next()]
      if pair == [nil, nil] { break }
      if let difference = Self.difference(index + 1, pair.map { $0 ?? [] }, header) {
        (sameRows, self.difference) = (index, difference)
        return
      }
      index += 1
    }
    (sameRows, difference) = (index, nil)
  }

  public init(_ file: TrajectoryFile, _ table: TrajectoryTable) {
    self.init(file, header: table.header, rows: table.rows.lazy.map { $0.map(CSV.number) })
  }

  private static func difference(
    _ record: Int, _ pair: [[String]], _ header: [String]
  ) -> Difference? {
    for column in 0..<max(pair[0].count, pair[1].count) {
      let fields = pair.map { $0.indices.contains(column) ? $0[column] : nil }
      if isSame(fields[0], fields[1]) { continue }
      return Difference(
        line: record + 1,
        column: header.indices.contains(column) ? header[column] : "column \(column + 1)",
        recorded: fields[0], simulated: fields[1])
    }
    return nil
  }

  private static func isSame(_ a: String?, _ b: String?) -> Bool {
    if a == b { return true }
    guard let a = a.flatMap(Double.init), let b = b.flatMap(Double.init) else { return false }
    return a.bitPattern == b.bitPattern
  }
}
