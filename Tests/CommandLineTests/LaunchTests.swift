import Foundation
import Testing

/// How a program may be started and stopped by others.
@Suite struct LaunchTests {
  /// A system or scheduler that ends its programs gives them time to save, as Ctrl-C does.
  @Test func aTerminatedTrainingSaves() throws {
    let workplace = try Workplace()
    let running = try workplace.start(
      Tiny.train + ["--generations", "100000", "--output", "cut", "--quiet"])
    while FileManager.default.contents(atPath: workplace.file("cut/metrics.csv"))?
      .count(where: { $0 == UInt8(ascii: "\n") }) ?? 0 < 4, running.process.isRunning
    {
      usleep(2000)
    }
    running.process.terminate()
    let cut = try running.finished()
    #expect(cut.status == 130, "\(cut.errors)")
    #expect(cut.errors.contains("train ant --resume --output cut"))
    let resumed = try workplace.ganglion(
      "train", "ant", "--resume", "--output", "cut", "--quiet",
      "--generations", "\(try generations(in: workplace) + 1)", "--json")
    #expect(resumed.status == 0, "\(resumed.errors)")
  }

  private func generations(in workplace: Workplace) throws -> Int {
    let rows = try workplace.read("cut/metrics.csv").count { $0 == UInt8(ascii: "\n") }
    return rows - 1
  }

  /// Processes that do not know of each other would each do the whole work in one folder.
  @Test(arguments: ["OMPI_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS"])
  func processesWithoutMPIAreRefused(variable: String) throws {
    let workplace = try Workplace()
    let refused = try workplace.start(
      Tiny.train + ["--output", "run"], variables: [variable: "3"]
    ).finished()
    #expect(refused.status == 64)
    #expect(refused.errors.contains("3 processes were started together"))
    #expect(!FileManager.default.fileExists(atPath: workplace.file("run")))
    let alone = try workplace.start(["presets"], variables: [variable: "1"]).finished()
    #expect(alone.status == 0)
  }
}
