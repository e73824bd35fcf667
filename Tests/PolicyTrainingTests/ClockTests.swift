import Foundation
import Testing

/// A clock that is set back or forth changes nothing: no decision is made by the time of day.
@Suite struct ClockTests {
  /// What reads the time of day, or the time that a file says it was written.
  private static let wallClocks = [
    "Date(", "Date.now", "Date.init", "gettimeofday", "time(nil)", "CLOCK_REALTIME",
    "CFAbsoluteTime", "modificationDate", "creationDate", "st_mtim", "Calendar", "DispatchWallTime",
    "SystemClock", ".walltime",
  ]

  /// The stamps of log.jsonl are all there is.
  @Test func onlyTheLogReadsTheTimeOfDay() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
    var (files, readers) = (0, [String]())
    let paths = try #require(FileManager.default.enumerator(atPath: sources.path))
    for case let path as String in paths where path.hasSuffix(".swift") {
      files += 1
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
      for clock in Self.wallClocks where text.contains(clock) {
        readers.append("\(path): \(clock)")
      }
    }
    #expect(files > 200)
    #expect(readers == ["PolicyTraining/Run/RunLog.swift: Date("])
  }
}
