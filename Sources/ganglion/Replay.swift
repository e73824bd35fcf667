import ArgumentParser
import FileFormats
import Foundation
import Locomotion
import NumericalMethods
import Policies
import PolicyTraining
import SpikingNetworks
import TemporalTasks
import TrajectoryReplay

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Re-simulates an episode exactly and writes it down.",
    discussion: """
      Examples:
        ganglion replay policies/ant/plastic.safetensors --csv gait.csv
        ganglion replay policies/ant/plastic.safetensors --svg gait.svg
        ganglion replay policies/ant/plastic.safetensors --html gait.html --condition slope:3@4s
        ganglion replay policies/ant/plastic.safetensors --html two.html \
          --versus policies/ant/fixed.safetensors
        ganglion replay policies/ant/plastic.safetensors --condition slope:3+payload:2@4s --seed 7
        ganglion replay policies/ant/plastic.safetensors --heading 0.3 --json
        ganglion replay policies/tasks/reversal/mdp-oja.safetensors --episode 5 --svg life.svg
        ganglion replay policies/ant/plastic.safetensors --against gait.csv
        ganglion replay runs/ant-s1/failures/g12-i7.safetensors --html failure.html

      Walking policies: the same policy, condition, seed, duration, solver and step give the same \
      bits as in training's and evaluate's episodes; the digest tells. Conditions: \
      \(Condition.Kind.allCases.map(\.rawValue).joined(separator: ", ")), written \
      kind:severity@onset, severity 1 to 5. With --heading the robot starts as without and is \
      asked to walk in another direction; distance and reward are of that one, and heading_rad of \
      --json tells where the robot looks at the end, against the direction that it was asked for \
      without.

      The page of --html holds everything it shows, three.js included, and opens without a network \
      in any browser: the robot in its terrain, the forces on its feet, spikes and changing \
      weights. With --versus, --versus-condition or both it shows a second episode of the same \
      seed beside the first; what is not given is that of the first.

      --against reads a trajectory, simulates the episode and says that they are identical, bit by \
      bit, or where they first differ and how; then the exit code is 65.

      A file of runs/*/failures names its own episode or update, which is made again and compared \
      with what training saw; where it is not the same the exit code is 65. Of an update, the \
      whole generation is made again, and --csv, --svg and --html show its first episode with the \
      parameters before it.

      Policies of temporal tasks: seed, noise and episode are those of evaluate's suite.csv; the \
      digest is that of the logits.
      """)

  @Argument(help: "A policy file.")
  var policy: String

  @Option(help: "Write the trajectory: one row a control step, or a tick of a task.")
  var csv: String?
  @Option(help: "Write a picture: the robot at five moments, or a task's spikes over time.")
  var svg: String?
  @Option(help: "Walking: write a page that shows the robot in motion, for any browser.")
  var html: String?
  @Option(help: "Compare with a trajectory that --csv wrote, row by row.")
  var against: String?
  @Option(help: "With --html: a second policy, beside the first.")
  var versus: String?
  @Option(
    help: "With --html: conditions of a second episode, beside the first; nominal for none.")
  var versusCondition: String?
  @Option(
    help: "The seed, e.g. from suite.csv; of a task, that given to evaluate (default: 1).")
  var seed: UInt64?
  @Option(
    help: "Walking: conditions, e.g. slope:3 or dead-joint:5@4s; joined by + (default: nominal).")
  var condition: String?
  @Option(
    help: "Walking: the episode's length in seconds (default: the policy's evaluation length).")
  var duration: Double?
  @Option(
    parsing: .unconditional,
    help:
      "Walking: turn asked for in rad, to the left, on top of the policy's heading (default: 0).")
  var heading: Double?
  @Option(help: "Task: the episode, counted from 0 (default: 0).")
  var episode: Int?
  @Option(help: "Task: the noise (default: that of training).")
  var noise: Double?
  @OptionGroup var physics: PhysicsArguments
  @OptionGroup var display: OutputOptions

  func validate() throws {
    if let duration, !(duration > 0 && duration <= 86_400) {
      throw ValidationError("--duration is \(duration), expected a time up to 86400 s")
    }
    if html == nil, versus != nil || versusCondition != nil {
      throw ValidationError("--versus and --versus-condition need --html")
    }
    if let heading, !(abs(heading) <= .pi) {
      throw ValidationError("--heading is \(heading), expected an angle from -3.1416 to 3.1416 rad")
    }
    if let episode, !(0..<1 << 32).contains(episode) {
      throw ValidationError("--episode is \(episode), expected 0 to \((1 << 32) - 1)")
    }
    if let noise, !(noise >= 0 && noise.isFinite) {
      throw ValidationError("--noise is \(noise), expected a number from 0 on")
    }
  }

  /// Of an episode that names none.
  static let defaultSeed: UInt64 = 1

  func run() throws {
    let file = try PolicyFile(path: policy)
    let loaded = file.policy
    Console.warn(loaded.versionWarning(path: policy))
    if let failure = try FailureFile(file, path: policy) { return try replay(failure) }
    switch loaded.experiment.task {
    case .locomotion:
      try refuse([("--episode", episode != nil), ("--noise", noise != nil)], of: "temporal tasks")
      try replayGait(loaded)
    case .temporal(let options):
      try refuse(
        [
          ("--condition", condition != nil), ("--duration", duration != nil),
          ("--heading", heading != nil), ("--html", html != nil),
        ] + physics.isGiven, of: "walking policies")
      try replayTask(loaded, options)
    }
  }

  /// - Throws: a usage error where options are given that this policy has no use for.
  func refuse(_ isGiven: [(key: String, value: Bool)], of others: String) throws {
    let given = isGiven.filter(\.value).map(\.key)
    guard !given.isEmpty else { return }
    throw ValidationError("\(given.joined(separator: ", ")): only for \(others), unlike \(policy)")
  }
}

