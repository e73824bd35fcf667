import ArgumentParser
import Execution
import FileFormats
import Foundation
import Locomotion
import Policies
import PolicyTraining
import RobotDescription
import SpikingNetworks

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a robot's controller, or a network on a temporal task.",
    discussion: """
      Examples:
        ganglion train ant
        ganglion train hexapod --rule bcm --gate none --seed 3
        ganglion train ant --set network.hidden=[32,32] --set evolution.sigma=0.05
        ganglion train my-experiment.yaml --output runs/mine
        ganglion train ant --trainer policy-gradient     proximal policy optimisation
        ganglion train ant --resume                      go on where the newest run stopped
        ganglion train cue-association                   a network that learns within the episode
        ganglion train one-shot-recognition --rule hebbian --trainer evolution
        ganglion train ant --strategy sep-cma-es
        ganglion train ant --search rules --strategy cma-es --start policies/ant/plastic.safetensors
        ganglion train xor                               conductances, and reward alone
        ganglion train ant --rule none --trainer perturbation
        ganglion train ant-adaptive                      a teacher, and a student that finds out

      Writes experiment.yaml, metrics.csv, checkpoints/ and policy.safetensors into the run's \
      folder, which is new, empty or a run's; while one process trains in it, others are refused. \
      With --resume the command line may only repeat what the run was begun with; --generations, \
      --minutes and --workers may change.
      What left the range of numbers is counted by kind in metrics.csv, and the first twenty \
      failures are written to failures/ for ganglion replay. Ctrl-C saves a checkpoint first; a \
      second one ends at once, and the checkpoint before is kept. The same experiment and seed \
      give the same policy, byte for byte, with any number of workers and any number of \
      interruptions.
      """)

  @Argument(help: "A preset (see: ganglion presets) or a YAML file.")
  var experiment: String

  @Option(help: "A robot of robots/, or the path of a robot's folder or URDF file.")
  var robot: String?
  @Option(
    help: """
      Plasticity rule: hebbian, differential-hebbian, oja, bcm, stdp, abcd, or none for a \
      fixed-weight network.
      """)
  var rule: String?
  @Option(help: "Gate of the rule: none, modulated, eligibility.")
  var gate: String?
  @Option(
    help: """
      Trainer: evolution, policy-gradient or distillation (robots), gradient (temporal tasks) or \
      perturbation.
      """)
  var trainer: String?
  @Option(help: "Evolution strategy: openai-es, pgpe, ars, cma-es, sep-cma-es.")
  var strategy: String?
  @Option(
    help: """
      What evolution searches for: all, weights, or rules (coefficients that each population \
      shares; the weights stay).
      """)
  var search: String?
  @Option(
    help: """
      A policy to start from, where parameters have the same name and shape; with --set \
      start_added=neutral one with a smaller network, which grows.
      """)
  var start: String?
  @Option(help: "Keys every random draw.")
  var seed: UInt64?
  @Option(help: "Generations to train, at most as many of each stage that comes first.")
  var generations: Int?
  @Option(help: "Wall-clock bound in minutes; 0 is none.")
  var minutes: Double?
  @Option(help: "Folder of the run (default: runs/<experiment>-s<seed>).")
  var output: String?
  @Flag(help: "Write into a folder that holds other files; those of a run's names are replaced.")
  var force = false
  @Flag(help: "Go on with the run in --output, or with the newest run of this experiment and seed.")
  var resume = false
  @Option(name: .customLong("set"), help: "Set one key, e.g. evolution.population=128.")
  var assignments: [String] = []
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var display: OutputOptions

  func validate() throws {
    try requireNames(
      ("the experiment", experiment), ("--robot", robot), ("--start", start), ("--output", output))
    try require(!resume || !force, "--force is for a new run; --resume takes the folder of one")
  }

  func run() throws {
    StopSignals.watch()
    try Launch.ranks?.enlist(workers: worker.workers)
    let run = try startedRun()
    announce(run)
    try finish(run, orTell: "interrupted; saved. Go on with: \(resumeCommand(run))")
    try report(run, try run.finish())
  }

  /// One line of what is trained, and where.
  /// - Parameter stage: of several, what comes first.
  private func announce(_ run: TrainingRun, stage: String? = nil) {
    guard !display.quiet else { return }
    let experiment = run.loop.experiment
    let plastic = experiment.network
    let gate = plastic.gate == .none ? "" : ", \(plastic.gate.rawValue)"
    let rule = plastic.plastic.isEmpty ? "fixed weights" : plastic.rule.rawValue + gate
    let words = [
      experiment.robot ?? experiment.name,
      "\(experiment.network.hidden.map(String.init).joined(separator: "+")) neurons", rule,
      "\(run.loop.state.best.count) parameters", "seed \(experiment.seed)",
      worker.workers == 1 ? "1 worker" : "\(worker.workers) workers",
      "\(experiment.budget.generations) generations", "into \(run.directory.path)",
    ]
    Console.error((stage.map { "first \($0): " } ?? "") + words.joined(separator: ", "))
  }

  /// Trains to the end.
  /// - Parameter message: says how to go on, where Ctrl-C stops it or what comes after.
  private func finish(_ run: TrainingRun, orTell message: String) throws {
    let progress = ProgressLine(isQuiet: display.quiet)
    var best = -Double.infinity
    let isStopped = try StopSignals.whileSaving { interruption in
      let ending = try run.train(until: interruption) { report, run in
        if let gait = report.gait { best = max(best, gait.rewardBest) }
        progress.show(report, run, best: best)
      }
      StopSignals.tell(message)
      return ending == .interrupted || (Launch.isFirst && interruption.isRequested)
    }
    progress.end()
    guard isStopped else { return }
    Console.error(message)
    throw ExitCode(ExitCodes.interrupted)
  }

  /// Of several ranks the first reads and writes files, and the others follow it.
  private func startedRun() throws -> TrainingRun {
    if let ranks = Launch.ranks, !ranks.isFirst {
      return try TrainingRun(
        following: ranks, workers: worker.workers, version: Ganglion.version,
        commit: Installation.commit)
    }
    return try resume ? resumedRun() : freshRun()
  }

  private func freshRun() throws -> TrainingRun {
    let experiment = try resolvedExperiment()
    let directory =
      output.map { RunDirectory(path: $0) } ?? RunDirectory.fresh(for: experiment)
    let folder = try directory.claim(isForced: force)
    if directory.hasCheckpoint {
      throw FileError(
        path: directory.path, operation: "start a run here",
        reason: "it holds a run; use --resume or another --output")
    }
    try requireApart(
      inputs: [
        ("the experiment", self.experiment), ("start", experiment.start),
        ("distillation.teacher", experiment.distillation.teacher),
        ("robot", experiment.robot.map(Installation.filesOfRobot)),
      ],
      outputs: directory.files.map { ("the run's \(FilePath.name(of: $0))", $0) })
    try trainStages(of: experiment, in: directory, folder)
    return try makeRun(experiment, directory, folder, nil)
  }

  /// Trains first what an experiment names by its preset, the policy that it starts from and its
  /// teacher, or goes on with what an earlier sitting left of them.
  private func trainStages(
    of experiment: Experiment, in directory: RunDirectory, _ folder: OwnFolder
  ) throws {
    try trainStage(.start, experiment.start, of: experiment, in: directory, folder)
    guard experiment.trainer == .distillation else { return }
    try trainStage(
      .teacher, experiment.distillation.teacher, of: experiment, in: directory, folder)
  }

  private func trainStage(
    _ part: Stages.Part, _ name: String, of experiment: Experiment, in directory: RunDirectory,
    _ whole: OwnFolder
  ) throws {
    guard var stage = Presets.experiment(named: name) else { return }
    (stage.seed, stage.robot) = (experiment.seed, experiment.robot)
    if let generations {
      stage.budget.generations = min(stage.budget.generations, generations)
    }
    let place = directory.stage(part)
    if FileManager.default.fileExists(atPath: place.policy) {
      return try require(place.policy, isOf: stage, Policy(path: place.policy).experiment)
    }
    try whole.mark()
    let folder = try place.claim(isForced: force)
    let checkpoint = place.hasCheckpoint ? try place.loadCheckpoint().checkpoint : nil
    if let checkpoint { try require(place.checkpoint, isOf: stage, checkpoint.experiment) }
    try trainStages(of: stage, in: place, folder)
    let run = try makeRun(stage, place, folder, checkpoint)
    announce(run, stage: name)
    try finish(
      run, orTell: "interrupted; \(name) is saved in \(place.path). The same command goes on")
    _ = try run.finish()
  }

  /// - Throws: `FileError` where an earlier sitting left another stage, such as of another seed.
  private func require(_ path: String, isOf stage: Experiment, _ found: Experiment) throws {
    guard found != stage else { return }
    throw FileError(
      path: path, operation: "go on with it",
      reason: "it is of '\(found.command)', not of '\(stage.command)'; use another --output")
  }

  private func resumedRun() throws -> TrainingRun {
    let named = try resolvedExperiment()
    guard
      let directory = output.map({ RunDirectory(path: $0) }) ?? RunDirectory.newest(for: named)
    else {
      throw FileError(
        path: "runs/\(named.name)-s\(named.seed)", operation: "resume",
        reason: "no run of this experiment and seed has a checkpoint")
    }
    guard directory.hasCheckpoint else {
      throw FileError(
        path: directory.checkpoint, operation: "go on with it", reason: "there is no such file")
    }
    let folder = try directory.claim()
    let (checkpoint, damage) = try directory.loadCheckpoint()
    if let damage {
      Console.error(
        "\(damage); going on with the checkpoint before, of generation "
          + "\(checkpoint.state.optimiser.generation)")
    }
    var experiment = checkpoint.experiment
    if let generations { experiment.budget.generations = generations }
    if let minutes { experiment.budget.minutes = minutes }
    try require(named, isOf: experiment, in: directory)
    return try makeRun(experiment, directory, folder, checkpoint)
  }

  private func makeRun(
    _ experiment: Experiment, _ directory: RunDirectory, _ folder: OwnFolder,
    _ checkpoint: Checkpoint?
  ) throws -> TrainingRun {
    try require(
      Launch.ranks?.place.size ?? 1 == 1 || experiment.trainer == .evolution,
      "--trainer \(experiment.trainer.rawValue) exchanges gradients and takes one process; several "
        + "ranks share --trainer evolution")
    return try TrainingRun(
      experiment: experiment, model: experiment.robot.map { try Installation.robot($0) },
      directory: directory, in: folder,
      workers: worker.workers, ranks: Launch.ranks, resuming: checkpoint, version: Ganglion.version,
      commit: Installation.commit)
  }

  /// The preset or file with the command line's choices laid over it.
  private func resolvedExperiment() throws -> Experiment {
    try require(
      experiment != "locomotion" || robot != nil || assignments.contains { $0.hasPrefix("robot=") },
      "locomotion is for any robot: give --robot NAME, FOLDER or FILE.urdf, such as one of "
        + RobotLibrary.names(in: Installation.robots).joined(separator: ", "))
    return try chosen(on: ExperimentArgument.read(experiment))
  }

  /// An experiment with the command line's choices laid over it.
  private func chosen(on experiment: Experiment) throws -> Experiment {
    var experiment = experiment
    if let robot {
      try require(
        experiment.robot != nil, "--robot is \"\(robot)\", but \(experiment.name) has no robot")
      experiment.robot = robot
    }
    return try ExperimentArgument.set(
      evolutionChoices + assignments
        + keys(["budget.generations": generations, "budget.minutes": minutes]),
      rule: rule, last: keys(["network.gate": gate, "trainer": trainer]), seed: seed,
      start: start, on: experiment)
  }

  /// Before all other settings, which may change what a strategy brings with it.
  private var evolutionChoices: [String] {
    keys([
      "trainer": (strategy ?? search).map { _ in "evolution" }, "evolution.strategy": strategy,
      "network.granularity":
        search == EvolutionOptions.Search.rules.rawValue ? "population" : nil,
      "evolution.search": search,
    ])
  }

  /// Settings of what was given.
  private func keys(_ values: KeyValuePairs<String, Any?>) -> [String] {
    values.compactMap { key, value in value.map { "\(key)=\($0)" } }
  }

  /// What goes on with a run; where the name of an experiment is not enough, it names the run's
  /// own.
  private func resumeCommand(_ run: TrainingRun) -> String {
    let (own, directory) = (run.loop.experiment, run.directory)
    let named = try? ExperimentArgument.read(experiment)
    let differs = named.map { try? differences($0, from: own, chosen: { $0 }).isEmpty } != true
    let words = [differs ? directory.experiment : experiment, "--resume", "--output"]
    return (["tools/ganglion", "train"] + words + [directory.path]).map(shellQuoted)
      .joined(separator: " ")
  }

  /// - Throws: a usage error where the command line asks for another experiment than a run's, in
  ///   anything that it names.
  private func require(
    _ named: Experiment, isOf run: Experiment, in directory: RunDirectory
  ) throws {
    let list: String
    do {
      list = try differences(named, from: run, chosen: chosen).prefix(4)
        .map { "\($0.key) is \($0.other), not \($0.own)" }.joined(separator: "; ")
    } catch let error as ExperimentError {
      // What is asked for fits no experiment of this kind.
      list = "\(error)"
    }
    try require(
      list.isEmpty,
      "the run in \(directory.path) keeps its experiment: \(list); only --generations, --minutes "
        + "and --workers may change")
  }

  /// In what an experiment that is asked for, which alone comes to `named`, differs from a run's.
  private func differences(
    _ named: Experiment, from run: Experiment, chosen: (Experiment) throws -> Experiment
  ) throws -> [(key: String, own: String, other: String)] {
    guard named.task.kind == run.task.kind else {
      return [
        ("name", named.name, run.name), ("task.kind", named.task.kind, run.task.kind),
      ]
    }
    var asked = try ExperimentArgument.read(experiment, over: run)
    asked.budget = run.budget
    asked = try chosen(asked)
    asked.name = named.name
    return asked == run ? [] : asked.differences(from: run)
  }

  private func report(_ run: TrainingRun, _ policy: Policy) throws {
    let state = run.loop.state
    guard let evaluation = policy.evaluation else { return }
    if let friction = policy.robot?.profile.friction {
      display.tell(
        GaitMetrics.finding(
          coneViolation: evaluation.gait?.gait.coneViolation, friction: friction))
    }
    let page = writtenPage(run)
    if display.json {
      return try Console.json([
        "policy": run.directory.policy, "run": run.directory.path, "page": page, "wall_s": run.wall,
        "generations": state.optimiser.generation,
        "environment_steps": state.environmentSteps,
        "nonfinite_episodes": state.divergedEpisodes, "failures": state.failures,
        "evaluation": evaluation,
      ])
    }
    switch evaluation {
    case .gait(let gait):
      printGait(run, gait, page, duration: policy.experiment.evaluation.duration)
    case .task(let task): printTask(run, task)
    }
  }

  /// The page of a gait beside its policy; nil where none can be made, which is told.
  private func writtenPage(_ run: TrainingRun) -> String? {
    guard Launch.isFirst, run.loop.experiment.robot != nil else { return nil }
    let (policy, page) = (run.directory.policy, run.directory.page)
    do {
      try Replay.parse(["--html", page, "--", policy]).writeFiles()
      return page
    } catch {
      display.tell("no page of the gait: \(error)")
      return nil
    }
  }

  private func printGait(
    _ run: TrainingRun, _ gait: GaitEvaluation, _ page: String?, duration: Double
  ) {
    let metrics = GaitMetrics(gait)
    let folder = shellQuoted(run.directory.path)
    let look = page.map { "look      open \(shellQuoted($0))\n" } ?? ""
    Console.output(
      """
      trained   \(summary(run, "control steps"))
      walks     \(gait.speed.fixed(2)) m/s over \(duration.fixed(0)) s, \
      \(gait.falls) falls in \(gait.episodes) fresh episodes
      gait      \(metrics.steps)
      \(metrics.limits)
      policy    \(run.directory.policy)
      \(look)test      tools/ganglion evaluate \(folder)
      replay    tools/ganglion replay \(folder) --condition slope:3 --html slope.html
      data      tools/ganglion replay \(folder) --csv gait.csv
      """)
  }

  private func printTask(_ run: TrainingRun, _ task: TaskEvaluation) {
    let curve = task.accuracyByTrial.map { (100 * $0).fixed(0) }.joined(separator: " ")
    Console.output(
      """
      trained   \(summary(run, "ticks"))
      answers   \(task.accuracy.percent(1)) right, \(task.lateAccuracy.percent(1)) late in the \
      episode, in \(task.episodes) fresh episodes at noise \(task.noise)
      by trial  \(curve) %
      policy    \(run.directory.policy)
      look      tools/ganglion evaluate \(run.directory.policy)
      """)
  }

  private func summary(_ run: TrainingRun, _ unit: String) -> String {
    let state = run.loop.state
    let failures =
      state.failures.total > 0
      ? "\nfailures  \(state.failures.summary); the first are in \(run.directory.failures)" : ""
    return "\(state.optimiser.generation) generations, \(state.environmentSteps) \(unit) in "
      + "\(run.wall.fixed(1)) s" + failures
  }
}
