import Foundation
import Testing

/// Training on disks that fill up, cannot be written or go away: one error that names file and
/// cause, exit code 74, and nothing that was saved is lost.
@Suite struct FullDiskTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private static let generations = 20

  /// The policy of a run that nothing happened to.
  private static let undisturbed = Result<Data, any Error> {
    let workplace = try Workplace()
    let run = try workplace.start(train("run")).finished()
    try #require(run.status == 0, "\(run.errors)")
    return try workplace.read("run/policy.safetensors")
  }

  private static func train(_ run: String, _ generations: Int = generations) -> [String] {
    // A curriculum goes by the budget, so that runs of other budgets would live other lives.
    Tiny.train + [
      "--set", "randomisation.curriculum=0", "--generations", "\(generations)", "--output", run,
      "--quiet",
    ]
  }

  private func resume(
    _ run: String, _ generations: Int = generations, blocks: Int? = nil
  ) throws -> ProgramOutput {
    try workplace.start(
      [
        "train", "ant", "--resume", "--output", run, "--generations", "\(generations)", "--quiet",
        "--workers", "2",
      ], blocks: blocks
    ).finished()
  }

  private func expect(
    _ output: ProgramOutput, _ parts: String..., location: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(output.status == 74, "\(output)", sourceLocation: location)
    #expect(
      output.output.isEmpty && output.errors.filter { $0 == "\n" }.count == 1, "\(output)",
      sourceLocation: location)
    for part in ["error: "] + parts {
      #expect(output.errors.contains(part), "\(output.errors)", sourceLocation: location)
    }
  }

  private func expectUndisturbed(
    _ run: String, location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let resumed = try resume(run)
    #expect(resumed.status == 0, "\(resumed.errors)", sourceLocation: location)
    #expect(
      try workplace.read("\(run)/policy.safetensors") == Self.undisturbed.get(),
      sourceLocation: location)
    let rows = String(decoding: try workplace.read("\(run)/metrics.csv"), as: UTF8.self)
      .split(separator: "\n")
    #expect(rows.count == Self.generations + 1, sourceLocation: location)
    let walls = rows.dropFirst().compactMap { Double($0.split(separator: ",")[1]) }
    #expect(walls == walls.sorted(), "time does not run back", sourceLocation: location)
  }

  /// Starts a run that would last, and waits for it to be well under way.
  private func start(_ run: String) throws -> Running {
    let running = try workplace.start(Self.train(run, 100_000))
    while running.process.isRunning {
      let data = FileManager.default.contents(atPath: workplace.file("\(run)/metrics.csv"))
      if (data ?? Data()).filter({ $0 == UInt8(ascii: "\n") }).count > 6 { break }
      usleep(2000)
    }
    return running
  }

  /// Back to a checkpoint within the budget: the run was stopped at some generation beyond.
  private func trainInPart(_ run: String) throws {
    let part = try workplace.start(Self.train(run, 7)).finished()
    #expect(part.status == 0, "\(part.errors)")
  }

  @Test func aFullDiskKeepsTheLastCheckpoint() throws {
    try trainInPart("run")
    let saved = try workplace.read("run/checkpoints/latest.json")
    expect(
      try resume("run", blocks: saved.count / 512 - 2),
      "run/checkpoints/", ".json: cannot write: File too large")
    #expect(try workplace.read("run/checkpoints/latest.json") == saved)
    let names = try FileManager.default.subpathsOfDirectory(atPath: workplace.file("run"))
    #expect(names.allSatisfy { !$0.contains("draft") }, "\(names)")
    try expectUndisturbed("run")
  }

  @Test func aTableThatCannotGrowKeepsWholeRows() throws {
    // With few parameters the checkpoints stay smaller than the table.
    let settings = ["--set", "network.hidden=[1]", "--set", "network.plastic=[]"]
    func train(_ run: String, _ generations: Int, blocks: Int? = nil) throws -> ProgramOutput {
      try workplace.start(
        Tiny.train + settings
          + ["--generations", "\(generations)", "--output", run, "--quiet"], blocks: blocks
      ).finished()
    }
    let full = try train("run", 150, blocks: 22)
    expect(full, "run/metrics.csv: cannot append to it: File too large")
    let table = String(decoding: try workplace.read("run/metrics.csv"), as: UTF8.self)
    #expect(table.hasSuffix("\n") && table.split(separator: "\n").count > 10)
    let resumed = try workplace.ganglion(
      "train", "ant", "--resume", "--output", "run", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try train("whole", 150).status == 0)
    #expect(
      try workplace.read("run/policy.safetensors") == workplace.read("whole/policy.safetensors"))
  }

  /// A disk of its own that fills up while the run keeps checkpoints.
  @Test func aSmallDiskFillsUpInMidTraining() throws {
    let disk = workplace.file("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    guard try shell("mount -t tmpfs -o size=96k tmpfs '\(disk)'") else {
      return skip("no disk of its own can be mounted here")
    }
    defer { _ = try? shell("umount '\(disk)'") }
    let full = try workplace.start(Self.train("disk/run")).finished()
    expect(full, "disk/run/", "No space left on device")
    expect(try resume("disk/run"), "disk/run/", "No space left on device")
    #expect(try shell("mount -o remount,size=4m '\(disk)'"))
    try expectUndisturbed("disk/run")
    #expect(try shell("mount -o remount,ro '\(disk)'"))
    let longer = try resume("disk/run", 22)
    expect(longer, "disk/run/", "Read-only file system")
  }

  @Test func aFolderThatCannotBeWritten() throws {
    try trainInPart("run")
    let folder = workplace.file("run/checkpoints")
    let isRoot = geteuid() == 0
    guard try shell(isRoot ? "chattr +i '\(folder)'" : "chmod 555 '\(folder)'") else {
      return skip("no folder can be made read-only here")
    }
    let refused = try resume("run")
    #expect(try shell(isRoot ? "chattr -i '\(folder)'" : "chmod 755 '\(folder)'"))
    expect(refused, "run/checkpoints/", isRoot ? "Operation not permitted" : "Permission denied")
    try expectUndisturbed("run")
  }

  /// The folder is moved away under the run; what it had saved goes on from its new place.
  @Test func aFolderThatVanishes() throws {
    try trainInPart("run")
    let saved = try workplace.read("run/checkpoints/latest.json")
    let running = try start("gone")
    try FileManager.default.moveItem(
      atPath: workplace.file("gone"), toPath: workplace.file("moved"))
    expect(try running.finished(), "gone/checkpoints/", "No such file or directory")
    #expect(try workplace.ganglion("train", "ant", "--resume", "--output", "gone").status == 74)
    let rows = try workplace.read("moved/metrics.csv").filter { $0 == UInt8(ascii: "\n") }.count
    let resumed = try resume("moved", rows + 3)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let whole = try workplace.start(Self.train("whole", rows + 3)).finished()
    #expect(whole.status == 0)
    #expect(
      try workplace.read("moved/policy.safetensors") == workplace.read("whole/policy.safetensors"))
    #expect(try workplace.read("run/checkpoints/latest.json") == saved)
  }

  @Test func somethingInTheWay() throws {
    try trainInPart("run")
    let latest = workplace.file("run/checkpoints/latest.json")
    try FileManager.default.moveItem(atPath: latest, toPath: latest + ".kept")
    try FileManager.default.createDirectory(atPath: latest, withIntermediateDirectories: false)
    let refused = try resume("run")
    #expect(refused.status == 74 && refused.output.isEmpty)
    #expect(refused.errors.contains("going on with the checkpoint before"), "\(refused.errors)")
    #expect(
      refused.errors.contains("run/checkpoints/latest.json: cannot read: not a regular file"),
      "\(refused.errors)")
    try FileManager.default.removeItem(atPath: latest)
    try expectUndisturbed("run")
    let failing = Self.train("failing", 2) + ["--force", "--set", "task.reward.alive=1e308"]
    try FileManager.default.createDirectory(
      atPath: workplace.file("failing"), withIntermediateDirectories: true)
    _ = try workplace.write("", to: "failing/failures")
    expect(try workplace.start(failing).finished(), "failing/failures: cannot make the folder")
  }

  private func shell(_ command: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "PATH=$PATH:/usr/sbin:/sbin; \(command) 2>/dev/null"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  private func skip(_ why: String) {
    FileHandle.standardError.write(Data("skipped: \(why)\n".utf8))
  }
}
