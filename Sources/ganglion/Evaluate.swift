import ArgumentParser
import Foundation
import Locomotion
import PolicyTraining
import RobotDescription
import RobustnessEvaluation

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tries policies under conditions that they were not trained for.",
    discussion: """
      Examples:
        ganglion evaluate policies/ant/plastic.safetensors
        ganglion evaluate policies/ant/fixed.safetensors policies/ant/plastic.safetensors
        ganglion evaluate runs/ant-s1/policy.safetensors --episodes 20 --output results

      Every condition is tried on the same seeds, so each trial has a nominal twin; retained is speed \
      under the condition over the twin's, as interquartile mean with 95 % bootstrap interval. With \
      --output, writes suite.csv (one row a trial) and summary.json. A row's seed and condition \
      replay its episode: ganglion replay POLICY --condition CONDITION --seed SEED
      """)

  @Argument(help: "Policy files.")
  var policies: [String]

  @Option(help: "Suite: quick.")
  var suite = "quick"
  @Option(help: "Episodes of each condition.")
  var episodes = 10
  @Option(help: "Keys the episodes' seeds.")
  var seed: UInt64 = 1
  @Option(help: "Folder for suite.csv and summary.json.")
  var output: String?
  @Option(help: "Require that the policies were trained for this robot.")
  var robot: String?
  @Option(help: "Divide the robot's physics step by this; a sound gait survives 2.")
  var stepDivisor = 1
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var display: OutputOptions

  func validate() throws {
    guard !policies.isEmpty else { throw ValidationError("no policy given") }
    guard (1...10_000).contains(episodes) else {
      throw ValidationError("--episodes is \(episodes), expected 1 to 10000")
    }
    guard (1...64).contains(stepDivisor) else {
      throw ValidationError("--step-divisor is \(stepDivisor), expected 1 to 64")
    }
    guard Suite.all.contains(where: { $0.name == suite }) else {
      let known = Suite.all.map(\.name).joined(separator: ", ")
      throw ValidationError("--suite is \"\(suite)\", expected \(known)")
    }
  }

  func run() throws {
    let suite = Suite.all.first { $0.name == self.suite } ?? .quick
    let runner = SuiteRunner(
      suite: suite, episodes: episodes, seed: seed, workers: worker.workers,
      physics: PhysicsOptions(stepDivisor: stepDivisor))
    let loaded = try load()
    if let output { try AtomicFile.makeDirectory(output) }
    let results = try loaded.map { policy in
      if !display.quiet { Console.error("\(policy.name): \(runner.trials(of: "").count) episodes") }
      return (policy.name, try runner.run(policy.policy, name: policy.name))
    }
    let summary = SuiteSummary(runner, results)
    if let output { try write(summary, results.flatMap(\.1), to: output) }
    try display.json ? Console.json(summary) : printTable(summary)
  }

  private func load() throws -> [(name: String, policy: Policy)] {
    let model = try robot.map { try Installation.robot($0) }
    return try policies.map { path in
      let policy = try Policy(path: path)
      if let model { try policy.requireRobot(model, path: path) }
      return (path, policy)
    }
  }

  private func write(_ summary: SuiteSummary, _ results: [TrialResult], to folder: String) throws {
    try AtomicFile.write(TrialResult.csv(results), to: folder + "/suite.csv")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(summary), to: folder + "/summary.json")
  }

  private func printTable(_ summary: SuiteSummary) {
    for policy in summary.policies {
      let nominal = policy.nominal
      Console.output(
        """
        \(policy.name)
          nominal  \(nominal.speed.fixed(2)) m/s, \(nominal.falls) falls in \(nominal.episodes)
          retained \(percent(policy.retained)) over all conditions

          condition               speed m/s  retained (95 % interval)   falls
        """)
      for row in policy.conditions {
        let name = row.name.padding(toLength: 24, withPad: " ", startingAt: 0)
        let retained = percent(row.retained).padding(toLength: 26, withPad: " ", startingAt: 0)
        let speed = row.speed.fixed(2).padding(toLength: 11, withPad: " ", startingAt: 0)
        let diverged = row.diverged > 0 ? ", \(row.diverged) diverged" : ""
        Console.output("  \(name)\(speed)\(retained) \(row.falls)\(diverged)")
      }
      Console.output("")
    }
    for pair in summary.comparisons {
      let p = pair.probabilityOfImprovement
      Console.output(
        "P(\(pair.a) faster than \(pair.b)) = "
          + "\(p.estimate.fixed(2)) (\(p.low.fixed(2))–\(p.high.fixed(2)))")
    }
  }

  private func percent(_ e: Estimate) -> String {
    "\((100 * e.iqm).fixed(0)) % (\((100 * e.low).fixed(0))–\((100 * e.high).fixed(0)))"
  }
}
