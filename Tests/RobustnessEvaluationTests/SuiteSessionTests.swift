import Execution
import FileFormats
import Foundation
import Locomotion
import NumericalMethods
import Policies
import Testing
@testable import RobustnessEvaluation

/// Two policies through the small suite: 20 trials, on disk.
@Suite struct SuiteSessionTests {
  private let folder: String
  private let entrants: [(name: String, policy: Policy)]

  init() throws {
    folder = NSTemporaryDirectory() + "ganglion-suite-\(UUID().uuidString)"
    entrants = [("a, \"1\"", try Fixture.policy(seed: 1)), ("b", try Fixture.policy(seed: 2))]
  }

  private struct Files: Equatable {
    let table: Data
    let summary: Data
  }

  private func session(
    workers: Int = 1, isFresh: Bool = false, suite: Suite = Fixture.suite, episodes: Int = 2,
    program: String = "1", entrants: [(name: String, policy: Policy)]? = nil,
    physics: PhysicsOptions = PhysicsOptions()
  ) throws -> SuiteSession {
    var runner = Fixture.runner(suite, episodes: episodes, workers: workers)
    runner.setting.physics = physics
    let session = SuiteSession(runner, (entrants ?? self.entrants).map { Arm($0) })
    try session.keep(in: folder, isFresh: isFresh, program: program)
    return session
  }

  private func finish(_ session: SuiteSession) throws -> Files {
    #expect(try session.run() == .finished)
    let summary = try JSON.encoder().encode(SuiteSummary(session.runner, session.results))
    return Files(table: try read("suite.csv"), summary: summary)
  }

