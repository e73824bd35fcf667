public import FileFormats
import Foundation
import Policies

/// A `metrics.csv` that does not hold what it should.
public struct MetricsError: GanglionError, Equatable {
  public let path: String
  public let place: String
  public let found: String
  public let expected: String

  public var description: String {
    "\(path): \(place): found \(TerminalText.quoted(found)), expected \(expected)"
  }
}

/// What a row of `metrics.csv` says of how its generation can be verified.
struct RecordedGeneration: Sendable, Equatable {
  var generation: Int
  var digest: String
  var version: WorldVersion

  /// Rows of a table that have a digest, ascending; a last row without its line break is left out.
  /// - Throws: `MetricsError` for columns that are missing, and rows that are damaged or out of
  ///   order.
  static func read(_ data: Data, path: String) throws -> [RecordedGeneration] {
    var lines = TextLines(String(decoding: data, as: UTF8.self))
    func fields(_ line: Substring?) -> [String] {
      line?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    }
    let header = fields(lines.next())
    let places = ["generation", "physics_version", "task_version", "digest"]
      .compactMap { header.firstIndex(of: $0) }
    guard places.count == 4 else {
      throw MetricsError(
        path: path, place: "line 1", found: "no column digest",
        expected: "the table of a run that this version trained")
    }
    var rows: [RecordedGeneration] = []
    for (index, line) in lines.enumerated() {
      let row = fields(line)
      let fields = row.count == header.count ? places.map { row[$0] } : []
      // Rows of an older version have no digest.
      if fields.last == "" { continue }
      guard let next = RecordedGeneration(fields), next.generation > rows.last?.generation ?? -1
      else {
        throw MetricsError(
          path: path, place: "line \(index + 2)", found: "\"\(line.prefix(200))\"",
          expected: "the row of a later generation")
      }
      rows.append(next)
    }
    return rows
  }

  /// - Parameter fields: generation, versions and digest.
  private init?(_ fields: [String]) {
    guard fields.count == 4, let generation = Int(fields[0]), let task = Int(fields[2]),
      fields[1].isEmpty || Int(fields[1]) != nil
    else { return nil }
    self.generation = generation
    version = WorldVersion(physics: Int(fields[1]), task: task)
    digest = fields[3]
  }
}
