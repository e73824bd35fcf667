import Execution
import FileFormats
import Foundation
import Policies
import PolicyTraining
import TestSupport
import Testing

@Suite struct TrainingRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(
    _ experiment: Experiment, in name: String, workers: Int = 1, resuming: Checkpoint? = nil
  ) throws -> TrainingRun {
    try TrainingRun(
      experiment: experiment, model: experiment.robot.map { try Fixture.robot($0) },
      directory: RunDirectory(path: folder.file(name)), workers: workers, resuming: resuming,
      version: "0", commit: "unknown")
  }

  /// Trains until the budget or, in this sitting, `generations` are used up.
  @discardableResult
  private func sit(_ run: TrainingRun, generations: Int = .max) throws -> TrainingRun.Ending {
    let interruption = Interruption()
    if generations == 0 { interruption.request() }
    var done = 0
    return try run.train(until: interruption) { _, _ in
      done += 1
      if done == generations { interruption.request() }
    }
  }

  private func resume(_ name: String, workers: Int = 1) throws -> TrainingRun {
    let checkpoint = try Checkpoint(path: RunDirectory(path: folder.file(name)).checkpoint)
    return try run(checkpoint.experiment, in: name, workers: workers, resuming: checkpoint)
  }

  private func policy(_ name: String) throws -> Data {
    try AtomicFile.read(RunDirectory(path: folder.file(name)).policy)
  }

  /// Rows of `metrics.csv` without the wall-clock column.
  private func metrics(_ name: String) throws -> [[Substring]] {
    let data = try AtomicFile.read(RunDirectory(path: folder.file(name)).metrics)
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false)
      fields.remove(at: 1)
      return fields
    }
  }

  /// An uninterrupted run under one worker: what all the others have to equal.
  private func reference(_ experiment: Experiment = Fixture.experiment()) throws {
    let run = try run(experiment, in: "reference")
    #expect(try sit(run) == .finished)
    _ = try run.finish()
  }

  private func expectEqualToReference(_ name: String) throws {
    #expect(try policy(name) == policy("reference"), "\(name)")
    #expect(try metrics(name) == metrics("reference"), "\(name)")
  }

  @Test(arguments: Fixture.trainings) func workersDoNotChangeABit(of training: Training) throws {
    let experiment = training.experiment(1, 4)
    try reference(experiment)
    for workers in [2, 3] {
      let run = try run(experiment, in: "w\(workers)", workers: workers)
      try sit(run)
      _ = try run.finish()
      try expectEqualToReference("w\(workers)")
    }
  }

  @Test(arguments: Fixture.trainings, [1, 2, 3])
  func anInterruptedRunGoesOnWhereItStopped(of training: Training, stop: Int) throws {
    let experiment = training.experiment(1, 4)
    try reference(experiment)
    #expect(try sit(run(experiment, in: "r"), generations: stop) == .interrupted)
    let resumed = try resume("r", workers: 2)
    #expect(resumed.loop.generation == stop)
    #expect(try sit(resumed) == .finished)
    _ = try resumed.finish()
    try expectEqualToReference("r")
  }

  @Test func aTwiceInterruptedRunGoesOnToo() throws {
    try reference()
    #expect(try sit(run(Fixture.experiment(), in: "r"), generations: 1) == .interrupted)
    let second = try resume("r", workers: 3)
    #expect(try sit(second, generations: 2) == .interrupted)
    let third = try resume("r")
    #expect(third.loop.generation == 3)
    #expect(third.wall >= second.wall)
    #expect(try sit(third) == .finished)
    _ = try third.finish()
    try expectEqualToReference("r")
  }

  /// A run that died after its checkpoint repeats the generations that were lost.
  @Test(arguments: Fixture.trainings)
  func aCrashedRunRepeatsWhatItsCheckpointDoesNotCover(of training: Training) throws {
    let experiment = training.experiment(1, 7)
    try reference(experiment)
    #expect(try sit(run(experiment, in: "r"), generations: 2) == .interrupted)
    let checkpoint = try AtomicFile.read(RunDirectory(path: folder.file("r")).checkpoint)
    #expect(try sit(resume("r"), generations: 2) == .interrupted)
    try AtomicFile.write(checkpoint, to: RunDirectory(path: folder.file("r")).checkpoint)
    let resumed = try resume("r")
    #expect(resumed.loop.generation == 2)
    try sit(resumed)
    _ = try resumed.finish()
    try expectEqualToReference("r")
  }

  /// A damaged checkpoint is told of, and the one before repeats what is lost.
  @Test(arguments: ["torn", "flipped", "gone"])
  func theCheckpointBeforeStandsInForADamagedOne(_ damage: String) throws {
    try reference(Fixture.experiment(generations: 7))
    let directory = RunDirectory(path: folder.file("r"))
    let first = try run(Fixture.experiment(generations: 7), in: "r")
    #expect(try sit(first, generations: 6) == .interrupted)
    #expect(try directory.loadCheckpoint().damage == nil)
    var bytes = try AtomicFile.read(directory.checkpoint)
    switch damage {
    case "torn": try AtomicFile.write(bytes.prefix(bytes.count / 2), to: directory.checkpoint)
    case "flipped":
      bytes[bytes.count / 2] ^= 1
      try AtomicFile.write(bytes, to: directory.checkpoint)
    default: try FileManager.default.removeItem(atPath: directory.checkpoint)
    }
    #expect(directory.hasCheckpoint)
    let (checkpoint, told) = try directory.loadCheckpoint()
    #expect(told?.contains(directory.checkpoint) == true, "\(told ?? "nothing told")")
    #expect(checkpoint.state.optimiser.generation == 5, "the one before")
    let resumed = try run(
      checkpoint.experiment, in: "r", workers: 2, resuming: checkpoint)
    try sit(resumed)
    _ = try resumed.finish()
    try expectEqualToReference("r")
  }

  @Test func withoutAnyCheckpointTheLatestIsComplainedAbout() throws {
    try sit(run(Fixture.experiment(generations: 1), in: "r"))
    let directory = RunDirectory(path: folder.file("r"))
    for path in [directory.checkpoint, directory.previousCheckpoint] {
      try AtomicFile.write("no checkpoint", to: path)
    }
    let error = #expect(throws: CheckpointError.self) { try directory.loadCheckpoint() }
    #expect(error?.path == directory.checkpoint)
  }

  /// A run can be gone on with from its first moment. What a killed process had begun to write is
  /// written over, and nobody else's file is touched.
  @Test func aRunIsSavedBeforeItsFirstGeneration() throws {
    let first = try run(Fixture.experiment(), in: "r")
    #expect(try sit(first, generations: 0) == .interrupted)
    let directory = RunDirectory(path: folder.file("r"))
    #expect(try directory.loadCheckpoint().checkpoint.state.optimiser.generation == 0)
    let left = directory.path + "/checkpoints/.ganglion"
    try AtomicFile.makeDirectory(left)
    try AtomicFile.write("half", to: left + "/draft")
    for name in ["latest.json.4711.tmp", "notes.tmp"] {
      try AtomicFile.write("mine", to: "\(directory.path)/checkpoints/\(name)")
    }
    try sit(resume("r"))
    #expect(!FileManager.default.fileExists(atPath: left))
    for name in ["latest.json.4711.tmp", "notes.tmp"] {
      #expect(try AtomicFile.read("\(directory.path)/checkpoints/\(name)") == Data("mine".utf8))
    }
  }

  /// A longer budget continues a finished run as if it had been so from the start.
  @Test func moreGenerationsExtendARun() throws {
    try reference()
    #expect(try sit(run(Fixture.experiment(generations: 2), in: "r")) == .finished)
    let checkpoint = try Checkpoint(path: RunDirectory(path: folder.file("r")).checkpoint)
    let longer = try run(Fixture.experiment(), in: "r", resuming: checkpoint)
    try sit(longer)
    _ = try longer.finish()
    try expectEqualToReference("r")
  }

  @Test(arguments: Fixture.trainings)
  func anotherSeedIsAnotherPolicy(of training: Training) throws {
    try reference(training.experiment(1, 4))
    let other = try run(training.experiment(2, 4), in: "other")
    try sit(other)
    let policy = try other.finish()
    let reference = try Policy(path: RunDirectory(path: folder.file("reference")).policy)
    #expect(bits(policy.parameters) != bits(reference.parameters))
    #expect(policy.provenance.seed == 2)
    #expect(policy.provenance.generations == 4)
  }

  /// What changes a parameter after training cannot pass for the training's.
  @Test func weightsAreSigned() throws {
    try reference()
    let directory = RunDirectory(path: folder.file("reference"))
    var policy = try Policy(path: directory.policy)
    #expect(policy.origin == .trained)
    #expect(policy.provenance.machine == MachineKind.current)
    let weights = try #require(policy.provenance.weights)
    let log = String(decoding: try AtomicFile.read(directory.log), as: UTF8.self)
    #expect(log.contains("\"weights\":\"\(weights)\""))
    policy.parameters[3] = policy.parameters[3].nextUp
    policy = try Policy(decoding: policy.encoded(), path: "p")
    #expect(policy.origin == .edited)
    policy.provenance.weights = nil
    #expect(policy.origin == .unknown)
  }

  @Test(arguments: Fixture.trainings) func aRunHoldsItsFiles(of training: Training) throws {
    let experiment = training.experiment(1, 4)
    try reference(experiment)
    let directory = RunDirectory(path: folder.file("reference"))
    let text = String(decoding: try AtomicFile.read(directory.experiment), as: UTF8.self)
    #expect(try ExperimentFile.read(text, path: "e") == experiment)
    #expect(try metrics("reference").count == 5)
    let log = String(decoding: try AtomicFile.read(directory.log), as: UTF8.self)
    for line in log.split(separator: "\n") {
      let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
      #expect(entry?["message"] != nil && entry?["time"] != nil && entry?["level"] != nil)
    }
    #expect(try Checkpoint(path: directory.checkpoint).state.optimiser.generation == 4)
    let evaluation = try Policy(path: directory.policy).evaluation
    let episodes = evaluation?.gait?.episodes ?? evaluation?.task?.episodes
    #expect(episodes == experiment.evaluation.episodes)
  }

  @Test func aCheckpointOfAnotherRobotIsRefused() throws {
    try sit(run(Fixture.experiment(generations: 1), in: "r"))
    let directory = RunDirectory(path: folder.file("r"))
    let checkpoint = try Checkpoint(path: directory.checkpoint)
    let error = #expect(throws: CheckpointError.self) {
      try TrainingRun(
        experiment: checkpoint.experiment, model: Fixture.robot("hexapod"), directory: directory,
        workers: 1, resuming: checkpoint, version: "0", commit: "unknown")
    }
    #expect(error?.path == directory.checkpoint)
    #expect(error?.found == "robot digest \(checkpoint.robotDigest ?? "")")
  }

  /// A checkpoint whose parts do not fit each other is refused before anything runs.
  @Test func aCheckpointOfAnotherNetworkIsRefused() throws {
    try sit(run(Fixture.experiment(generations: 1), in: "r"))
    let whole = try Checkpoint(path: RunDirectory(path: folder.file("r")).checkpoint)
    var wider = whole
    wider.experiment.network.hidden = [9]
    var shorter = whole
    shorter.state.best.removeLast()
    for broken in [wider, shorter] {
      #expect(throws: CheckpointError.self) {
        try run(broken.experiment, in: "r", resuming: broken)
      }
    }
  }

  @Test func aFolderThatCannotBeMadeIsAnError() throws {
    try AtomicFile.write("", to: folder.file("plain"))
    #expect(throws: FileError.self) { try run(Fixture.experiment(), in: "plain/run") }
  }

  /// A damaged checkpoint does not take the place of the one before it, from which the run goes on:
  /// were it killed then, nothing would be left.
  @Test func aDamagedCheckpointIsNotKept() throws {
    let directory = RunDirectory(path: folder.file("r"))
    #expect(
      try sit(run(Fixture.experiment(generations: 7), in: "r"), generations: 6) == .interrupted)
    try AtomicFile.write("damaged", to: directory.checkpoint)
    let (checkpoint, _) = try directory.loadCheckpoint()
    try sit(run(checkpoint.experiment, in: "r", resuming: checkpoint), generations: 0)
    #expect(try Checkpoint(path: directory.checkpoint).state.optimiser.generation == 5)
    #expect(try Checkpoint(path: directory.previousCheckpoint).state.optimiser.generation == 5)
  }

  /// A checkpoint that stays is there before the latest says that the run has come so far.
  @Test func aCheckpointThatStaysComesFirst() throws {
    let directory = RunDirectory(path: folder.file("r"))
    #expect(
      try sit(run(Fixture.experiment(generations: 12), in: "r"), generations: 3) == .interrupted)
    let checkpoint = try Checkpoint(path: directory.checkpoint)
    let resumed = try run(checkpoint.experiment, in: "r", resuming: checkpoint)
    try FileManager.default.removeItem(atPath: directory.checkpoint)
    try AtomicFile.makeDirectory(directory.checkpoint + "/in the way")
    #expect(throws: FileError.self) { try sit(resumed) }
    let kept = try Checkpoint(path: directory.path + "/checkpoints/generation-5.json")
    #expect(kept.state.optimiser.generation == 5)
  }

  /// While a run trains, nobody else does in its folder.
  @Test func aRunHasItsFolderToItself() throws {
    let first = try run(Fixture.experiment(generations: 1), in: "r")
    let error = #expect(throws: FileError.self) { try run(Fixture.experiment(), in: "r") }
    #expect(error?.reason.contains("process \(getpid()) on ") == true, "\(error?.reason ?? "")")
    #expect(try sit(first) == .finished)
    #expect(throws: FileError.self, "its policy is still to come") { try resume("r") }
    _ = try first.finish()
    _ = try resume("r")
  }

  @Test func aCheckpointOfAnotherExperimentOrVersionIsRefused() throws {
    try sit(run(Fixture.experiment(generations: 1), in: "r"), generations: 0)
    try sit(run(Fixture.experiment(seed: 2, generations: 1), in: "other"), generations: 0)
    let (own, other) = (
      RunDirectory(path: folder.file("r")), RunDirectory(path: folder.file("other"))
    )
    try AtomicFile.write(AtomicFile.read(other.checkpoint), to: own.checkpoint)
    let foreign = #expect(throws: CheckpointError.self) { try own.loadCheckpoint() }
    #expect(foreign?.found == "a state of another experiment, whose seed is 2")
    #expect(foreign?.expected == "1, as in \(own.experiment)")
    var newer = try Checkpoint(path: other.checkpoint)
    #expect(newer.program == "0")
    newer.program = "9.9"
    let version = #expect(throws: CheckpointError.self) {
      try run(newer.experiment, in: "other", resuming: newer)
    }
    #expect(version?.found == "a run of version 9.9 of this program")
  }
}
