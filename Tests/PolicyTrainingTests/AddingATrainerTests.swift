import Execution
import Foundation
import Locomotion
import Policies
import PolicyTraining
import TestSupport
import Testing

// The trainer of PolicyTraining.docc/AddingATrainer.md, to the letter.

/// Leaves the parameters as they start: the baseline that every other trainer has to beat.
final class UnchangedTrainer: Trainer {
  struct Progress: Optimiser {
    var generation = 0
    let parameters: [Float]

    var shape: String { "\(parameters.count) parameters that stay" }
  }

  private let world: any World

  init(_ experiment: Experiment, in world: any World) { self.world = world }

  /// Three episodes a generation; a robot's last 2 s.
  static func episodes(of experiment: Experiment) -> TrainingEpisodes {
    TrainingEpisodes(of: experiment, episodes: 3) { _ in 2 }
  }

  func begin(from parameters: [Float]) -> Progress { Progress(parameters: parameters) }

  func live(_ progress: Progress, normaliser: ObservationNormaliser?) throws -> Observed {
    let candidates = Candidates(progress.parameters, generation: progress.generation)
    return try world.live(candidates, normaliser: normaliser).observed
  }

  func update(_ progress: inout Progress, from lives: Observed) -> Update {
    progress.generation += 1
    return Update(lives)
  }
}

@Suite struct AddingATrainerTests {
  /// What the page shows is what is compiled here.
  @Test func thePageShowsThisTrainer() throws {
    let page = try String(
      contentsOfFile: Fixture.package
        + "/Sources/PolicyTraining/PolicyTraining.docc/AddingATrainer.md", encoding: .utf8)
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let start = try #require(source.range(of: "/// Leaves the parameters"))
    let end = try #require(source.range(of: "\n@Suite struct Adding"))
    #expect(page.contains("```swift\n\(source[start.lowerBound..<end.lowerBound])```"))
  }

  @Test func nothingChanges() throws {
    let experiments = [
      (Fixture.experiment(), try Fixture.robot("ant")), (Fixture.taskExperiment(), nil),
    ]
    for (experiment, model) in experiments {
      let loop = try TrainingLoop(experiment, model, Crew(workers: 2), by: UnchangedTrainer.self)
      let before = bits(loop.state.optimiser.parameters)
      for generation in 0..<4 {
        let report = try loop.step()
        #expect(report.generation == generation && report.updateNorm == 0)
        #expect(report.steps > 0 && report.firingRate >= 0)
      }
      #expect(bits(loop.state.optimiser.parameters) == before && bits(loop.state.best) == before)
      #expect(loop.state.bestScore != nil, "selected after generations 2 and 4")
    }
  }
}
