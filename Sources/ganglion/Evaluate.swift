import ArgumentParser
import Execution
import FileFormats
import Foundation
import Policies
import RobustnessEvaluation

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tries policies under conditions that they were not trained for.",
    discussion: """
      Examples:
        ganglion evaluate policies/ant/plastic.safetensors
        ganglion evaluate policies/ant/fixed.safetensors policies/ant/plastic.safetensors
        ganglion evaluate runs/ant-s1/policy.safetensors --suite standard --output results
        ganglion evaluate policies/ant/plastic.safetensors --suite my-suite.yaml --episodes 20
        ganglion evaluate policies/ant/plastic.safetensors --dividend \
      --fixed policies/ant/fixed.safetensors
        ganglion evaluate --arm fixed=runs/fixed-s*/policy.safetensors \
      --arm plastic=runs/plastic-s*/policy.safetensors --output results
        ganglion evaluate policies/ant/plastic.safetensors --lifespan --output results
        ganglion evaluate policies/tasks/cue-association/mdp-oja.safetensors
        ganglion evaluate policies/tasks/reversal/mdp-oja.safetensors --noise 0 --noise 0.5

      Walking policies: every condition is tried on the same seeds, so each trial has a nominal \
      twin and a paired rival. Arms of several training seeds are compared by the primary measure, \
      the mean speed from 1 s after a condition's onset to the end, with 95 % intervals over \
      training seeds and episodes: from three training seeds on, and of single policies over \
      episodes alone. Retained is speed under the condition over the twin's, more than 1 as 1. A \
      severity is survived where that is at least 50 % and at most one trial in ten falls or \
      diverges, and so for all lower severities that were tried. `ganglion suites` prints \
      suites and conditions.

      With --output, writes suite.csv (one row a trial, as trials finish), suite.json (what its \
      rows are trials of) and summary.json. A run that was stopped goes on with the same command. \
      A row's seed and condition replay its episode: ganglion replay POLICY --condition CONDITION \
      --seed SEED

      --dividend, in place of the suite: the rule at work against fast weights that are off, \
      folded into constants, frozen before each condition's onset, and frozen, cleared or shuffled \
      --freeze-at seconds after it; and against --fixed policies and fixed arms. Two signs and a \
      printed truth table make the verdict: static, adaptation, memory, harm. --lifespan, \
      likewise: lives of 1, 2, 5 and 20 training horizons. With --output, they write dividend.csv \
      and lifespan.csv. Name a --suite to run it as well. All that was run stands in report.html, \
      one page that needs nothing else, with the commands that replay the worst trials.

      Policies of temporal tasks: share of right answers at several noises, and in each trial of \
      the episode, on held-out content, with 95 % bootstrap interval over episodes; suite.csv has \
      one row an answer, and a row's noise and episode replay it: ganglion replay POLICY --noise \
      NOISE --episode EPISODE --seed SEED
      """)

  @Argument(help: "Policy files, all of robots or all of temporal tasks.")
  var policies: [String] = []
  @OptionGroup var arms: ArmOptions

  @Option(
    help: """
      Suite of walking policies: quick, standard, full, hidden, or a YAML file (default: quick; \
      none beside --dividend and --lifespan).
      """)
  var suite: String?
  @Option(
    help: "Episodes of each condition (default: the suite's, of studied lives 20, of tasks 512).")
  var episodes: Int?
  @Option(help: "Noise of a temporal task; may be repeated (default: 0 to 3 × that of training).")
  var noise: [Double] = []
  @Option(help: "Keys the episodes' seeds.")
  var seed: UInt64 = 1
  @Option(help: "Folder for suite.csv and summary.json: empty, new, or of an evaluation before.")
  var output: String?
  @Flag(help: "Write into a folder that holds other files; those of these names are replaced.")
  var force = false
  @Flag(help: "Start anew where the folder already holds a suite.")
  var fresh = false
  @Option(help: "Require that the policies were trained for this robot.")
  var robot: String?
  @Option(
    name: .customLong("set"),
    help: """
      Task: task.folder=FOLDER, a folder of images for a policy that was trained with one; folders \
      that a policy names itself are not opened.
      """)
  var assignments: [String] = []
  @OptionGroup var physics: PhysicsArguments
  @OptionGroup var lives: LifeOptions
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var display: OutputOptions

  /// What is written into --output.
  private static let files = [
    "suite.csv", "suite.json", "dividend.csv", "dividend.json", "lifespan.csv", "summary.json",
    "report.html",
  ]

  func validate() throws {
    try requireNames(
      ("a policy", policies), ("--fixed", lives.fixed), ("--suite", suite), ("--output", output),
      ("--robot", robot))
    try require(!policies.isEmpty || !arms.arms.isEmpty, "no policy given")
    try require("--episodes", episodes, in: 1...1_000_000)
    for noise in noise {
      try require("--noise", noise, "a number from 0 on") { $0 >= 0 && $0.isFinite }
    }
    _ = try suite.map(SuiteArgument.named)
  }

  func run() throws {
    try Launch.ranks?.enlist(workers: worker.workers)
    let loaded = try loadArms()
    let isTemporal = loaded.flatMap(\.policies).contains { $0.policy.robot == nil }
    let folder = try Launch.isFirst ? output.map { try claim($0) } : nil
    try withExtendedLifetime(folder) {
      try isTemporal ? runTasks(loaded.flatMap(\.policies)) : runWalking(loaded)
    }
  }

  /// Takes the folder of --output for as long as this command runs.
  private func claim(_ output: String) throws -> OwnFolder {
    let read: [GivenOption] = [
      ("a policy", policies), ("an arm", try arms.files().flatMap(\.files)),
      ("--fixed", lives.fixed), ("--suite", suite),
    ]
    try requireApart(
      inputs: read, outputs: Self.files.map { ("--output", "\(output)/\($0)") })
    return try OwnFolder.evaluation(output, isForced: force)
  }

  /// - Parameter episodes: of each condition.
  func setting(episodes: Int) -> EvaluationSetting {
    EvaluationSetting(
      episodes: episodes, seed: seed, crew: Crew(workers: worker.workers, ranks: Launch.ranks),
      physics: physics.options)
  }

  func announce(_ name: String, episodes: Int) {
    if !display.quiet { Console.error("\(name): \(episodes) episodes") }
  }

  /// Writes a file of --output, if that is given and this process writes files.
  func write(_ text: @autoclosure () throws -> String, to file: String) throws {
    if let output, Launch.isFirst {
      try AtomicFile.write(text(), to: output + "/" + file, isOwn: true)
    }
  }

  func write(summary: some Encodable) throws {
    let encoder = JSON.encoder(isPretty: true, isSnakeCase: true)
    try write(
      String(decoding: encoder.encode(summary), as: UTF8.self), to: "summary.json")
  }
}
