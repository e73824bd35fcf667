import EvolutionStrategies
import Locomotion
import NeuralControl
import NumericalMethods
import Policies
import RobotDescription
import SpikingNetworks
import TestSupport
import Testing
@testable import PolicyTraining

/// Which conditions lives of training meet, and what counts of them.
@Suite struct ConditionedTrainingTests {
  private func experiment(_ change: (inout Experiment) -> Void = { _ in }) -> Experiment {
    var experiment = Fixture.experiment()
    experiment.evolution.population = 8
    experiment.randomisation.conditions = Condition.placed(.reversedActuator, .friction)
    (experiment.randomisation.draw, experiment.randomisation.nominal) = (.pair, 0.25)
    (experiment.randomisation.curriculum, experiment.randomisation.onset) = (0, 1)
    change(&experiment)
    return experiment
  }

  private func lives(_ experiment: Experiment, generation: Int) throws -> [EpisodeSpecification] {
    let episodes = experiment.episodes(on: try Fixture.robot("ant"))
    return (0..<episodes.count).map { episodes.specification(generation: generation, item: $0) }
  }

  /// Candidates 2k and 2k + 1 of evolution meet the same, other pairs others.
  @Test func mirroredCandidatesShareTheirEpisodes() throws {
    for generation in 0..<3 {
      let lives = try lives(experiment(), generation: generation)
      #expect(lives.count == 16)
      let candidates = (0..<8).map { Array(lives[2 * $0..<2 * $0 + 2]) }
      for pair in 0..<4 { #expect(candidates[2 * pair] == candidates[2 * pair + 1]) }
      #expect(Set(lives.map(\.seed)).count == 8, "each pair has its own")
      let all = stride(from: 0, to: 8, by: 2).flatMap { candidates[$0] }
      #expect(all.count { $0.conditions.isEmpty } == 2, "a quarter is nominal")
      #expect(all.count { $0.conditions.first?.kind == .friction } == 3)
      let joints = all.compactMap { $0.conditions.first?.place }
      #expect(joints.count == 3 && Set(joints).count == 3, "joints differ: \(joints)")
    }
  }

  /// Where all candidates are compared, all meet the same.
  @Test(arguments: [Strategy.Kind.cmaES, .sepCMAES])
  func comparedCandidatesShareTheirEpisodes(strategy: Strategy.Kind) throws {
    let lives = try lives(experiment { $0.evolution.strategy = strategy }, generation: 1)
    for candidate in 1..<8 {
      #expect(Array(lives[2 * candidate..<2 * candidate + 2]) == Array(lives[..<2]))
    }
    #expect(lives[0] != lives[1])
  }

  /// Lives of a policy gradient and trials of a perturbation have each their own.
  @Test(arguments: [TrainerKind.policyGradient, .perturbation])
  func livesOfOneCandidateDiffer(trainer: TrainerKind) throws {
    let experiment = experiment {
      ($0.trainer, $0.policyGradient.episodes, $0.perturbation.trials) = (trainer, 8, 8)
    }
    let lives = try lives(experiment, generation: 1)
    #expect(Set(lives.map(\.seed)).count == 8)
    #expect(lives.count { $0.conditions.isEmpty } == 2)
  }

  /// By default conditions are drawn for each episode of a generation, and all candidates share it.
  @Test func theDefaultIsOneDrawForAGeneration() throws {
    let experiment = experiment { $0.randomisation.draw = .generation }
    let lives = try lives(experiment, generation: 2)
    for (item, life) in lives.enumerated() {
      let seed = EpisodeSeeds.training(1, generation: 2, episode: item % 2)
      #expect(life.seed == seed)
      #expect(
        life.conditions == experiment.randomisation.draw(seed: seed, progress: 1, duration: 0.4))
    }
  }

