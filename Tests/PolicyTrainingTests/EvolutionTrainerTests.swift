import EvolutionStrategies
import Locomotion
import NeuralControl
import NumericalMethods
import Policies
import PolicyTraining
import RobotDescription
import SpikingNetworks
import TestSupport
import Testing

@Suite struct EvolutionTrainerTests {
  private struct Unexpected: Error {}

  /// One generation as the textbook has it: every candidate in turn, in a network and an episode
  /// of its own.
  private func sequential(_ trainer: TrainingLoop) throws -> (SubspaceSearch, [EpisodeResult]) {
    let experiment = trainer.experiment
    guard var strategy = trainer.state.optimiser as? SubspaceSearch,
      case .locomotion(let task) = experiment.task, let model = trainer.model
    else { throw Unexpected() }
    var results: [EpisodeResult] = []
    let fitness = try (0..<strategy.populationSize).map { index in
      let parameters = strategy.candidate(index)
      let rewards = try (0..<experiment.evolution.episodes).map { episode in
        let network = try Network(spec: trainer.network)
        network.load(parameters.span)
        let seed = EpisodeSeeds.training(
          experiment.seed, generation: trainer.generation, episode: episode)
        let result = Episode(model: model, task: task)
          .run(NetworkController(network), EpisodeSpecification(seed: seed))
        results.append(result)
        return result.outcome.isDiverged ? -.infinity : result.reward
      }
      return Statistics.mean(rewards)
    }
    strategy.tell(fitness)
    return (strategy, results)
  }

  private func trainer(
    _ experiment: Experiment, workers: Int = 1, model: RobotModel? = nil
  ) throws -> TrainingLoop {
    try TrainingLoop(experiment: experiment, model: model ?? Fixture.robot("ant"), workers: workers)
  }

  /// An ant whose motors are strong enough to tear it apart.
  private func tornAnt() throws -> RobotModel {
    let source = try Fixture.robot("ant").source
    return try RobotModel(
      urdf: source.urdf.replacing(#/effort="[^"]*"/#, with: "effort=\"1000000\""),
      urdfName: "ant.urdf",
      profile: source.profile.replacing(#/kp: [0-9.]+/#, with: "kp: 20000"), profileName: "ant.yaml"
    )
  }

  @Test(arguments: [1, 3]) func aGenerationIsTheSequentialLoop(workers: Int) throws {
    let trainer = try trainer(Fixture.experiment(), workers: workers)
    for generation in 0..<2 {
      let (strategy, results) = try sequential(trainer)
      let report = try trainer.step()
      #expect(bits(trainer.state.optimiser.parameters) == bits(strategy.mean))
      #expect(report.generation == generation)
      #expect(report.steps == results.map(\.controlSteps).reduce(0, +))
      #expect(report.gait?.speed == Statistics.mean(results.map(\.speed)))
      #expect(report.diverged == 0)
      #expect(report.updateNorm > 0)
    }
  }

  @Test func divergedCandidatesAreCountedAndRankLast() throws {
    var experiment = Fixture.experiment()
    experiment.evolution.population = 8
    let trainer = try trainer(experiment, workers: 2, model: tornAnt())
    let (strategy, results) = try sequential(trainer)
    let diverged = results.filter(\.outcome.isDiverged).count
    #expect(diverged > 0, "\(results.map(\.outcome))")
    let report = try trainer.step()
    #expect(report.diverged == diverged)
    #expect(trainer.state.divergedEpisodes == diverged)
    let gait = try #require(report.gait)
    #expect(gait.rewardMean.isFinite && gait.rewardBest.isFinite)
    #expect(bits(trainer.state.optimiser.parameters) == bits(strategy.mean))
    #expect(trainer.state.optimiser.parameters.allSatisfy { $0.isFinite })
  }

  /// Shaping of a hand-made generation: the diverged candidate is the worst of all.
  @Test func divergenceIsBelowEveryReward() throws {
    #expect(try Fixture.result(.completed, distance: 0).fitness == 1)
    let result = try Fixture.result(.diverged(.jointDrift), distance: 0)
    #expect(result.fitness == -.infinity)
    #expect(centredRanks([-1e300, result.fitness, 5]) == [0, -0.5, 0.5])
  }

  @Test func beforeTheFirstSelectionTheBestIsThePresentMean() throws {
    var experiment = Fixture.experiment()
    experiment.evaluation.selectionInterval = 2
    let trainer = try trainer(experiment)
    #expect(bits(trainer.state.best) == bits(trainer.state.optimiser.parameters))
    #expect(try trainer.step().selectionScore == nil)
    #expect(bits(trainer.state.best) == bits(trainer.state.optimiser.parameters))
    #expect(trainer.state.bestGeneration == 1)
    let score = try #require(try trainer.step().selectionScore)
    #expect(trainer.state.bestScore == score)
    #expect(trainer.state.bestGeneration == 2)
    let best = trainer.state.best
    #expect(bits(best) == bits(trainer.state.optimiser.parameters))
    _ = try trainer.step()
    #expect(bits(trainer.state.best) == bits(best), "kept until a selection finds a better one")
  }

  @Test func selectionKeepsTheBestMean() throws {
    var experiment = Fixture.experiment()
    experiment.evaluation.selectionInterval = 1
    experiment.evolution.learningRate = 2
    let trainer = try trainer(experiment)
    var scores: [Double] = []
    var means: [[Float]] = []
    for _ in 0..<4 {
      scores.append(try #require(try trainer.step().selectionScore))
      means.append(trainer.state.optimiser.parameters)
    }
    let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
    #expect(trainer.state.bestScore == scores[best])
    #expect(trainer.state.bestGeneration == best + 1)
    #expect(bits(trainer.state.best) == bits(means[best]))
  }

  @Test func seedsOfEpisodesAreDistinct() {
    var seen: Set<UInt64> = []
    for a in 0..<40 {
      for b in 0..<40 {
        seen.insert(EpisodeSeeds.training(1, generation: a, episode: b))
        seen.insert(EpisodeSeeds.evaluation(1, round: a, episode: b))
      }
    }
    #expect(seen.count == 3200)
    let other = EpisodeSeeds.evaluation(2, episode: 0)
    #expect(EpisodeSeeds.evaluation(1, episode: 0) != other)
  }
}
