import Foundation
import Testing

/// How a program may be started and stopped by others.
@Suite struct LaunchTests {
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
