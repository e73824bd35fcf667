import ArgumentParser
import FileFormats
import Locomotion
import Policies
import RobotDescription
import RobustnessEvaluation

/// Walking policies.
extension Evaluate {
  func runWalking(_ loaded: [NamedPolicy]) throws {
    guard noise.isEmpty else {
      throw ValidationError("--noise is for temporal tasks; a suite has its own conditions")
    }
    try lives.check(loaded)
    for (_, policy) in loaded {
      if let robot = policy.robot { try physics.check(robot) }
    }
    var summary = WalkingSummary()
    let run = lives.isEmpty || suite != nil ? try runSuite(loaded) : nil
    summary.suite = run?.summary
    let setting = setting(episodes: episodes ?? 20)
    if lives.dividend {
      summary.dividend = try lives.runDividend(
        loaded, setting, output: output, announce: announce)
    }
    if lives.lifespan {
      summary.lifespan = try lives.runLifespan(
        loaded, setting, output: output, announce: announce)
    }
    if let output, Launch.isFirst { try write(summary, run, loaded, to: output) }
    tellFindings(summary.suite, loaded)
    if display.json { return try Console.json(summary) }
    if let suite = summary.suite { SuiteReport(suite).print() }
    summary.dividend?.print()
    summary.lifespan?.print()
  }

  private func tellFindings(_ suite: SuiteSummary?, _ loaded: [NamedPolicy]) {
    for (row, (name, policy)) in zip(suite?.policies ?? [], loaded) {
      let finding = GaitMetrics.finding(
        coneViolation: row.nominal.coneViolation, friction: policy.robot?.profile.friction ?? 0)
      display.tell(finding.map { "\(name): \($0)" })
    }
  }

  private func write(
    _ summary: WalkingSummary, _ run: EvaluationReport.SuiteRun?, _ policies: [NamedPolicy],
    to folder: String
  ) throws {
    try write(summary, to: folder)
    let report = try EvaluationReport(
      program: Ganglion.version, setting(episodes: 0), policies: policies, suite: run,
      dividend: summary.dividend, lifespan: summary.lifespan)
    try AtomicFile.write(report.html, to: folder + "/report.html")
  }

  private func runSuite(_ loaded: [NamedPolicy]) throws -> EvaluationReport.SuiteRun {
    let suite = try SuiteArgument.read(suite ?? "quick")
    let runner = SuiteRunner(suite, setting(episodes: episodes ?? suite.episodes))
    let session = SuiteSession(runner, loaded)
    if let output, Launch.isFirst {
      try session.keep(in: output, isFresh: fresh, program: Ganglion.version)
    }
    try session.shareDone()
    announce(session)
    try live(session)
    return EvaluationReport.SuiteRun(session)
  }

  private func announce(_ session: SuiteSession) {
    guard !display.quiet else { return }
    let resumed = session.finished > 0 ? ", \(session.finished) of them already in \(output!)" : ""
    Console.error(
      "\(session.runner.suite.name): \(session.total) episodes of "
        + "\(session.entrants.map(\.name).joined(separator: ", "))\(resumed)")
  }

  /// Runs to the end, or throws the exit code of an interruption.
  private func live(_ session: SuiteSession) throws {
    let progress = SuiteProgressLine(isQuiet: display.quiet)
    let ending = try withControlC { interruption in
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
