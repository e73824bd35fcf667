import Execution
import RobustnessEvaluation

/// Progress of a suite: one live line on a terminal, a line for every tenth of the trials
/// elsewhere.
final class SuiteProgressLine: Sendable {
  private static let refresh = 0.1

  private let isQuiet: Bool
  private let start = ContinuousClock.now
  private let lastShown = Guarded(-1.0)

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  func show(_ progress: SuiteProgress) {
    if isQuiet { return }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    if Console.isTerminal {
      let isDue = lastShown.withLock { last in
        guard elapsed - last >= Self.refresh || progress.finished == progress.total else {
          return false
        }
        last = elapsed
        return true
      }
      if isDue { Console.live(line(progress, elapsed)) }
    } else if progress.finished * 10 / progress.total > (progress.finished - 1) * 10
      / progress.total
    {
      Console.error(line(progress, elapsed))
    }
  }

  func end() {
    if !isQuiet && Console.isTerminal { Console.error("") }
  }

  private func line(_ progress: SuiteProgress, _ elapsed: Double) -> String {
    let lived = progress.finished - progress.resumed
    let rate = Double(lived) / max(elapsed, 1e-3)
    let left = Double(progress.total - progress.finished) / max(rate, 1e-3)
    let failed = 100 * Double(progress.failed) / Double(progress.finished)
    return "trial \(progress.finished)/\(progress.total)  \(elapsed.fixed(0)) s, "
      + "\(left.fixed(0)) s left  \(rate.fixed(1)) trials/s  falls \(failed.fixed(0)) %"
  }
}