/// Walking policies.
extension Replay {
  /// A page of this many seconds takes a browser a moment to read.
  static let longestFilm = 600.0

  private struct Report: Encodable {
    let reward: Double
    let distanceM: Double
    /// At the end, against the task's commanded heading.
    let headingRad: Double
    let durationS: Double
    let outcome: String
    let digest: String
    let gait: GaitMetrics?
    let versus: Versus?
    let against: Agreement?
  }

  /// The second episode of a page.
  private struct Versus: Encodable {
    let policy: String
    let condition: String
    let reward: Double
    let distanceM: Double
    let headingRad: Double
    let durationS: Double
    let outcome: String
    let digest: String

    init(_ record: GaitLife.Record) {
      let result = record.result
      policy = record.life.path
      condition = Condition.text(record.life.specification.conditions)
      (reward, distanceM, durationS) = (result.reward, result.distance, result.duration)
      (outcome, digest) = (result.outcome.description, result.digest)
      headingRad = record.heading
    }
  }

  private func replayGait(_ policy: Policy) throws {
    let library = try html.map { _ in try WebLibrary.installed() }
    let recorded = try recordedTrajectory()
    let life = try GaitLife(policy, path: self.policy, conditions: condition ?? "nominal", of: self)
    guard html == nil || life.episode.task.duration <= Self.longestFilm else {
      throw ValidationError(
        "--html shows at most \(Int(Self.longestFilm)) s, not \(life.episode.task.duration)")
    }
    let controller = try policy.makeController()
    let recorder = TrajectoryRecorder(life.episode, controller: controller)
    let picture = StroboscopicPicture()
    let gait = GaitAnalyser()
    let motion = MotionRecorder(controller: controller)
    var observers: [any EpisodeObserver] = [recorder, picture, gait]
    if html != nil { observers.append(motion) }
    let result = life.episode.run(
      controller, life.specification, observer: ObserverGroup(observers))
    if let csv { try AtomicFile.write(recorder.table.csv, to: csv) }
    if let svg { try write(picture, to: svg) }
    var second: GaitLife.Record?
    if let html, let library {
      second = try secondLife(policy)?.recorded()
      let first = life.film(motion, result, gait.metrics)
      let page = ViewerPage([first, second?.film].compactMap(\.self), library: library)
      try AtomicFile.write(page.html(), to: html)
    }
    let agreement = recorded.map { self.agreement(TrajectoryComparison($0, recorder.table)) }
    display.tell(life.finding(gait.metrics))
    let record = GaitLife.Record(life: life, result: result, heading: life.heading, film: nil)
    try report(record, gait.metrics, versus: second, agreement)
    try agreement?.check()
  }

  /// The episode to be shown beside the first; nil where none is asked for.
  private func secondLife(_ policy: Policy) throws -> GaitLife? {
    guard versus != nil || versusCondition != nil else { return nil }
    let second = try versus.map { try Policy(path: $0) }
    if let versus { Console.warn(second?.versionWarning(path: versus)) }
    return try GaitLife(
      second ?? policy, path: versus ?? self.policy,
      conditions: versusCondition ?? condition ?? "nominal", of: self)
  }

  func write(_ picture: StroboscopicPicture, to path: String) throws {
    guard let svg = picture.svg else {
      throw FileError(
        path: path, operation: "draw a picture", reason: "the episode ended before 3 s")
    }
    try AtomicFile.write(svg, to: path)
  }

