import Execution
import FileFormats
import Foundation
import Policies
import TestSupport
import Testing
@testable import PolicyTraining

/// Whole runs on ranks, which are threads here: files as of one process, and little to tell each
/// other.
@Suite struct RankedTrainingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func start(
    _ experiment: Experiment, in path: String, _ ranks: Ranks?, resuming: Checkpoint? = nil
  ) throws -> TrainingRun {
    try ranks?.enlist(workers: 1)
    if let ranks, !ranks.isFirst {
      return try TrainingRun(following: ranks, workers: 1, version: "0", commit: "unknown")
    }
    return try TrainingRun(
      experiment: experiment, model: experiment.robot.map { try Fixture.robot($0) },
      directory: RunDirectory(path: path), workers: 1, ranks: ranks, resuming: resuming,
      version: "0", commit: "unknown")
  }

  /// Trains to the end, or until `sitting` generations are done; the first rank alone is
  /// interrupted.
  private static func sit(_ run: TrainingRun, _ ranks: Ranks?, sitting: Int = .max) throws {
    let interruption = Interruption()
    var done = 0
    let ending = try run.train(until: interruption) { _, _ in
      done += 1
      if done == sitting, ranks?.isFirst ?? true { interruption.request() }
    }
    if ending == .finished { _ = try run.finish() }
  }

  private func policy(_ name: String) throws -> Data {
    try AtomicFile.read(RunDirectory(path: folder.file(name)).policy)
  }

  private static func normalised() -> Experiment {
    var experiment = Fixture.experiment()
    experiment.network.normaliseObservations = true
    return experiment
  }

  private static let experiments =
    [Fixture.experiment(), normalised()]
    + Fixture.trainings.filter { $0.name == "gait, randomised by pairs" }.map {
      $0.experiment(1, 4)
    }

  @Test(arguments: 0..<3, [[1], [2], [4], [2, 1]])
  func aRunOnRanksIsThatOfOneProcess(which: Int, machines: [Int]) throws {
    let (experiment, path) = (Self.experiments[which], folder.file("ranks"))
    try Self.sit(Self.start(experiment, in: folder.file("alone"), nil), nil)
    let results = RankWorld(machines: machines).run { ranks in
      try Self.sit(Self.start(experiment, in: path, ranks), ranks)
    }
    for result in results { try result.get() }
    #expect(try policy("ranks") == policy("alone"))
    #expect(folder.names == ["alone", "ranks"], "only the first rank writes")
  }

  /// The first rank's interruption stops all at the same point; other numbers of ranks go on.
  @Test func anInterruptedRunGoesOnOnOtherRanks() throws {
    let (experiment, path) = (Fixture.experiment(), folder.file("cut"))
    try Self.sit(Self.start(experiment, in: folder.file("alone"), nil), nil)
    for machines in [[3], [1, 1]] {
      let results = RankWorld(machines: machines).run { ranks in
        let checkpoint = try? Checkpoint(path: RunDirectory(path: path).checkpoint)
        try ranks.finish()
        try Self.sit(
          Self.start(experiment, in: path, ranks, resuming: checkpoint), ranks,
          sitting: checkpoint == nil ? 2 : .max)
      }
      for result in results { try result.get() }
    }
    #expect(try policy("cut") == policy("alone"))
  }

  /// A rank that came to other parameters is noticed before the next generation.
  @Test func ranksThatDifferStop() throws {
    let path = folder.file("run")
    let results = RankWorld(machines: [3]).run { ranks in
      let own = ranks.place.rank == 2 ? Fixture.experiment(seed: 2) : Fixture.experiment()
      try ranks.enlist(workers: 1)
      let trainer = try TrainingLoop(
        experiment: own, model: Fixture.robot("ant"), workers: 1, ranks: ranks)
      try ranks.requireSame(trainer)
    }
    for result in results {
      let error = #expect(throws: RankError.self) { try result.get() }
      #expect(error?.rank == 2)
      #expect(error?.reason.hasPrefix("the experiment's digest is ") ?? false)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// After the start no message grows with the network: parameters are never sent.
  @Test func messagesDoNotGrowWithTheNetwork() throws {
    let sizes = try [8, 64].map { hidden in
      var experiment = Fixture.experiment(generations: 2)
      experiment.network.hidden = [hidden]
      let drawn = experiment
      let path = folder.file("\(hidden)")
      let world = RankWorld(machines: [2])
      for result in world.run({ try Self.sit(Self.start(drawn, in: path, $0), $0) }) {
        try result.get()
      }
      // The second exchange is the start of the run, the first says who is there.
      return world.history.dropFirst(2).flatMap { $0 }.map(\.count).max() ?? 0
    }
    #expect(sizes.allSatisfy { $0 < 4096 }, "\(sizes) bytes")
  }
}
