import ArgumentParser
import Execution
import FileFormats
import Foundation
import Locomotion
import NeuralControl
import NumericalMethods
import Policies
import RigidBodyDynamics
import RobotDescription

struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures this machine: control steps per second, where the time goes, scaling.",
    discussion: """
      Examples:
        ganglion benchmark
        ganglion benchmark ant --episodes 30
        ganglion benchmark ant --physics-only --episodes 2 --json
        ganglion benchmark --peer "$(tools/peers/c_loop/build)" --json

      Every robot walks episodes under its plastic policy, one worker, CPU time; control steps per \
      second are the median episode's and, undisturbed by other programs, the fastest one's. \
      overhead_vs_c is the CPU time of one episode under ODE's own solver over that of the same \
      physics steps in a bare C loop: the median over ten times as many pairs of runs, one right \
      after the other.

      --physics-only tells, for each solver and step [s]: way_error, the root mean square of the \
      way's error relative to that of a step ten times finer; cone_violation, the share of the \
      feet's tangential push beyond the friction cone; joint_drift [m]; restlessness, kinetic \
      energy [J] while held standing; energy_gain of the limp robot, thrown, per weight and \
      standing height; unsolved, the share of steps whose contacts were left with an error; and \
      microseconds a step.
      """)

  @Argument(help: "Robots to measure; all presets when none is named.")
  var names: [String] = []
  @Option(help: "Episodes of 10 s for each figure.")
  var episodes = 10
  @Option(help: "Program that replays taped physics (tools/peers/c_loop).")
  var peer: String?
  @Flag(help: "Only the network, without robots and workers.")
  var networkOnly = false
  @Flag(help: "Only how true each robot's physics is under several solvers and steps.")
  var physicsOnly = false
  @Flag(help: "Only what a generation of training is made of.")
  var trainingOnly = false
  @OptionGroup var display: OutputOptions

  func validate() throws {
    guard (1...1000).contains(episodes) else {
      throw ValidationError("--episodes is \(episodes), expected 1 to 1000")
    }
    let parts = [networkOnly, physicsOnly, trainingOnly].filter { $0 }.count
    if parts > 1 {
      throw ValidationError("--network-only, --physics-only and --training-only exclude each other")
    }
    if parts > 0 && peer != nil {
      throw ValidationError("--peer is compared with whole episodes, which no --…-only runs")
    }
  }

  struct RobotReport: Encodable {
    var controlStepsPerS: Double
    var controlStepsPerSBest: Double
    var simulatedSPerCpuS: Double
    var overheadVsC: Double?
    var share: [String: Double]
  }

  struct Report: Encodable {
    var robots: [String: RobotReport] = [:]
    var parallelEfficiency: Double?
    var network: NetworkReport
  }

  func run() throws {
    if trainingOnly {
      return try Console.json(
        TrainingBenchmark.report(
          policy: "\(Installation.home)/policies/\(names.first ?? "ant")/plastic.safetensors",
          candidates: 10 * episodes))
    }
    if physicsOnly { return try reportPhysics() }
    // First, while nothing else has raised the process's peak memory.
    var report = Report(network: try NetworkBenchmark.report())
    if !networkOnly {
      for name in names.isEmpty ? Presets.robots : names {
        let row = try measure(name)
        report.robots[name] = row
        if !display.quiet && !display.json { printRow(name, row) }
      }
      report.parallelEfficiency = try parallelEfficiency()
    }
    if display.json { return try Console.json(report) }
    let network = report.network
    Console.output(
      """
      network  64 recurrent neurons, modulated Oja everywhere: \
      \(network.forwardUsPerTick.fixed(2)) µs a tick; gradients by BPTT \
      \(network.adjointUsPerSampleTick.fixed(2)) µs a sample and tick, \
      \(network.adjointPeakBytes / 1_000_000) MB
      """)
    if let efficiency = report.parallelEfficiency {
      Console.output("workers  parallel efficiency 1 → 2: \(efficiency.fixed(2))")
    }
  }

  private func printRow(_ name: String, _ row: RobotReport) {
    let shares = ["physics", "network", "sensing"]
      .map { "\($0) \((100 * (row.share[$0] ?? 0)).fixed(0)) %" }
    let overhead = row.overheadVsC.map { ", \($0.fixed(3)) × bare C" } ?? ""
    Console.output(
      "\(name.padding(toLength: 11, withPad: " ", startingAt: 0))"
        + "\((row.controlStepsPerS / 1000).fixed(1))k control steps/s "
        + "(best \((row.controlStepsPerSBest / 1000).fixed(1))k), "
        + "\(row.simulatedSPerCpuS.fixed(0)) simulated s per CPU s, "
        + shares.joined(separator: ", ") + overhead)
  }

  private func bench(_ name: String) throws -> EpisodeBenchmark {
    try EpisodeBenchmark(path: "\(Installation.home)/policies/\(name)/plastic.safetensors")
  }

  private func measure(_ name: String) throws -> RobotReport {
    let bench = try bench(name)
    _ = bench.run(seed: 0)
    let perStep = (1...episodes).map { seed in
      let cost = bench.run(seed: UInt64(seed))
      return cost.cpu / Double(cost.steps)
    }
    let median = Statistics.median(perStep)
    return RobotReport(
      controlStepsPerS: 1 / median, controlStepsPerSBest: 1 / perStep.min()!,
      simulatedSPerCpuS: bench.controlPeriod / median,
      overheadVsC: try peer.map { try overhead(of: bench, over: $0) },
      share: bench.shares(episodes: max(1, episodes / 3)))
  }

  /// CPU time of one episode over the peer's: the median over pairs of runs, since a shared
  /// machine's speed changes from second to second.
  private func overhead(of bench: EpisodeBenchmark, over peer: String) throws -> Double {
    let loop = try PeerLoop(path: peer, bench)
    defer { loop.remove() }
    return Statistics.median(
      try (0..<10 * episodes).map { _ in
        bench.run(seed: PeerLoop.seed, PeerLoop.physics).cpu / (try loop.run())
      })
  }

  /// Wall time of the same episodes on one worker, over twice that on two; median of three.
  private func parallelEfficiency() throws -> Double {
    func wall(_ workers: Int) throws -> Double {
      let executor = try Executor(workers: workers) { try bench("ant") }
      let clock = ContinuousClock()
      let start = clock.now
      _ = try executor.map(4 * episodes) { bench, item in bench.run(seed: UInt64(item)).steps }
      return (clock.now - start) / .seconds(1)
    }
    return Statistics.median(try (0..<3).map { _ in try wall(1) / (2 * wall(2)) })
  }
}

