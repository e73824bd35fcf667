import ArgumentParser
import Dispatch
import Locomotion
import PolicyTraining
import RobustnessEvaluation

/// Walking policies.
extension Evaluate {
  func runSuite(_ loaded: [(name: String, policy: Policy)]) throws {
    guard noise.isEmpty else {
      throw ValidationError("--noise is for temporal tasks; a suite has its own conditions")
    }
    let runner = SuiteRunner(
      suite: try SuiteArgument.read(suite), episodes: episodes, seed: seed,
      workers: worker.workers, physics: PhysicsOptions(stepDivisor: stepDivisor))
    let session = SuiteSession(runner, loaded)
    if let output {
      try session.keep(in: output, isFresh: fresh, program: Ganglion.version)
    }
    announce(session)
    try live(session)
    let summary = SuiteSummary(runner, session.results)
    if let output { try write(summary, to: output) }
    try display.json ? Console.json(summary) : SuiteReport(summary).print()
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
    let interruption = Interruption()
    let signal = interruptOnControlC(interruption)
    defer { signal.cancel() }
    let progress = SuiteProgressLine(isQuiet: display.quiet)
    let ending = try session.run(until: interruption) { progress.show($0) }
    progress.end()
    guard ending == .interrupted else { return }
    let saved = "\(session.finished) of \(session.total) trials"
    Console.error(
      output.map { "interrupted; \(saved) are in \($0). The same command goes on from there" }
        ?? "interrupted after \(saved); with --output they would have been saved")
    throw ExitCode(ExitStatus.interrupted)
  }
}
