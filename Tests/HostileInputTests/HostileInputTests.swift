import Foundation
import Testing

/// Damaged files come to a value or a typed error: no crash, no hang, no unbounded memory.
/// `tools/check/fuzz` runs this for longer; its variables are read here.
@Suite(.serialized) struct HostileInputTests {
  private static let variables = ProcessInfo.processInfo.environment
  private static let executions = variables["GANGLION_FUZZ"].flatMap { Int($0) }
  private static let seed = variables["GANGLION_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
  private static let first = variables["GANGLION_FUZZ_FIRST"].flatMap { Int($0) } ?? 0

  private struct Tally {
    var values = 0
    var errors = 0
    var slowest = (seconds: 0.0, index: 0)
  }

  @Test(arguments: [
    "urdf", "profile", "experiment", "suite", "policy", "checkpoint", "suite.csv", "stl", "obj",
    "dae", "meshes", "trajectory", "failure", "png", "physics", "resume",
  ])
  func damageIsToldOf(name: String) throws {
    if let only = Self.variables["GANGLION_FUZZ_READER"], only != name { return }
    let reader = try #require(try HostileReader.all.get().first { $0.name == name })
    for input in reader.inputs.prefix(1) { try reader.read(Data(input)) }
    let count = (Self.executions ?? 2000) / (reader.isSlow ? 10 : 1)
    let before = Self.largestMemory
    let tally = try run(reader, Self.first..<Self.first + count)
    // Other tests run beside this one unless it was asked for alone.
    if Self.executions != nil { #expect(Self.largestMemory - before < 1 << 30, "\(name): memory") }
    #expect(tally.values > 0 && tally.errors > 0, "\(name): damage that says something")
    report(
      "\(name): \(tally.values + tally.errors) inputs, \(tally.values) values, "
        + "\(tally.errors) typed errors, slowest \(Int(tally.slowest.seconds * 1000)) ms "
        + "(case \(tally.slowest.index)), memory \(Self.largestMemory >> 20) MiB")
  }

  private func run(_ reader: HostileReader, _ cases: Range<Int>) throws -> Tally {
    let watchdog = Watchdog(recordingTo: Self.variables["GANGLION_FUZZ_RECORD"])
    defer { watchdog.stop() }
    var tally = Tally()
    for index in cases {
      let input = reader.input(index, seed: Self.seed)
      watchdog.begin("\(reader.name), case \(index) of seed \(Self.seed)")
      let start = ContinuousClock.now
      do {
        try reader.read(input)
        tally.values += 1
      } catch {
        tally.errors += 1
        #expect(
          HostileReader.isTyped(error),
          "\(reader.name), case \(index) of seed \(Self.seed): \(type(of: error))")
      }
      watchdog.end()
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      if seconds > tally.slowest.seconds { tally.slowest = (seconds, index) }
      if (index + 1).isMultiple(of: 20_000) { report("\(reader.name): \(index + 1)") }
    }
    return tally
  }

  private func report(_ line: String) {
    guard Self.executions != nil else { return }
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// Largest resident memory of the process so far [bytes].
  private static var largestMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  }

  @Test func aCaseIsTheSameEveryTime() throws {
    for reader in try HostileReader.all.get() {
      for index in 0..<20 {
        #expect(reader.input(index, seed: 3) == reader.input(index, seed: 3))
      }
      #expect(reader.input(0, seed: 3) != reader.input(0, seed: 4))
    }
  }
}