  @Test func placesAreCheckedBeforeAnythingIsRun() throws {
    let experiment = experiment {
      $0.randomisation.conditions = [Condition.PlacedKind(.deadJoint, at: "fl_kne")]
    }
    let error = #expect(throws: ExperimentError.self) {
      try TrainingLoop(experiment: experiment, model: Fixture.robot("ant"), workers: 1)
    }
    #expect(error?.key == "randomisation.conditions" && error?.found == "\"dead-joint(fl_kne)\"")
    #expect(error?.expected.contains("did you mean 'fl_knee'") == true, "\(error as Any)")
  }

  /// Reward a second, added up step by step in an episode of its own.
  @Test(arguments: [0, 0.1, 5]) func fitnessCountsFromTheChange(settling: Double) throws {
    let experiment = experiment {
      ($0.evolution.fitness, $0.evolution.settling) = (.afterChange, settling)
      $0.randomisation.changes = 2
    }
    guard case .locomotion(let task) = experiment.task else { return }
    let model = try Fixture.robot("ant")
    let trainer = try TrainingLoop(experiment: experiment, model: model, workers: 2)
    var strategy = try #require(trainer.state.optimiser as? SubspaceSearch)
    let lives = try lives(experiment, generation: 0)
    let fitness: [Double] = try lives.enumerated().map { item, life -> Double in
      let episode = Episode(model: model, task: task)
      let controller = NetworkController(
        try Network(spec: trainer.network, strategy.candidate(item / 2)))
      controller.reset()
      episode.begin(life)
      var action = [Float](repeating: 0, count: model.motors.count)
      let change = life.conditions.map(\.onset).min() ?? 0
      let wait = change > 0 ? min(settling, (0.4 - change) / 2) : 0
      var (sum, step) = (0.0, 0)
      while let observation = episode.observe() {
        action.withUnsafeMutableBufferPointer {
          controller.act(observation: observation, action: $0)
        }
        episode.advance(action.span)
        if Double(step) * 0.02 > change + wait - 1e-9 { sum += episode.stepReward }
        step += 1
      }
      return sum / (0.4 - change - wait)
    }
    let means: [Double] = (0..<8).map { Statistics.mean(Array(fitness[2 * $0..<2 * $0 + 2])) }
    #expect(lives.contains { $0.conditions.isEmpty } && Set(means).count == 8)
    let report = try trainer.step()
    let gait = try #require(report.gait)
    #expect(abs(gait.rewardMean - Statistics.mean(means)) < 1e-9)
    #expect(abs(gait.rewardBest - (means.max() ?? 0)) < 1e-9)
    strategy.tell(means)
    let moved = zip(strategy.mean, trainer.state.optimiser.parameters).map { abs($0 - $1) }
    #expect((moved.max() ?? 1) < 1e-6)
  }

  /// Parameters that do not move score the same at every selection of a common set, and not in
  /// fresh episodes; the set is spread like the draws of training.
  @Test func selectionsOfARunCompare() throws {
    func scores(_ change: (inout Experiment) -> Void) throws -> [Double] {
      let experiment = experiment {
        ($0.evolution.learningRate, $0.evaluation.selectionInterval) = (1e-30, 1)
        ($0.evaluation.selectionEpisodes, $0.randomisation.draw) = (8, .generation)
        change(&$0)
      }
      let trainer = try TrainingLoop(
        experiment: experiment, model: Fixture.robot("ant"), workers: 2)
      return try (0..<3).map { _ in try #require(try trainer.step().selectionScore) }
    }
    #expect(Set(try scores { _ in }).count == 1, "common under conditions")
    #expect(Set(try scores { $0.randomisation.conditions = [] }).count == 3, "fresh without")
    #expect(Set(try scores { $0.evaluation.selectionSet = .fresh }).count == 3)
    #expect(
      Set(
        try scores {
          ($0.randomisation.conditions, $0.evaluation.selectionSet) = ([], .common)
        }
      ).count == 1)
  }

  @Test func theSelectionSetIsSpreadOverKindsAndSeverities() throws {
    let experiment = experiment {
      ($0.evaluation.selectionEpisodes, $0.randomisation.nominal) = (12, 0.5)
    }
    let model = try Fixture.robot("ant")
    let sets = [3, 8].map { generation in
      let episodes = SelectionEpisodes(experiment, before: generation, of: model)
      return (0..<12).map { episodes.specification($0) }
    }
    #expect(sets[0] == sets[1] && Set(sets[0].map(\.seed)).count == 12)
    let conditions = sets[0].flatMap(\.conditions)
    #expect(conditions.count == 6)
    for severity in 1...3 { #expect(conditions.count { $0.severity == severity } == 2) }
    #expect(conditions.count { $0.kind == .friction } == 3)
    let training = Set(try (0..<4).flatMap { try lives(experiment, generation: $0) }.map(\.seed))
    #expect(training.isDisjoint(with: sets[0].map(\.seed)))
    let final = (0..<12).map { EpisodeSeeds.evaluation(experiment.seed, episode: $0) }
    #expect(Set(final).isDisjoint(with: sets[0].map(\.seed)))
  }

  /// Without conditions the seeds of a selection are those of its generation, as they always were.
  @Test func freshSelectionsAreWhatTheyWere() throws {
    let experiment = experiment { $0.randomisation.conditions = [] }
    let episodes = SelectionEpisodes(experiment, before: 7, of: try Fixture.robot("ant"))
    #expect(
      episodes.specification(3)
        == EpisodeSpecification(
          seed: EpisodeSeeds.evaluation(1, round: 7, episode: 3), duration: 0.6))
  }

  @Test func fitnessIsOfEvolution() throws {
    for (text, key) in [
      ("trainer=policy-gradient", "trainer"), ("trainer=perturbation", "trainer"),
    ] {
      let error = #expect(throws: ExperimentError.self) {
        try ExperimentFile.set("evolution.fitness=after-change", text, on: Experiment())
      }
      #expect(error?.key == key)
    }
    let error = #expect(throws: ExperimentError.self) {
      try ExperimentFile.set(
        "evolution.fitness=after-change", "trainer=evolution", on: Fixture.taskExperiment())
    }
    #expect(error?.key == "task.kind")
  }
}
