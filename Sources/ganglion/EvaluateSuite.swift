import ArgumentParser
import FileFormats
import Locomotion
import Policies
import RobotDescription
import RobustnessEvaluation

/// Walking policies.
extension Evaluate {
  func runWalking(_ arms: [Arm]) throws {
    let loaded = arms.flatMap(\.policies)
    try require(
      noise.isEmpty, "--noise is for temporal tasks; a suite has its own conditions")
    try checkArms(arms)
    for (_, policy) in loaded {
      if let robot = policy.robot { try physics.check(robot) }
    }
    var summary = WalkingSummary()
    let run = lives.isEmpty || suite != nil ? try runSuite(arms) : nil
    summary.suite = run?.summary
    if lives.dividend { summary.dividend = try runDividend(arms + (try fixedArms())) }
    if lives.lifespan { summary.lifespan = try runLifespan(arms) }
    try write(summary: summary)
    try write(
      EvaluationReport(
        program: Ganglion.version, setting(episodes: 0), policies: loaded, suite: run,
        dividend: summary.dividend, lifespan: summary.lifespan
      ).html, to: "report.html")
    tellFindings(summary.suite, loaded)
    if display.json { return try Console.json(summary) }
    summary.suite?.print()
    summary.dividend?.print()
    summary.lifespan?.print()
  }

  /// Refuses what could not be compared or studied, before anything is run.
  private func checkArms(_ arms: [Arm]) throws {
    do { try (arms + fixedArms()).validate() } catch let error as ArmError {
      throw ValidationError("\(error)")
    }
    _ = try headroomArms(arms)
    if !lives.isEmpty { try checkLifeConditions(arms.flatMap(\.policies)) }
    if lives.dividend { try DividendStudy.check(arms + (try fixedArms())) }
  }

  /// The policies of --fixed.
  private func fixedArms() throws -> [Arm] {
    try zip(lives.fixed, aloneNames.dropFirst(policies.count)).map { path, name in
      Arm(name: name, policies: [(path, try Self.policy(path))], isStudied: false)
    }
  }

  private func tellFindings(_ suite: SuiteSummary?, _ loaded: [NamedPolicy]) {
    for (row, (name, policy)) in zip(suite?.policies ?? [], loaded) {
      let finding = GaitMetrics.finding(
        coneViolation: row.nominal.coneViolation, friction: policy.robot?.profile.friction ?? 0)
      display.tell(finding.map { "\(name): \($0)" })
    }
  }

  private func runSuite(_ arms: [Arm]) throws -> EvaluationReport.SuiteRun {
    let suite = try SuiteArgument.read(suite ?? "quick")
    let runner = SuiteRunner(suite, setting(episodes: episodes ?? suite.episodes))
    try runner.checkWork(arms)
    let session = try finish(SuiteSession(runner, arms), table: "suite")
    return EvaluationReport.SuiteRun(session, headroom: try headroomArms(arms))
  }

  /// Runs what is not yet in the folder.
  func finish(_ session: SuiteSession, table: String) throws -> SuiteSession {
    try session.check()
    if let output, Launch.isFirst {
      try session.keep(in: output, table: table, isFresh: fresh, program: Ganglion.version)
    }
    try session.shareDone()
    announce(session)
    try live(session)
    return session
  }

  private func announce(_ session: SuiteSession) {
    guard !display.quiet else { return }
    let resumed = session.finished > 0 ? ", \(session.finished) of them already in \(output!)" : ""
    Console.error(
      "\(session.runner.suite.name): \(session.total) episodes of "
        + "\(session.arms.map(\.name).joined(separator: ", "))\(resumed)")
  }

  /// Runs to the end, or throws the exit code of an interruption.
  private func live(_ session: SuiteSession) throws {
    let progress = ProgressLine(isQuiet: display.quiet)
    let ending = try StopSignals.whileSaving { interruption in
      try session.run(until: interruption) { progress.show($0) }
    }
    progress.end()
    guard ending == .interrupted else { return }
    let saved = "\(session.finished) of \(session.total) trials"
    Console.error(
      output.map { "interrupted; \(saved) are in \($0). The same command goes on from there" }
        ?? "interrupted after \(saved); with --output they would have been saved")
    throw ExitCode(ExitCodes.interrupted)
  }
}

/// What `summary.json` holds for walking policies: the suite's keys, and the studies' under their
/// names.
struct WalkingSummary: Encodable {
  var suite: SuiteSummary?
  var dividend: DividendSummary?
  var lifespan: LifespanSummary?

  private enum CodingKeys: String, CodingKey { case dividend, lifespan }

  func encode(to encoder: any Encoder) throws {
    try suite?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(dividend, forKey: .dividend)
    try container.encodeIfPresent(lifespan, forKey: .lifespan)
  }
}
