import Policies
import PolicyTraining

/// Training progress: one live line on a terminal, a line now and then elsewhere.
final class ProgressLine {
  private static let interval = 10

  private let isQuiet: Bool
  private var best = -Double.infinity

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  func show(_ report: GenerationReport, _ run: TrainingRun) {
    if let gait = report.gait { best = max(best, gait.rewardBest) }
    if isQuiet { return }
    let done = report.generation + 1
    if Console.isTerminal {
      Console.live(line(report, run, done))
    } else if done == 1 || done.isMultiple(of: Self.interval) {
      Console.error(line(report, run, done))
    }
  }

  func end() {
    if !isQuiet && Console.isTerminal { Console.error("") }
  }

  private func line(_ report: GenerationReport, _ run: TrainingRun, _ done: Int) -> String {
    let total = run.loop.experiment.budget.generations
    let left = run.wall / Double(done) * Double(total - done)
    let rate = Double(run.loop.state.environmentSteps) / run.wall
    let failures = run.loop.state.failures
    return "generation \(done)/\(total)  \(run.wall.fixed(0)) s, \(left.fixed(0)) s left  "
      + "\(text(report.measures))  \((rate / 1000).fixed(1))k steps/s"
      + (failures.total > 0 ? "  failures: \(failures.summary)" : "")
  }

  private func text(_ measures: GenerationReport.Measures) -> String {
    switch measures {
    case .gait(let gait):
      "reward \(gait.rewardMean.fixed(1)) mean \(best.fixed(1)) best  "
        + "\(gait.speed.fixed(2)) m/s  falls \((gait.falls * 100).fixed(0)) %"
    case .task(let task):
      "loss \(task.loss.fixed(3))  accuracy \((task.accuracy * 100).fixed(0)) %, "
        + "late \((task.lateAccuracy * 100).fixed(0)) %"
    }
  }
}
