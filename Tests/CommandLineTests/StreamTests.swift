import Foundation
import Testing

/// Streams that are closed or that nobody reads, and files that may not grow.
@Suite struct StreamTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private static let train =
    Tiny.train + ["--generations", "12", "--output", "run"]

  /// A run with its streams as a shell leaves them; the exit code in the file `status`.
  private func train(_ streams: String, _ options: String...) throws -> String {
    let script = "{ env --default-signal=PIPE \"$0\" \"$@\"; echo $? >status; } \(streams)"
    _ = try workplace.start(Self.train + options, script: script).finished()
    return String(decoding: try workplace.read("status"), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func expectSound() throws {
    let verified = try workplace.ganglion("verify", "run", "--quiet")
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(verified.output.contains("same      12 generations compared"), "\(verified.output)")
  }

  /// No data file takes the number of a stream, and with it what is meant for a reader.
  @Test(arguments: ["2>&-", ">&-", "<&-", "<&- >&- 2>&-"])
  func closedStreams(streams: String) throws {
    #expect(try train(streams) == "0")
    try expectSound()
  }

  @Test(arguments: ["2>&1 | head -1", "2>&1 >/dev/null | head -1", "| true", "2>&1 | true"])
  func aReaderThatHasGoneEndsNothing(streams: String) throws {
    #expect(try train(streams) == "0")
    try expectSound()
    let listed = try workplace.start(
      ["presets"], script: "env --default-signal=PIPE \"$0\" \"$@\" | head -1"
    ).finished()
    #expect(listed.output.filter { $0 == "\n" }.count == 1 && listed.errors.isEmpty)
  }

  /// A bound of the system on files is an error like a full disk, also where stdout is the file.
  @Test func aFileThatMayNotGrow() throws {
    let episode = try workplace.start(
      ["replay", Tiny.run().policy, "--csv", "a.csv"], blocks: 4
    ).finished()
    #expect(episode.status == 74, "\(episode.errors)")
    #expect(episode.errors == "error: a.csv: cannot write: File too large\n")
    let presets = try workplace.start(["presets", "--show", "ant"], blocks: 1).finished()
    #expect(presets.status == 74)
    #expect(presets.errors == "error: stdout: cannot write: File too large\n")
  }
}
