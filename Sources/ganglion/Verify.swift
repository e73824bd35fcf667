import ArgumentParser
import FileFormats
import Policies
import PolicyTraining

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a run's generations again and compares their digests.",
    discussion: """
      Examples:
        ganglion verify runs/ant-s1
        ganglion verify runs/ant-s1 --generation 20
        ganglion verify runs/ant-s1 --sample 3 --seed 7

      Every row of metrics.csv has a digest of the results of its generation's episodes and of \
      the parameters after it; it is the same for any number of workers. A generation needs the \
      state before it, so --all, the default, takes as long as the training did, and --generation \
      N as long as its first N + 1 generations; both trust nothing but experiment.yaml. --sample K \
      draws K generations and lives each from the last checkpoint that the run kept before it, a \
      sixteenth of the training on average: it trusts those checkpoints.

      The first generation that differs is printed with both digests, and the exit code is 65; \
      where the run was made on another kind of machine (by a digest of its arithmetic in the \
      policy's provenance), that is said instead, as nothing is known then. A \
      run whose budget was changed while its learning rate followed a schedule differs by that.
      """)

  @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
  var folder: String

  @Flag(help: "Every generation, and the policy (default).")
  var all = false
  @Option(help: "Every generation up to this one, counted from 0.")
  var generation: Int?
  @Option(help: "As many generations, from the checkpoints that the run kept.")
  var sample: Int?
  @Option(help: "Draws the generations of --sample.")
  var seed: UInt64 = 1
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var display: OutputOptions

  func validate() throws {
    try requireNames(("the run", folder))
    try require(
      [all, generation != nil, sample != nil].count { $0 } <= 1,
      "--all, --generation and --sample exclude each other")
    try require("--generation", generation, "a number from 0 on") { $0 >= 0 }
    try require("--sample", sample, "a number from 1 on") { $0 >= 1 }
  }

  func run() throws {
    let directory = RunDirectory(path: folder)
    let experiment = try directory.readExperiment()
    let verification = try RunVerification(
      directory, experiment: experiment, model: experiment.robot.map { try Installation.robot($0) },
      workers: worker.workers, scope: scope)
    let progress = ProgressLine(isQuiet: display.quiet)
    let verdict = try verification.run { progress.show("generation", $0, of: verification.total) }
    progress.end()
    try display.json ? Console.json(fields(verdict)) : print(verdict)
    guard verdict.isSame else { throw ExitCode(ExitCodes.badInput) }
  }

  private var scope: RunVerification.Scope {
    if let generation { return .through(generation) }
    if let sample { return .sample(sample, seed: seed) }
    return .all
  }

  private func fields(_ verdict: RunVerification.Verdict) -> Fields {
    [
      "run": folder, "generations_run": verdict.generations, "compared": verdict.compared,
      "matches": verdict.isSame, "policy_matches": verdict.policyMatches,
      "first_difference": verdict.difference, "other_machine": verdict.otherMachine,
    ]
  }

  private func print(_ verdict: RunVerification.Verdict) {
    let summary = "\(verdict.compared) generations compared, \(verdict.generations) run"
    if !verdict.isSame, let machine = verdict.otherMachine {
      Console.output(
        """
        unknown   made on another kind of machine, whose results differ in the last bits; \(summary)
        recorded  \(machine)
        here      \(MachineKind.current)
        """)
    } else if let difference = verdict.difference {
      Console.output(
        """
        differs   generation \(difference.generation); \(summary)
        recorded  \(difference.recorded)
        derived   \(difference.derived)
        """)
    } else {
      Console.output("same      \(summary)")
    }
    if let matches = verdict.policyMatches, matches || verdict.otherMachine == nil {
      Console.output("policy    \(matches ? "same" : "differs")")
    }
  }
}
