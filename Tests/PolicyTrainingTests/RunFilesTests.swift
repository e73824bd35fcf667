import FileFormats
import Foundation
import Locomotion
import Policies
import PolicyTraining
import TestSupport
import Testing

@Suite struct MetricsFileTests {
  let folder: TemporaryFolder
  let path: String
  let sample: GenerationReport

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("metrics.csv")
    var report = try Fixture.report()
    var gait = try #require(report.gait)
    (gait.rewardMean, gait.rewardBest) = (0.1, 2)
    (gait.speed, gait.falls) = (0.5, 0.25)
    (gait.rewardRate, gait.life) = (12, 1.5)
    (report.measures, report.diverged) = (.gait(gait), 1)
    (report.gradientNorm, report.updateNorm, report.firingRate) = (3, 4, 0.125)
    report.digest = "00ff"
    sample = report
  }

  /// Opens the file for rows from `first` on and appends those below `end`.
  private func write(_ rows: Range<Int>) throws {
    let file = try MetricsFile(path: path, experiment: Experiment(), from: rows.lowerBound)
    for g in rows {
      var report = sample
      report.generation = g
      report.selectionScore = g % 2 == 1 ? 1.5 : nil
      try file.append(report, wall: 0.5, environmentSteps: 80 * (g + 1))
    }
  }

  private func lines() throws -> [String] {
    let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
    #expect(text.hasSuffix("\n"))
    return text.split(separator: "\n").map(String.init)
  }

  private func generations() throws -> [String] {
    try lines().dropFirst().map { String($0.prefix { $0 != "," }) }
  }

  @Test func rowsFollowTheHeader() throws {
    try write(0..<2)
    let lines = try lines()
    let physics = PhysicsVersion.current
    let task = LocomotionTask.version
    #expect(
      lines == [
        "generation,wall_s,environment_steps,reward_mean,reward_best,speed_mps,falls_share,"
          + "reward_per_s,life_s,"
          + "diverged_episodes,gradient_norm,update_norm,firing_rate,selection_score,"
          + "physics_version,task_version,digest,"
          + "body_failures,network_failures,fitness_failures,gradient_failures,parameters_failures",
        "0,0.500,80,0.1,2.0,0.5,0.25,12.0,1.5,1,3.0,4.0,0.125,,\(physics),\(task),00ff,0,0,0,0,0",
        "1,0.500,160,0.1,2.0,0.5,0.25,12.0,1.5,1,3.0,4.0,0.125,1.5,\(physics),\(task),00ff,0,0,0,0,0",
      ])
  }

  @Test func resumingDropsRowsThatTheCheckpointDoesNotCover() throws {
    try write(0..<8)
    try write(5..<7)
    #expect(try generations() == (0..<7).map(String.init))
    #expect(try lines().filter { $0.hasPrefix("generation,") }.count == 1)
    try write(7..<12)
    #expect(try generations() == (0..<12).map(String.init))
  }

  /// Rows of a version without failures' counts, or without digests, stay, with nothing in the
  /// columns that they do not have.
  @Test func aRunOfAnOlderVersionKeepsItsRows() throws {
    try write(0..<2)
    let old = try lines().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let uncounted = old.map { $0.dropLast(5).joined(separator: ",") + "\n" }.joined()
    try AtomicFile.write(uncounted, to: path)
    try write(2..<3)
    #expect(try lines()[1].hasSuffix(",00ff,,,,,") && lines()[3].hasSuffix(",00ff,0,0,0,0,0"))
    let text = old.map { $0.dropLast(8).joined(separator: ",") + "\n" }.joined()
    try AtomicFile.write(text, to: path)
    try write(2..<3)
    let rows = try lines()
    #expect(rows.count == 4)
    #expect(rows[1].hasSuffix(",0.125,,,,,,,,,") && rows[2].hasSuffix(",1.5,,,,,,,,"))
    #expect(rows[3].hasSuffix(",00ff,0,0,0,0,0"))
  }

  @Test func aFreshRunStartsAnew() throws {
    try write(0..<4)
    try write(0..<1)
    #expect(try generations() == ["0"])
  }

  /// A row cut off by a crash may begin like an earlier one.
  @Test func aTornRowIsDropped() throws {
    try write(0..<11)
    let whole = try AtomicFile.read(path)
    for torn in ["1", "11", "11,", "11,0.5,80"] {
      try AtomicFile.write(whole + Data(torn.utf8), to: path)
      try write(11..<13)
      #expect(try generations() == (0..<13).map(String.init), "\(torn)")
    }
  }

  @Test func lostMetricsDoNotEndARun() throws {
    try write(6..<8)
    #expect(try generations() == ["6", "7"])
  }

  @Test func unwritableFileIsAnError() {
    #expect(throws: FileError.self) {
      try MetricsFile(path: folder.file("no/m.csv"), experiment: Experiment(), from: 0)
    }
  }
}

@Suite struct RunDirectoryTests {
  @Test func runsAreNumbered() throws {
    let folder = try TemporaryFolder()
    let experiment = Fixture.experiment(seed: 7)
    func fresh() -> RunDirectory { RunDirectory.fresh(for: experiment, in: folder.path) }
    #expect(RunDirectory.newest(for: experiment, in: folder.path) == nil)
    for name in ["tiny-s7", "tiny-s7-2", "tiny-s7-3"] {
      let run = fresh()
      #expect(run.path == folder.file(name))
      try run.create()
    }
    #expect(RunDirectory.newest(for: experiment, in: folder.path) == nil, "none has a checkpoint")
    for name in ["tiny-s7", "tiny-s7-2"] {
      try AtomicFile.write("", to: RunDirectory(path: folder.file(name)).checkpoint)
    }
    #expect(RunDirectory.newest(for: experiment, in: folder.path)?.path == folder.file("tiny-s7-2"))
    let other = RunDirectory(path: folder.file("tiny-s7-x"))
    try other.create()
    try AtomicFile.write("", to: other.checkpoint)
    let tenth = RunDirectory(path: folder.file("tiny-s7-10"))
    try tenth.create()
    try AtomicFile.write("", to: tenth.checkpoint)
    #expect(RunDirectory.newest(for: experiment, in: folder.path) == tenth, "10 comes after 2")
    #expect(RunDirectory.newest(for: Fixture.experiment(seed: 70), in: folder.path) == nil)
  }
}
