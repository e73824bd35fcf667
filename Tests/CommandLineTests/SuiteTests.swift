import Foundation
import Testing

/// A suite that is stopped in every way there is, and goes on.
@Suite struct SuiteTests {
  let workplace: Workplace
  let suite: String
  let policy: String

  init() throws {
    workplace = try Workplace()
    policy = try Tiny.run().policy
    suite = try workplace.write(
      """
      schema: 1
      name: tiny
      episodes: 20
      conditions:
        - {kind: slope, severities: [1, 3, 5]}
        - dead-joint:5@1s
        - payload:2+friction:3
      """, to: "tiny.yaml")
  }

  private func evaluate(_ folder: String, _ options: String...) -> [String] {
    ["evaluate", policy, "--suite", suite, "--output", folder] + options
  }

  private func files(_ folder: String) throws -> [Data] {
    try ["suite.csv", "suite.json", "summary.json"].map { try workplace.read("\(folder)/\($0)") }
  }

  private func whole() throws -> [Data] {
    let result = try workplace.start(evaluate("whole", "--quiet", "--workers", "2")).finished()
    #expect(result.status == 0, "\(result.errors)")
    return try files("whole")
  }

  private func rows(_ folder: String) -> Int {
    let data = FileManager.default.contents(atPath: workplace.file("\(folder)/suite.csv"))
    return (data ?? Data()).count { $0 == UInt8(ascii: "\n") }
  }

  /// Waits until the table has some rows.
  private func wait(for running: Running, _ folder: String) {
    while rows(folder) < 4, running.process.isRunning { usleep(1000) }
  }

  private func expectResumed(_ folder: String, from rows: Int) throws {
    let resumed = try workplace.start(evaluate(folder, "--workers", "2")).finished()
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("\(rows) of them already in \(folder)"), "\(resumed.errors)")
    #expect(try files(folder) == whole())
  }

  @Test func controlCSavesAndTheSameCommandGoesOn() throws {
    let running = try workplace.start(evaluate("cut", "--workers", "1", "--json"))
    wait(for: running, "cut")
    running.process.interrupt()
    let cut = try running.finished()
    #expect(cut.status == 130 && cut.output.isEmpty, "\(cut.errors)")
    let saved = rows("cut") - 1
    try #require((1..<120).contains(saved), "stopped in the middle")
    #expect(cut.errors.contains("interrupted; \(saved) of 120 trials are in cut"), "\(cut.errors)")
    #expect(!FileManager.default.fileExists(atPath: workplace.file("cut/summary.json")))
    try expectResumed("cut", from: saved)
  }

  @Test func aKilledRunIsGoneOnWith() throws {
    let running = try workplace.start(evaluate("killed", "--workers", "2", "--quiet"))
    wait(for: running, "killed")
    kill(running.process.processIdentifier, SIGKILL)
    #expect(try running.finished().status == 128 + SIGKILL)
    try expectResumed("killed", from: rows("killed") - 1)
  }

  @Test func aFullDiskKeepsWholeRows() throws {
    let full = try workplace.start(evaluate("full", "--quiet"), blocks: 12).finished()
    #expect(full.status == 74 && full.output.isEmpty)
    #expect(
      full.errors.hasPrefix("error: full/suite.csv: cannot append to it: File too large"),
      "\(full.errors)")
    let table = try workplace.read("full/suite.csv")
    #expect(table.suffix(2) == Data("\r\n".utf8), "no torn row")
    let saved = rows("full") - 1
    #expect(saved > 3 && saved < 120)
    try expectResumed("full", from: saved)
  }

  @Test func withoutAFolderNothingIsSaved() throws {
    let running = try workplace.start(
      ["evaluate", policy, "--suite", suite, "--episodes", "5000", "--workers", "1"])
    usleep(300_000)
    running.process.interrupt()
    let cut = try running.finished()
    #expect(cut.status == 130 && cut.output.isEmpty)
    #expect(cut.errors.contains("with --output they would have been saved"), "\(cut.errors)")
  }

  @Test func aFolderOfOtherTrialsIsNotTouched() throws {
    let whole = try whole()
    let other = try workplace.start(evaluate("whole", "--seed", "2", "--quiet")).finished()
    #expect(other.status == 65 && other.output.isEmpty)
    #expect(
      other.errors.contains("whole/suite.json: seed: found 1, expected 2"), "\(other.errors)")
    #expect(other.errors.contains("--fresh"))
    #expect(try files("whole") == whole)
    let fresh = try workplace.start(evaluate("whole", "--seed", "2", "--fresh", "--quiet"))
      .finished()
    #expect(fresh.status == 0, "\(fresh.errors)")
    #expect(try files("whole")[0] != whole[0])
    let again = try workplace.start(evaluate("whole", "--fresh", "--workers", "1")).finished()
    #expect(again.errors.contains("trial 120/120"), "\(again.errors)")
    #expect(try files("whole") == whole)
  }

  @Test func policiesStandSideBySide() throws {
    let same = try workplace.copy(policy, to: "same.safetensors")
    let result = try workplace.start(
      ["evaluate", policy, same, "--suite", suite, "--episodes", "3", "--quiet"]
    ).finished()
    #expect(result.status == 0, "\(result.errors)")
    for part in [
      "payload:2+friction:3", "P(better) 0.50", "at least 50 %", "of 1 3 5", "cover episodes",
    ] {
      #expect(result.output.contains(part), "no \(part) in: \(result.output)")
    }
  }

  @Test func aBrokenSuiteIsLocated() throws {
    let path = try workplace.write("schema: 1\nname: s\nconditions: [slpe:2]\n", to: "s.yaml")
    let result = try workplace.ganglion("evaluate", policy, "--suite", path)
    #expect(result.status == 65)
    #expect(result.errors.contains("s.yaml:3:14: conditions[0]: "), "\(result.errors)")
    let missing = try workplace.ganglion("evaluate", policy, "--suite", "none.yaml")
    #expect(missing.status == 74 && missing.errors.contains("none.yaml: cannot read"))
  }
}
