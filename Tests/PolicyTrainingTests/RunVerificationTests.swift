import Execution
import FileFormats
import Foundation
import Locomotion
import Policies
import TestSupport
import Testing
@testable import PolicyTraining

@Suite struct RunVerificationTests {
  let folder: TemporaryFolder
  let directory: RunDirectory

  init() throws {
    folder = try TemporaryFolder()
    directory = RunDirectory(path: folder.file("run"))
  }

  @discardableResult
  private func train(_ experiment: Experiment) throws -> TrainingRun {
    let run = try TrainingRun(
      experiment: experiment, model: experiment.robot.map { try Fixture.robot($0) },
      directory: directory, workers: 1, version: "0", commit: "unknown")
    #expect(try run.train(until: Interruption()) { _, _ in } == .finished)
    _ = try run.finish()
    return run
  }

  private func verify(
    _ scope: RunVerification.Scope = .all, workers: Int = 2
  ) throws -> RunVerification.Verdict {
    let experiment = try directory.readExperiment()
    return try RunVerification(
      directory, experiment: experiment, model: experiment.robot.map { try Fixture.robot($0) },
      workers: workers, scope: scope
    ).run()
  }

  private func rows() throws -> [[String]] {
    String(decoding: try AtomicFile.read(directory.metrics), as: UTF8.self)
      .split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
  }

  private func write(_ rows: [[String]]) throws {
    let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    try AtomicFile.write(text, to: directory.metrics)
  }

  @Test(arguments: Fixture.trainings) func aRunComesOutTheSame(of training: Training) throws {
    try train(training.experiment(1, 3))
    let verdict = try verify()
    #expect(verdict.isSame && verdict.policyMatches == true)
    #expect(verdict.generations == 3 && verdict.compared == 3)
    let rows = try rows()
    let digest = try #require(rows[0].firstIndex(of: "digest"))
    let digests = rows.dropFirst().map { $0[digest] }
    #expect(Set(digests).count == 3, "each generation has its own")
  }

  @Test func theFirstGenerationThatDiffersIsNamed() throws {
    try train(Fixture.experiment())
    var rows = try rows()
    let digest = try #require(rows[0].firstIndex(of: "digest"))
    let true1 = rows[2][digest]
    for row in [2, 3] { rows[row][digest] = "0123456789abcdef" }
    try write(rows)
    let verdict = try verify()
    #expect(verdict.difference?.generation == 1)
    #expect(verdict.difference?.recorded == "0123456789abcdef")
    #expect(verdict.difference?.derived == true1)
    #expect(verdict.generations == 2 && verdict.policyMatches == nil)
    #expect(try verify(.through(0)).isSame)
    let error = #expect(throws: MetricsError.self) { try verify(.through(4)) }
    #expect(error?.expected == "one of 0 to 3")
  }

  @Test func anotherPolicyOrExperimentIsNoticed() throws {
    let run = try train(Fixture.experiment())
    var policy = try Policy(path: directory.policy)
    policy.parameters[0] += 1
    try AtomicFile.write(policy.encoded(), to: directory.policy)
    let verdict = try verify()
    #expect(verdict.difference == nil && verdict.policyMatches == false && !verdict.isSame)
    var other = run.loop.experiment
    other.seed = 2
    try AtomicFile.write(ExperimentFile.write(other), to: directory.experiment)
    #expect(try verify().difference?.generation == 0)
  }

  /// A sample starts from checkpoints that the run kept, and lives less than the whole run.
  @Test func aSampleStartsFromKeptCheckpoints() throws {
    try train(Fixture.taskExperiment(generations: 12))
    #expect(directory.keptGenerations == [5, 10])
    for seed in UInt64(1)...6 {
      let verdict = try verify(.sample(1, seed: seed))
      #expect(verdict.isSame && (1...5).contains(verdict.generations), "seed \(seed)")
    }
    #expect(try verify(.sample(12, seed: 1)).compared == 12)
    let kept = directory.keptCheckpoint(5)
    var checkpoint = try Checkpoint(path: kept)
    checkpoint.experiment.seed = 9
    try checkpoint.write(to: kept)
    #expect(throws: CheckpointError.self) { try verify(.sample(12, seed: 1)) }
    #expect(try verify().isSame, "no checkpoint is trusted")
  }