extension Benchmark {
  /// Tables of ``PhysicsAccuracy``, each robot under its plastic policy.
  private func reportPhysics() throws {
    var tables: [String: [PhysicsAccuracy]] = [:]
    for name in names.isEmpty ? Presets.robots : names {
      let bench = try bench(name)
      let study = AccuracyStudy(
        model: bench.episode.model, task: bench.episode.task, controller: bench.rig.controller,
        seeds: 11...UInt64(10 + episodes))
      let table = study.rows(
        [1, 2, 4].map { PhysicsOptions(solver: .tree, stepDivisor: $0) }
          + [1, 2].map { PhysicsOptions(solver: .iterative(iterations: 50), stepDivisor: $0) }
          + [1, 2].map { PhysicsOptions(solver: .direct, stepDivisor: $0) })
      tables[name] = table
      if !display.json { print(name, table) }
    }
    if display.json { try Console.json(tables) }
  }

  private func print(_ name: String, _ table: [PhysicsAccuracy]) {
    Console.output(
      """
      \(name)
      | solver | step ms | way, rms error % | beyond cone % | joint drift mm | at rest µJ | \
      energy gained % | unsolved % | µs a step |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """)
    for row in table {
      let figures = [
        (1000 * row.step).fixed(2), (100 * row.wayError).fixed(1),
        (100 * row.coneViolation).fixed(2), (1000 * row.jointDrift).fixed(3),
        (1e6 * row.restlessness).fixed(3), (100 * row.energyGain).fixed(2),
        (100 * row.unsolved).fixed(3), row.microseconds.fixed(2),
      ]
      Console.output("| \(row.solver) | " + figures.joined(separator: " | ") + " |")
    }
  }
}

/// Episodes of one policy on one thread, with their CPU time.
final class EpisodeBenchmark {
  let rig: NetworkRig

  var episode: Episode { rig.episode }
  /// [s]
  var controlPeriod: Double { episode.model.profile.controlPeriod }

  init(path: String) throws {
    rig = try Policy(path: path).makeRig(path: path)
  }

  /// CPU seconds of the whole episode, world and all, and its control steps.
  func run(
    seed: UInt64, _ physics: PhysicsOptions = PhysicsOptions()
  ) -> (cpu: Double, steps: Int) {
    let start = threadSeconds()
    let result = rig.run(EpisodeSpecification(seed: seed, physics: physics))
    return (threadSeconds() - start, result.controlSteps)
  }

  /// Share of the time of a control step in each phase.
  func shares(episodes: Int) -> [String: Double] {
    let stopwatch = Stopwatch()
    episode.stopwatch = stopwatch
    for seed in 0..<episodes { _ = run(seed: UInt64(seed)) }
    episode.stopwatch = nil
    let total = stopwatch.seconds.reduce(0, +)
    return Dictionary(
      uniqueKeysWithValues: Stopwatch.Phase.allCases.map {
        ("\($0)", stopwatch.seconds[$0.rawValue] / total)
      })
  }
}

/// The physics of one episode in another program.
struct PeerLoop {
  static let seed: UInt64 = 1
  static let physics = PhysicsOptions(solver: .direct)
  let path: String
  private let tape: String
  /// Where the episode leaves the base.
  private let end: [Double]

  /// Tapes the episode.
  init(path: String, _ bench: EpisodeBenchmark) throws {
    self.path = path
    tape = FileManager.default.temporaryDirectory.path + "/ganglion-\(getpid()).tape"
    let record = WorldTape()
    bench.episode.tape = record
    _ = bench.run(seed: Self.seed, Self.physics)
    bench.episode.tape = nil
    try AtomicFile.write(record.text, to: tape)
    let position = bench.episode.simulation.baseCenterOfMass
    end = [position.x, position.y, position.z]
  }

  func remove() { unlink(tape) }

  /// CPU seconds of the peer for the episode's physics.
  ///
  /// - Throws: `FileError` when the peer cannot be run or reaches other bits.
  func run() throws -> Double {
    let words = try output().split(separator: " ").map(String.init)
    guard words.count == 6, words[0] == "cpu_s", let seconds = Double(words[1]) else {
      throw FileError(
        path: path, operation: "read its report", reason: words.joined(separator: " "))
    }
    guard words[3...5].map({ Double($0) }) == end else {
      throw FileError(
        path: path, operation: "compare",
        reason: "it ends at \(words[3...5]), the episode at \(end)")
    }
    return seconds
  }

  private func output() throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = [tape]
    let pipe = Pipe()
    process.standardOutput = pipe
    do {
      try process.run()
    } catch {
      throw FileError(path: path, operation: "run it", reason: "\(error)")
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