  private func report(
    _ record: GaitLife.Record, _ gait: GaitMetrics?, versus: GaitLife.Record?,
    _ agreement: Agreement?
  ) throws {
    let result = record.result
    if display.json {
      return try Console.json(
        Report(
          reward: result.reward, distanceM: result.distance, headingRad: record.heading,
          durationS: result.duration, outcome: result.outcome.description, digest: result.digest,
          gait: gait, versus: versus.map(Versus.init), against: agreement))
    }
    printText(result, gait)
    if let heading {
      Console.output("heading   \(record.heading.fixed(2)) rad, \(heading.fixed(2)) asked for")
    }
    if let versus { print(versus) }
    if let agreement { Console.output(agreement.text) }
  }

  private func print(_ versus: GaitLife.Record) {
    let (life, result) = (versus.life, versus.result)
    Console.output(
      """
      versus    \(life.path), \(Condition.text(life.specification.conditions))
      outcome   \(result.outcome) after \(result.duration.fixed(2)) s
      distance  \(result.distance.fixed(2)) m, \(result.speed.fixed(2)) m/s, \
      reward \(result.reward.fixed(1))
      digest    \(result.digest)
      """)
  }

  func printText(_ result: EpisodeResult, _ gait: GaitMetrics?) {
    Console.output(
      """
      outcome   \(result.outcome) after \(result.duration.fixed(2)) s
      distance  \(result.distance.fixed(2)) m, \(result.speed.fixed(2)) m/s, \
      reward \(result.reward.fixed(1))
      digest    \(result.digest)
      """)
    guard let gait else { return }
    Console.output(
      """
      gait      \(gait.frequency.fixed(2)) Hz, duty factor \(gait.dutyFactor.fixed(2)), \
      slip \(gait.slip.fixed(2)) m/m, cost of transport \(gait.costOfTransport.fixed(2)), \
      peak power \(gait.peakPower.fixed(0)) W, joint drift \((gait.jointDrift * 1000).fixed(2)) mm
      limits    cone violation \((100 * gait.coneViolation).fixed(1)) %, contact of other parts \
      than feet \((100 * gait.nonFootContact).fixed(1)) % of steps, saturated actions \
      \((100 * gait.saturatedActions).fixed(1)) %
      ways      drift \(gait.drift.fixed(3)) m/m, turned by \(gait.headingChange.fixed(2)) rad, \
      joints at most at \(gait.peakJointRate.fixed(2)) of their velocity limits
      """)
  }
}

/// Policies of temporal tasks.
extension Replay {
  private struct TaskReport: Encodable {
    let outcome: String
    let accuracy: Double
    /// Where a trajectory is to be followed: the share of its variance that the logits explain, and
    /// the normalised error.
    let explainedVariance: Double?
    let loss: Double?
    let responses: [Int?]
    let targets: [Int]
    let digest: String
    let against: Agreement?
  }

  private func replayTask(_ policy: Policy, _ options: TemporalOptions) throws {
    let options = try options.loaded()
    let recorded = try recordedTrajectory()
    let set = EpisodeSet.heldOut(
      options.task, seed: seed ?? Self.defaultSeed, noise: noise ?? options.noise)
    var run = set.run(episode ?? 0, network: try policy.makeNetwork())
    var recorder = TaskRecorder(run)
    var picture = TaskPicture(run)
    while !run.isOver {
      run.tick()
      if csv != nil || recorded != nil { recorder.record(run) }
      if svg != nil { picture.record(run) }
    }
    if let csv { try AtomicFile.write(recorder.csv, to: csv) }
    if let svg { try AtomicFile.write(picture.svg(run), to: svg) }
    let agreement = recorded.map {
      self.agreement(TrajectoryComparison($0, header: recorder.header, rows: recorder.rows))
    }
    try report(run, agreement)
    try agreement?.check()
  }

  private func report(_ run: TaskRun, _ agreement: Agreement?) throws {
    let record = run.record
    var digest = Digest64()
    for logit in run.logits { digest.update(logit) }
    let report = TaskReport(
      outcome: run.isFinite ? "completed" : "diverged", accuracy: TaskScore([record]).accuracy,
      explainedVariance: record.explained,
      loss: run.episode.trajectory?.error(logits: run.logits),
      responses: record.responses, targets: record.targets, digest: digest.hex, against: agreement)
    if display.json { return try Console.json(report) }
    Console.output(
      """
      outcome   \(report.outcome) after \(run.ticks) ticks
      \(score(report))
      digest    \(report.digest)
      """)
    if let agreement { Console.output(agreement.text) }
  }

  /// What the task measures.
  private func score(_ report: TaskReport) -> String {
    if let explained = report.explainedVariance, let loss = report.loss {
      return "explained \((100 * explained).fixed(1)) % of the variance, loss \(loss.fixed(3))"
    }
    return """
      accuracy  \((100 * report.accuracy).fixed(1)) %, \(report.targets.count) trials
      targets   \(report.targets.map { "\($0)" }.joined(separator: " "))
      responses \(report.responses.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " "))
      """
  }
}
