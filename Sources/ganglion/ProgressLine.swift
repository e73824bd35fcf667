import Execution
import Policies
import PolicyTraining
import RobustnessEvaluation

/// Progress of long work: one live line on a terminal, a line now and then elsewhere.
final class ProgressLine: Sendable {
  private let isQuiet: Bool
  /// Seconds between two live lines.
  private let refresh: Double
  private let start = ContinuousClock.now
  private let lastShown = Guarded(-Double.infinity)

  init(isQuiet: Bool, refresh: Double = 0) { (self.isQuiet, self.refresh) = (isQuiet, refresh) }

  /// - Parameters:
  ///   - isLast: whether the line stays on a terminal.
  ///   - isDue: whether there is a line where there is no terminal.
  ///   - line: the text, after these seconds.
  func show(isLast: Bool = false, isDue: Bool, _ line: (_ elapsed: Double) -> String) {
    if isQuiet { return }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    guard Console.isTerminal else {
      if isDue { Console.error(line(elapsed)) }
      return
    }
    let isFresh = lastShown.withLock { last in
      guard elapsed - last >= refresh || isLast else { return false }
      last = elapsed
      return true
    }
    if isFresh { Console.live(line(elapsed)) }
  }

  func end() {
    if !isQuiet && Console.isTerminal { Console.error("") }
  }
}

extension ProgressLine {
  /// Of a training: every tenth generation. `best` is the highest reward so far.
  func show(_ report: GenerationReport, _ run: TrainingRun, best: Double) {
    let done = report.generation + 1
    show(isDue: done == 1 || done.isMultiple(of: 10)) { _ in
      let total = run.loop.experiment.budget.generations
      let left = run.wall / Double(done) * Double(total - done)
      let rate = Double(run.loop.state.environmentSteps) / run.wall
      let failures = run.loop.state.failures
      return "generation \(done)/\(total)  \(run.wall.fixed(0)) s, \(left.fixed(0)) s left  "
        + "\(text(report.measures, best))  \((rate / 1000).fixed(1))k steps/s"
        + (failures.total > 0 ? "  failures: \(failures.summary)" : "")
    }
  }

  private func text(_ measures: GenerationReport.Measures, _ best: Double) -> String {
    switch measures {
    case .gait(let gait):
      "reward \(gait.rewardMean.fixed(1)) mean \(best.fixed(1)) best  "
        + "\(gait.speed.fixed(2)) m/s  falls \(gait.falls.percent(0))"
    case .task(let task):
      "loss \(task.loss.fixed(3))  accuracy \(task.accuracy.percent(0)), "
        + "late \(task.lateAccuracy.percent(0))"
    }
  }

  /// Of a suite: every tenth of its trials.
  func show(_ progress: SuiteProgress) {
    let (finished, total) = (progress.finished, progress.total)
    show(
      isLast: finished == total, isDue: finished * 10 / total > (finished - 1) * 10 / total
    ) { elapsed in
      let rate = Double(finished - progress.resumed) / max(elapsed, 1e-3)
      let left = Double(total - finished) / max(rate, 1e-3)
      let falls = Double(progress.failed) / Double(finished)
      return "trial \(finished)/\(total)  \(elapsed.fixed(0)) s, \(left.fixed(0)) s left  "
        + "\(rate.fixed(1)) trials/s  falls \(falls.percent(0))"
    }
  }

  /// Of a verification: every tenth generation, and the last.
  func show(generation done: Int, of total: Int) {
    show(isDue: done == total || done.isMultiple(of: 10)) { _ in "generation \(done)/\(total)" }
  }
}
