import ArgumentParser
import RobustnessEvaluation

struct HeadroomCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headroom",
    abstract: "What knowing hidden facts would be worth: where nothing, nothing can pay.",
    discussion: """
      Examples:
        ganglion headroom runs/ant-teacher-s1/policy.safetensors
        ganglion headroom runs/teacher-s*/policy.safetensors \
      --robust policies/ant/fixed.safetensors --suite hidden --output results

      Tries teachers, policies that are told hidden facts, under each condition twice: told the \
      truth (oracle), and told that nothing is the matter (z nominal). The difference is what a \
      student could gain by finding out. --robust policies, which are told nothing, stand beside \
      it. The same as evaluate --arm oracle=… --arm 'z nominal=…' --told 'z nominal=nominal' \
      --headroom oracle='z nominal'.
      """)

  @Argument(help: "Policies of teachers, of different training seeds.")
  var teachers: [String]
  @Option(help: "Policies that are told nothing, to stand beside; may be repeated.")
  var robust: [String] = []
  @Option(help: "Suite: hidden, quick, standard, full, or a YAML file.")
  var suite = "hidden"
  @Option(help: "Episodes of each condition (default: the suite's).")
  var episodes: Int?
  @Option(help: "Keys the episodes' seeds.")
  var seed: UInt64 = 1
  @Option(
    help: "Folder for suite.csv, summary.json and report.html; empty, new or an evaluation's.")
  var output: String?
  @Flag(help: "Write into a folder that holds other files; those of these names are replaced.")
  var force = false
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var display: OutputOptions

  func validate() throws {
    try requireNames(("a teacher", teachers), ("--robust", robust), ("--output", output))
    _ = try evaluation()
  }

  func run() throws { try evaluation().run() }

  /// The comparison that it is.
  private func evaluation() throws -> Evaluate {
    var words: [String] = []
    for teacher in teachers {
      words += ["--arm", "oracle=\(teacher)", "--arm", "z nominal=\(teacher)"]
    }
    for policy in robust { words += ["--arm", "robust=\(policy)"] }
    words += ["--told", "z nominal=nominal", "--headroom", "oracle=z nominal"]
    words += ["--suite", suite, "--seed", "\(seed)", "--workers", "\(worker.workers)"]
    if let episodes { words += ["--episodes", "\(episodes)"] }
    if let output { words += ["--output", output] }
    if force { words.append("--force") }
    if display.json { words.append("--json") }
    if display.quiet { words.append("--quiet") }
    do {
      return try Evaluate.parse(words)
    } catch {
      throw ValidationError(Evaluate.message(for: error))
    }
  }
}
