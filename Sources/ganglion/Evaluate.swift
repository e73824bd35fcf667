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
        ganglion evaluate policies/ant/plastic.safetensors --dividend --fixed policies/ant/fixed.safetensors
        ganglion evaluate policies/ant/plastic.safetensors --lifespan
        ganglion evaluate policies/tasks/cue-association/mdp-oja.safetensors
        ganglion evaluate policies/tasks/reversal/mdp-oja.safetensors --noise 0 --noise 0.5

      Walking policies: every condition is tried on the same seeds, so each trial has a nominal twin; \
      retained is speed under the condition over the twin's, as interquartile mean with 95 % bootstrap \
      interval. With --output, writes suite.csv (one row a trial) and summary.json. A row's seed and \
      condition replay its episode: ganglion replay POLICY --condition CONDITION --seed SEED

      --dividend, instead of the suite: the rule at work against the rule off, fast weights frozen or \
      shuffled and held from mid-life on, and --fixed policies, on paired seeds. A gap that opens late \
      is adaptation; one that is there at once is a better static policy. --lifespan: lives of 1, 2, 5 \
      and 20 training horizons. With --output, dividend.csv and lifespan.csv. Name a --suite as well \
      to run it besides.

      Policies of temporal tasks: share of right answers at several noises, and in each trial of the \
      episode, on held-out content, with 95 % bootstrap interval over episodes; suite.csv has one row \
      an answer, and a row's noise and episode replay it: \
      ganglion replay POLICY --noise NOISE --episode EPISODE --seed SEED
      """)

  @Argument(help: "Policy files, all of robots or all of temporal tasks.")
  var policies: [String]

  @Option(help: "Suite of walking policies: quick (default: quick, without a study of lives none).")
  var suite: String?
  @Option(
    help: "Episodes of each condition (default: 10, of each arm and lifespan 20, of tasks 512).")
  var episodes: Int?
  @Option(help: "Noise of a temporal task; may be repeated (default: 0 to 3 × that of training).")
  var noise: [Double] = []
  @Option(help: "Keys the episodes' seeds.")
  var seed: UInt64 = 1
  @Option(help: "Folder for suite.csv and summary.json.")
  var output: String?
  @Option(help: "Require that the policies were trained for this robot.")
  var robot: String?
  @Option(help: "Divide the robot's physics step by this; a sound gait survives 2.")
  var stepDivisor = 1
  @OptionGroup var lives: LifeOptions
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var display: OutputOptions

  func validate() throws {
    guard !policies.isEmpty else { throw ValidationError("no policy given") }
    if let episodes, !(1...1_000_000).contains(episodes) {
      throw ValidationError("--episodes is \(episodes), expected 1 to 1000000")
    }
    for noise in noise where !(noise >= 0 && noise.isFinite) {
      throw ValidationError("--noise is \(noise), expected a number from 0 on")
    }
    guard (1...64).contains(stepDivisor) else {
      throw ValidationError("--step-divisor is \(stepDivisor), expected 1 to 64")
    }
    if let suite, !Suite.all.contains(where: { $0.name == suite }) {
      let known = Suite.all.map(\.name).joined(separator: ", ")
      throw ValidationError("--suite is \"\(suite)\", expected \(known)")
    }
  }

  func run() throws {
    let loaded = try load()
    let isTemporal = loaded.contains { $0.policy.robot == nil }
    if let output { try AtomicFile.makeDirectory(output) }
    try isTemporal ? runTasks(loaded) : runWalking(loaded)
  }

  private func load() throws -> [(name: String, policy: Policy)] {
    let model = try robot.map { try Installation.robot($0) }
    return try policies.map { path in
      let policy = try Policy(path: path)
      if let model { try policy.requireRobot(model, path: path) }
      return (path, policy)
    }
  }

  private func announce(_ name: String, episodes: Int) {
    if !display.quiet { Console.error("\(name): \(episodes) episodes") }
  }

  private func write(_ summary: some Encodable, to folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(summary), to: folder + "/summary.json")
  }
}

/// Walking policies.
extension Evaluate {
  private func runWalking(_ loaded: [NamedPolicy]) throws {
    guard noise.isEmpty else {
      throw ValidationError("--noise is for temporal tasks; a suite has its own conditions")
    }
    var summary = WalkingSummary()
    if lives.isEmpty || suite != nil { summary.suite = try runSuite(loaded) }
    let setting = LifeOptions.Setting(
      episodes: episodes ?? 20, seed: seed, workers: worker.workers,
      physics: PhysicsOptions(stepDivisor: stepDivisor), output: output, announce: announce)
    if lives.dividend { summary.dividend = try lives.runDividend(loaded, setting) }
    if lives.lifespan { summary.lifespan = try lives.runLifespan(loaded, setting) }
    if let output { try write(summary, to: output) }
    if display.json { return try Console.json(summary) }
    if let suite = summary.suite { printTable(suite) }
    summary.dividend?.print()
    summary.lifespan?.print()
  }

  private func runSuite(_ loaded: [NamedPolicy]) throws -> SuiteSummary {
    let suite = Suite.all.first { $0.name == self.suite } ?? .quick
    let runner = SuiteRunner(
      suite: suite, episodes: episodes ?? 10, seed: seed, workers: worker.workers,
      physics: PhysicsOptions(stepDivisor: stepDivisor))
    let results = try loaded.map { policy in
      announce(policy.name, episodes: runner.trials(of: "").count)
      return (policy.name, try runner.run(policy.policy, name: policy.name))
    }
    if let output {
      try AtomicFile.write(TrialResult.csv(results.flatMap(\.1)), to: output + "/suite.csv")
    }
    return SuiteSummary(runner, results)
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

/// Policies of temporal tasks.
extension Evaluate {
  private func runTasks(_ loaded: [(name: String, policy: Policy)]) throws {
    guard lives.isEmpty else {
      throw ValidationError(
        "--dividend and --lifespan are for walking policies; \(loaded[0].name) is of a temporal task"
      )
    }
    guard stepDivisor == 1 else {
      throw ValidationError(
        "--step-divisor is for walking policies; a temporal task has no physics")
    }
    let trials = TaskTrials(episodes: episodes ?? 512, seed: seed, workers: worker.workers)
    var rows = [TaskTable.header]
    let summaries = try loaded.map { name, policy in
      let options = try policy.requireTemporal(path: name)
      let noises = noise.isEmpty ? TaskTrials.noises(around: options.noise) : noise
      announce(name, episodes: trials.episodes * noises.count)
      let responses = try trials.run(policy, options, noises: noises)
      rows += TaskTable.rows(policy: name, noises: noises, responses)
      return TaskPolicySummary(name: name, options, trials, noises: noises, responses)
    }
    let summary = TaskSummary(seed: seed, policies: summaries)
    if let output {
      try AtomicFile.write(TrialTable.csv(rows), to: output + "/suite.csv")
      try write(summary, to: output)
    }
    if display.json { return try Console.json(summary) }
    for policy in summaries { printTable(policy) }
    guard !summary.across.isEmpty else { return }
    Console.output(
      "all \(summaries.count) policies, interquartile mean (95 % interval over policies)\n\n"
        + "  noise     right                   late")
    for row in summary.across {
      Console.output(
        "  " + padded(row.noise.fixed(2), 10) + padded(percent(row.accuracy), 24)
          + percent(row.lateAccuracy))
    }
  }

  private func printTable(_ policy: TaskPolicySummary) {
    Console.output(
      """
      \(policy.name)
        \(policy.task), \(policy.episodes) episodes at each noise

        noise     right (95 % interval)   late (95 % interval)    by trial
      """)
    for row in policy.conditions {
      let noise = "\(row.noise.fixed(2))\(row.seenInTraining ? " *" : "")"
      let curve = row.accuracyByTrial.map { (100 * $0).fixed(0) }.joined(separator: " ")
      Console.output(
        "  " + padded(noise, 10) + padded(percent(row.accuracy), 24)
          + padded(percent(row.lateAccuracy), 24) + curve)
    }
    Console.output("  * noise of training\n")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text.padding(toLength: width, withPad: " ", startingAt: 0)
  }

  private func percent(_ share: TaskPolicySummary.Share) -> String {
    "\((100 * share.mean).fixed(1)) % (\((100 * share.low).fixed(1))–\((100 * share.high).fixed(1)))"
  }
}
