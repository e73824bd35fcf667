import Execution
import Policies
import PolicyTraining
import RobustnessEvaluation

/// Progress of long work: one live line on a terminal, which fits its width, and elsewhere a line
/// every few seconds.
final class ProgressLine: Sendable {
  private let isQuiet: Bool
  private let start = ContinuousClock.now
  private let lastShown = Guarded(-Double.infinity)

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Least seconds between two lines, on a terminal and elsewhere.
  private static var interval: Double { Console.isTerminal ? 0.1 : 5 }

  /// - Parameters:
  ///   - isLast: whether it is shown in any case.
  ///   - parts: of the line after these seconds, from the most important on; on a terminal the last
  ///     ones are left out where they do not fit.
  func show(isLast: Bool = false, _ parts: (_ elapsed: Double) -> [String]) {
    if isQuiet { return }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let isDue = lastShown.withLock { last in
      guard elapsed - last >= Self.interval || isLast else { return false }
      last = elapsed
      return true
    }
    guard isDue else { return }
    let parts = parts(elapsed)
    Console.isTerminal
      ? Console.live(Self.line(parts, width: Console.width - 1))
      : Console.error(parts.joined(separator: "  "))
  }

  /// As many parts as fit, two spaces between them; of the first, as much as fits.
  static func line(_ parts: [String], width: Int) -> String {
    var line = String((parts.first ?? "").prefix(max(0, width)))
    for part in parts.dropFirst() where !part.isEmpty {
      guard line.count + 2 + part.count <= width else { break }
      line += "  " + part
    }
    return line
  }

  func end() {
    if !isQuiet && Console.isTerminal { Console.error("") }
  }
}

extension Double {
  /// Seconds as a reader would say them: 40 s, 3 min 20 s, 2 h 5 min.
  var duration: String {
    guard isFinite else { return "?" }
    let seconds = Int(Swift.min(rounded(), 1e9))
    if seconds < 100 { return "\(seconds) s" }
    if seconds < 6000 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(seconds / 3600) h \(seconds / 60 % 60) min"
  }
}

extension ProgressLine {
  /// Of a training. `best` is the highest reward so far.
  func show(_ report: GenerationReport, _ run: TrainingRun, best: Double) {
    let done = report.generation + 1
    let experiment = run.loop.experiment
    show(isLast: done == experiment.budget.generations) { _ in
      let left = run.wall * (1 / experiment.workDone(after: done) - 1)
      let rate = Double(run.loop.state.environmentSteps) / run.wall
      let failures = run.loop.state.failures
      return ["generation \(done)/\(experiment.budget.generations)", "\(left.duration) left"]
        + (failures.total > 0 ? ["failures: \(failures.summary)"] : [])
        + parts(report.measures, best)
        + ["\((rate / 1000).fixed(1))k steps/s", "\(run.wall.duration) so far"]
    }
  }

  private func parts(_ measures: GenerationReport.Measures, _ best: Double) -> [String] {
    switch measures {
    case .gait(let gait):
      [
        "\(gait.speed.fixed(2)) m/s", "falls \(gait.falls.percent(0))",
        "reward \(gait.rewardRate.fixed(1))/s", "lives \(gait.life.fixed(1)) s",
        "best \(best.fixed(0))",
      ]
    case .task(let task):
      [
        "accuracy \(task.accuracy.percent(0))", "late \(task.lateAccuracy.percent(0))",
        "loss \(task.loss.fixed(3))",
      ]
    }
  }

  /// Of a suite.
  func show(_ progress: SuiteProgress) {
    let (finished, total) = (progress.finished, progress.total)
    show(isLast: finished == total) { elapsed in
      let rate = Double(finished - progress.resumed) / max(elapsed, 1e-3)
      let left = Double(total - finished) / max(rate, 1e-3)
      let falls = Double(progress.failed) / Double(finished)
      return [
        "trial \(finished)/\(total)", "\(left.duration) left", "falls \(falls.percent(0))",
        "\(rate.fixed(1)) trials/s", "\(elapsed.duration) so far",
      ]
    }
  }

  /// Of work in equal parts, such as a verification's generations.
  func show(_ unit: String, _ done: Int, of total: Int) {
    show(isLast: done == total) { elapsed in
      let left = elapsed * (Double(total) / Double(max(1, done)) - 1)
      return ["\(unit) \(done)/\(total)", "\(left.duration) left", "\(elapsed.duration) so far"]
    }
  }
}