  private func read(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  private func write(_ data: Data, to name: String) throws {
    try data.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  private func remove() { try? FileManager.default.removeItem(atPath: folder) }

  @Test func workersDoNotChangeTheFiles() throws {
    defer { remove() }
    let one = try finish(session())
    let rows = Table.rows(String(decoding: one.table, as: UTF8.self))
    #expect(rows.count == 20)
    #expect(rows.map { $0["policy"] } == entrants.flatMap { Array(repeating: $0.name, count: 10) })
    for workers in [2, 3] {
      #expect(try finish(session(workers: workers, isFresh: true)) == one, "\(workers) workers")
    }
  }

  /// In memory or read back from a table: the same results.
  @Test func aTableReadsBackToItsTrials() throws {
    defer { remove() }
    let lived = try session(workers: 2)
    try lived.run()
    let again = try session()
    #expect(again.finished == 20)
    for (a, b) in zip(lived.results, again.results) { #expect(a.trials == b.trials) }
    for entrant in lived.results {
      let twins = entrant.trials.prefix(2).map(\.speed)
      for trial in entrant.trials {
        #expect(trial.twinSpeed == twins[trial.trial.episode])
        #expect(trial.seenInTraining == trial.trial.conditions.isEmpty)
      }
    }
    let memory = SuiteSession(again.runner, entrants.map { Arm($0) })
    try memory.run()
    #expect(memory.results[1].trials == again.results[1].trials)
  }

  /// A writer may be killed at any byte.
  @Test func aTornTableIsGoneOnWithToTheSameBytes() throws {
    defer { remove() }
    let whole = try finish(session(workers: 2))
    let header = whole.table.range(of: Data("\r\n".utf8))!.upperBound
    for seed in UInt64(1)...40 {
      var stream = RandomStream(seed: seed, purpose: .test)
      // A quarter of the cuts fall into the header or just behind it.
      let bound = seed.isMultiple(of: 4) ? header + 3 : whole.table.count + 1
      let cut = stream.below(bound)
      try write(whole.table.prefix(cut), to: "suite.csv")
      let resumed = try session(workers: 1 + Int(seed % 2))
      let complete = whole.table.prefix(cut).split(separator: UInt8(ascii: "\n")).count
      #expect(resumed.finished < complete || cut == 0 || resumed.finished == 20, "seed \(seed)")
      #expect(try finish(resumed) == whole, "seed \(seed): cut at \(cut)")
    }
  }

  @Test func anInterruptedSuiteGoesOnToTheSameBytes() throws {
    defer { remove() }
    let whole = try finish(session())
    for seed in UInt64(1)...8 {
      var stream = RandomStream(seed: seed, purpose: .test)
      var fresh = true
      while true {
        let cut = try session(workers: 2, isFresh: fresh)
        fresh = false
        let before = cut.finished
        let stop = before + 1 + stream.below(9)
        let interruption = Interruption()
        let seen = Guarded<[SuiteProgress]>([])
        let ending = try cut.run(until: interruption) { progress in
          seen.withLock { $0.append(progress) }
          if progress.finished >= stop { interruption.request() }
        }
        let finished = seen.withLock { $0.map(\.finished) }
        #expect(finished == Array((before + 1)..<(before + 1 + finished.count)), "seed \(seed)")
        #expect(seen.withLock { $0.allSatisfy { $0.resumed == before && $0.total == 20 } })
        #expect(cut.finished == finished.last, "seed \(seed)")
        let rows = Table.rows(String(decoding: try read("suite.csv"), as: UTF8.self))
        #expect(rows.count == cut.finished, "seed \(seed)")
        if ending == .finished { break }
      }
      #expect(try finish(session()) == whole, "seed \(seed)")
    }
  }

  @Test func otherTrialsAreNotAddedToATable() throws {
    defer { remove() }
    let whole = try finish(session())
    func expectRefusal(_ key: String, _ make: () throws -> SuiteSession) throws {
      do {
        _ = try make()
        Issue.record("\(key): taken")
      } catch let error as SuiteTableError {
        #expect(error.place == key && "\(error)".contains("--fresh"), "\(error)")
      }
      #expect(try read("suite.csv") == whole.table)
    }
    try expectRefusal("solver") {
      try session(physics: PhysicsOptions(solver: .iterative(iterations: 50)))
    }
    try expectRefusal("step_divisor") { try session(physics: PhysicsOptions(stepDivisor: 2)) }
    try expectRefusal("step_s") { try session(physics: PhysicsOptions(step: 0.005)) }
    try expectRefusal("episodes") { try session(episodes: 3) }
    try expectRefusal("program") { try session(program: "2") }
    try expectRefusal("policies") { try session(entrants: entrants.reversed()) }
    try expectRefusal("policies") {
      try session(entrants: [("a, \"1\"", try Fixture.policy(seed: 3)), entrants[1]])
    }
    let renamed = Suite(name: "other", version: 3, conditions: Fixture.suite.conditions)
    try expectRefusal("suite") { try session(suite: renamed) }
    let newer = Suite(name: "small", version: 4, conditions: Fixture.suite.conditions)
    try expectRefusal("suite_version") { try session(suite: newer) }
    let shorter = Suite(
      name: "small", version: 3, conditions: Array(Fixture.suite.conditions.dropLast()))
    try expectRefusal("conditions") { try session(suite: shorter) }
    let longer = Suite(
      name: "small", version: 3, conditions: Fixture.suite.conditions, duration: 2)
    try expectRefusal("duration_s") { try session(suite: longer) }
    #expect(try finish(session()) == whole)
    let anew = try session(isFresh: true, suite: shorter)
    #expect(anew.finished == 0 && anew.total == 16)
  }

  @Test func damagedTablesAreRefused() throws {
    defer { remove() }
    let whole = try finish(session())
    func expectError(_ place: String, _ text: String) throws {
      try write(Data(text.utf8), to: "suite.csv")
      do {
        _ = try session()
        Issue.record("\(place): taken")
      } catch let error as SuiteTableError {
        #expect(error.place == place, "\(error)")
      }
    }
    let text = String(decoding: whole.table, as: UTF8.self)
    var lines = text.components(separatedBy: "\r\n")
    try expectError("line 1", text.replacing("policy,", with: "network,", maxReplacements: 1))
    try expectError("row 1", text.replacing(",completed,", with: ",walked,", maxReplacements: 1))
    try expectError("rows", text + lines[20] + "\r\n")
    lines.swapAt(3, 4)
    try expectError("row 3", lines.joined(separator: "\r\n"))
    lines.swapAt(3, 4)
    lines[6] = lines[6].replacing(",false,", with: ",true,", maxReplacements: 1)
    #expect(lines[6].contains(",true,"))
    lines[7] += ",1"
    try expectError("row 7", lines.joined(separator: "\r\n"))
    try write(Data(text.replacing(",completed,", with: ",\"com\"pleted,").utf8), to: "suite.csv")
    #expect(throws: TableError.self, "damage is not taken for a torn row") { try session() }
    try write(whole.table, to: "suite.csv")
    try write(Data("{}".utf8), to: "suite.json")
    #expect(throws: SuiteTableError.self) { try session() }
    try FileManager.default.removeItem(atPath: folder + "/suite.json")
    #expect(throws: SuiteTableError.self) { try session() }
  }

  @Test func twoRunsDoNotWriteOneTable() throws {
    defer { remove() }
    let first = try session()
    let error = #expect(throws: FileError.self) { try session() }
    #expect(error?.reason == "another run writes to it")
    try first.run()
  }
}