  @Test func stretchesCoverTheSample() throws {
    let stretches = try RunVerification.stretches(
      .sample(40, seed: 3), recorded: Array(0..<40), kept: [10, 30], path: "m")
    #expect(stretches.map(\.generations) == [0...9, 10...29, 30...39])
  }

  @Test func anotherVersionIsRefused() throws {
    try train(Fixture.experiment(generations: 1))
    var rows = try rows()
    let physics = try #require(rows[0].firstIndex(of: "physics_version"))
    rows[1][physics] = "7"
    try write(rows)
    let error = #expect(throws: MetricsError.self) { try verify() }
    #expect(error?.found == "physics version 7, task version \(LocomotionTask.version)")
    var checkpoint = try Checkpoint(path: directory.checkpoint)
    checkpoint.version = nil
    let old = #expect(throws: CheckpointError.self) {
      try checkpoint.require(Fixture.robot("ant"), path: "c")
    }
    #expect(old?.found == "physics version 1, task version 1")
    checkpoint.version = WorldVersion(physics: 1, task: 9)
    try checkpoint.write(to: directory.checkpoint)
    let refusal = #expect(throws: CheckpointError.self) {
      try TrainingRun(
        experiment: checkpoint.experiment, model: Fixture.robot("ant"), directory: directory,
        workers: 1, resuming: Checkpoint(path: directory.checkpoint), version: "0", commit: "")
    }
    #expect(refusal?.found == "physics version 1, task version 9")
  }

  @Test func damagedTablesAreRefused() throws {
    try train(Fixture.taskExperiment(generations: 3))
    let whole = try rows()
    var swapped = whole
    swapped.swapAt(1, 2)
    var short = whole
    short[2].removeLast()
    var nonsense = whole
    nonsense[3][0] = "three"
    var old = whole
    let digest = try #require(old[0].firstIndex(of: "digest"))
    for row in old.indices { old[row].removeSubrange(digest...) }
    for (rows, place) in [
      (swapped, "line 3"), (short, "line 3"), (nonsense, "line 4"), (old, "line 1"),
      ([whole[0]], "digest"), ([], "line 1"),
    ] {
      try write(rows)
      let error = #expect(throws: MetricsError.self) { try verify() }
      #expect(error?.place == place)
    }
  }
}

@Suite struct WorldVersionTests {
  @Test func policiesNameTheirVersions() throws {
    for experiment in [Fixture.experiment(), Fixture.taskExperiment()] {
      var policy = try Fixture.policy(experiment)
      #expect(policy.version == .current(for: experiment.task))
      let back = try Policy(decoding: policy.encoded(), path: "p")
      #expect(back.version == policy.version && back.versionWarning(path: "p") == nil)
      if policy.version?.physics != nil {
        policy.version?.physics = 2
        let older = try Policy(decoding: policy.encoded(), path: "p")
        let told = older.versionWarning(path: "p") ?? ""
        #expect(told.contains("trained under physics version 2, "), "\(told)")
        #expect(told.contains("run under physics version \(PhysicsVersion.current), "), "\(told)")
      }
      policy.version?.task = 8
      let other = try Policy(decoding: policy.encoded(), path: "p")
      #expect(other.versionWarning(path: "p")?.contains("task version 8") == true)
      policy.version = nil
      let old = try Policy(decoding: policy.encoded(), path: "p")
      let isOfNow = WorldVersion.first(for: experiment.task) == .current(for: experiment.task)
      #expect(old.version == nil && (old.versionWarning(path: "p") == nil) == isOfNow)
      #expect(try old.encoded() == policy.encoded(), "an older file stays as it is")
    }
  }

  @Test func aVersionThatIsNoNumberIsRefused() throws {
    var policy = try Fixture.policy()
    policy.version = WorldVersion(physics: 0, task: 1)
    let error = #expect(throws: SafeTensorsError.self) {
      try Policy(decoding: policy.encoded(), path: "p")
    }
    #expect(error?.place == "metadata physics_version")
  }
}
