import ArgumentParser
import Locomotion
import NeuralControl
import Policies
import RigidBodyDynamics

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
    try requireNames(("a robot", names), ("--peer", peer))
    try require("--episodes", episodes, in: 1...1000)
    let parts = [networkOnly, physicsOnly, trainingOnly].count { $0 }
    try require(
      parts <= 1, "--network-only, --physics-only and --training-only exclude each other")
    try require(
      parts == 0 || peer == nil,
      "--peer is compared with whole episodes, which no --…-only runs")
  }

  func run() throws {
    if trainingOnly {
      return try Console.json(
        TrainingBenchmark.report(policy: policy(names.first ?? "ant"), candidates: 10 * episodes))
    }
    if physicsOnly { return try reportPhysics() }
    // First, while nothing else has raised the process's peak memory.
    let network = try NetworkBenchmark.report()
    var robots: [String: EpisodeBenchmark.Report] = [:]
    for name in networkOnly ? [] : robotNames {
      let report = try EpisodeBenchmark(path: policy(name)).report(episodes: episodes, peer: peer)
      robots[name] = report
      if !display.quiet && !display.json { print(name, report) }
    }
    let efficiency =
      networkOnly
      ? nil
      : try EpisodeBenchmark.parallelEfficiency(path: policy("ant"), episodes: 4 * episodes)
    if display.json {
      return try Console.json(
        ["robots": robots, "parallel_efficiency": efficiency, "network": network])
    }
    Console.output(
      """
      network  64 recurrent neurons, modulated Oja everywhere: \
      \(network.forwardUsPerTick.fixed(2)) µs a tick; gradients by BPTT \
      \(network.adjointUsPerSampleTick.fixed(2)) µs a sample and tick, \
      \(network.adjointPeakBytes / 1_000_000) MB
      """)
    if let efficiency {
      Console.output("workers  parallel efficiency 1 → 2: \(efficiency.fixed(2))")
    }
  }

  private var robotNames: [String] { names.isEmpty ? Presets.robots : names }

  private func policy(_ robot: String) -> String {
    "\(Installation.home)/policies/\(robot)/plastic.safetensors"
  }

  private func print(_ name: String, _ row: EpisodeBenchmark.Report) {
    let shares = ["physics", "network", "sensing"].map {
      "\($0) \((row.share[$0] ?? 0).percent(0))"
    }
    let overhead = row.overheadVsC.map { ", \($0.fixed(3)) × bare C" } ?? ""
    Console.output(
      "\(name.padded(11))\((row.controlStepsPerS / 1000).fixed(1))k control steps/s "
        + "(best \((row.controlStepsPerSBest / 1000).fixed(1))k), "
        + "\(row.simulatedSPerCpuS.fixed(0)) simulated s per CPU s, "
        + shares.joined(separator: ", ") + overhead)
  }

  /// Tables of ``PhysicsAccuracy``, each robot under its plastic policy.
  private func reportPhysics() throws {
    var tables: [String: [PhysicsAccuracy]] = [:]
    for name in robotNames {
      let bench = try EpisodeBenchmark(path: policy(name))
      let study = AccuracyStudy(
        model: bench.episode.model, task: bench.episode.task, controller: bench.rig.driver,
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
