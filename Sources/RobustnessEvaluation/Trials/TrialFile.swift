import FileFormats
import Foundation

/// `suite.csv` while it grows: whole rows, in the order of trials, added as trials finish. A rerun
/// goes on behind the last whole row.
final class TrialFile {
  private let table: AppendOnlyTable

  /// Opens the table in `folder` and returns it with the trials that it already holds.
  ///
  /// - Parameters:
  ///   - table: name of the table, without `.csv`.
  ///   - isFresh: drop what the folder holds of a suite.
  ///   - trials: all trials of the manifest, in the order of rows.
  /// - Throws: `FileError`; `SuiteTableError` where the folder holds trials of another manifest or
  ///   a row of another trial; `TableError` for a damaged row.
  static func open(
    in folder: String, _ table: String = "suite", _ manifest: SuiteManifest, isFresh: Bool,
    trials: [Trial]
  ) throws -> (file: TrialFile, done: [TrialResult]) {
    try AtomicFile.makeDirectory(folder)
    let path = folder + "/\(table).csv"
    let manifestPath = folder + "/\(table).json"
    if isFresh || !FileManager.default.fileExists(atPath: path) {
      try begin(path, manifest, manifestPath, folder: folder)
    } else {
      try check(manifest, manifestPath)
    }
    let bytes = try AtomicFile.read(path)
    let (done, size) = try read(bytes, path, trials)
    return (try TrialFile(path, size: size), done)
  }

  /// An empty table. What could be mistaken for it is removed before its manifest appears.
  private static func begin(
    _ path: String, _ manifest: SuiteManifest, _ manifestPath: String, folder: String
  ) throws {
    for stale in [path, folder + "/summary.json"] {
      guard FileManager.default.fileExists(atPath: stale) else { continue }
      guard unlink(stale) == 0 else { throw FileError.last(stale, "remove") }
    }
    try AtomicFile.write(
      JSON.encoder(isPretty: true).encode(manifest), to: manifestPath, isOwn: true)
    try AtomicFile.write(CSV.text([TrialResult.header]), to: path, isOwn: true)
  }

  private static func check(_ manifest: SuiteManifest, _ path: String) throws {
    let expected = "that of this command"
    guard FileManager.default.fileExists(atPath: path) else {
      throw SuiteTableError(
        path: path, place: "manifest", found: "no such file beside a suite.csv",
        expected: expected)
    }
    guard
      let present = try? JSONDecoder().decode(SuiteManifest.self, from: AtomicFile.read(path))
    else {
      throw SuiteTableError(
        path: path, place: "manifest", found: "no readable manifest", expected: expected)
    }
    if let (key, found, asked) = present.difference(from: manifest) {
      throw SuiteTableError(path: path, place: key, found: found, expected: asked)
    }
  }

  /// The trials in whole rows, and how many bytes these take up.
  static func read(
    _ bytes: Data, _ path: String, _ trials: [Trial]
  ) throws -> (done: [TrialResult], size: Int) {
    var reader = CSVReader(bytes, path: path)
    guard let header = try reader.nextWhole() else { return ([], 0) }
    guard header == TrialResult.header else {
      throw SuiteTableError(
        path: path, place: "line 1", found: "other columns",
        expected: TrialResult.header.joined(separator: ","))
    }
    var done: [TrialResult] = []
    while let row = try reader.nextWhole() {
      guard done.count < trials.count else {
        throw SuiteTableError(
          path: path, place: "rows", found: "more than \(trials.count)",
          expected: "\(trials.count)")
      }
      let trial = trials[done.count]
      guard let result = TrialResult(row, of: trial) else {
        throw SuiteTableError(
          path: path, place: "row \(done.count + 1)", found: "no row of this trial",
          expected: "\(trial.policy) under \(trial.condition), episode \(trial.episode)")
      }
      done.append(result)
    }
    return (done, reader.place)
  }

  /// Opens a table for rows behind its first `size` bytes; a torn row after them is cut off.
  private init(_ path: String, size: Int) throws {
    table = try AppendOnlyTable(path: path, after: size, isLocked: true)
    if size == 0 { try table.append(CSV.text([TrialResult.header])) }
  }

  /// Adds a row whole or not at all.
  func append(_ trial: TrialResult) throws { try table.append(CSV.text([trial.row])) }

  /// Waits until the disk has every row.
  func flush() throws { try table.flush() }
}
