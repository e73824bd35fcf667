import EvolutionStrategies
import Foundation
import Policies
import PolicyTraining
import SpikingNetworks
import TemporalTasks
import TestSupport
import Testing

@Suite struct TaskTrainerTests {
  private struct Unexpected: Error {}

  private func trainer(_ experiment: Experiment, workers: Int = 1) throws -> TrainingLoop {
    try TrainingLoop(experiment: experiment, model: nil, workers: workers)
  }

  private func options(_ experiment: Experiment) throws -> TemporalOptions {
    guard case .temporal(let options) = experiment.task else { throw Unexpected() }
    return options
  }

  /// The episodes of a generation.
  private func episodes(_ experiment: Experiment, generation: Int) throws -> EpisodeSet {
    let options = try options(experiment)
    let seed = EpisodeSeeds.training(experiment.seed, generation: generation, episode: 0)
    return EpisodeSet(options.task, seed: seed, noise: options.noise)
  }

  private func batch(_ trainer: TrainingLoop, size: Int) throws -> TaskBatch {
    let options = trainer.experiment.gradient
    return try TaskBatch(
      spec: trainer.network, size: size, ticks: self.options(trainer.experiment).task.ticks,
      surrogate: Surrogate(options.surrogate, slope: Float(options.slope)))
  }

  /// All episodes of a generation in one batch, where the trainer runs a few at a time.
  @Test(arguments: [1, 3]) func aGradientIsThatOfTheWholeBatch(workers: Int) throws {
    let experiment = Fixture.taskExperiment()
    let trainer = try trainer(experiment, workers: workers)
    let batch = try batch(trainer, size: 40)
    for generation in 0..<2 {
      let parameters = trainer.state.optimiser.parameters
      let result = try batch.run(
        parameters, 0..<40, of: episodes(experiment, generation: generation))
      var gradient = [Float](repeating: 0, count: parameters.count)
      batch.addGradient(to: &gradient)
      let square = gradient.reduce(0) { $0 + Double($1) * Double($1) }
      let score = TaskScore(result.records)

      let report = try trainer.step()
      #expect(report.generation == generation)
      let measures = try #require(report.task)
      #expect(abs(measures.loss - result.meanLoss) < 1e-12)
      #expect(measures.accuracy == score.accuracy)
      #expect(measures.lateAccuracy == score.lateAccuracy)
      let norm = square.squareRoot() / result.weight
      #expect(abs(report.gradientNorm - norm) < 1e-4 * norm)
      #expect(report.updateNorm > 0)
      #expect(try report.steps == 40 * options(experiment).task.ticks)
      #expect(report.diverged == 0)
      #expect(abs(report.firingRate - result.firingRate) < 1e-12)
      #expect(report.gait == nil)
    }
  }

  @Test(arguments: [1, 3]) func aGenerationOfEvolutionIsTheSequentialLoop(workers: Int) throws {
    let experiment = Fixture.taskExperiment(trainer: .evolution)
    let trainer = try trainer(experiment, workers: workers)
    guard var strategy = trainer.state.optimiser as? SubspaceSearch else { throw Unexpected() }
    let batch = try batch(trainer, size: experiment.evolution.episodes)
    for generation in 0..<2 {
      let set = try episodes(experiment, generation: generation)
      let results = (0..<strategy.populationSize).map {
        batch.run(strategy.candidate($0), 0..<experiment.evolution.episodes, of: set)
      }
      strategy.tell(results.map { -$0.meanLoss })
      let report = try trainer.step()
      #expect(bits(trainer.state.optimiser.parameters) == bits(strategy.mean))
      #expect(report.task?.accuracy == TaskScore(results.flatMap(\.records)).accuracy)
      #expect(try report.steps == 4 * 5 * options(experiment).task.ticks)
    }
  }

  @Test func selectionIsTheNegativeLossOfFreshEpisodesAndKeepsTheBest() throws {
    var experiment = Fixture.taskExperiment()
    experiment.gradient.learningRate = 0.3
    experiment.evaluation.selectionInterval = 1
    let trainer = try trainer(experiment)
    let options = try options(experiment)
    let batch = try batch(trainer, size: 4)
    var (scores, parameters) = ([Double](), [[Float]]())
    for round in 1...4 {
      let score = try #require(try trainer.step().selectionScore)
      let seed = EpisodeSeeds.evaluation(experiment.seed, round: round, episode: 0)
      let fresh = batch.run(
        trainer.state.optimiser.parameters, 0..<4,
        of: EpisodeSet(options.task, seed: seed, noise: options.noise))
      #expect(score == -fresh.meanLoss)
      scores.append(score)
      parameters.append(trainer.state.optimiser.parameters)
    }
    let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
    #expect(trainer.state.bestScore == scores[best])
    #expect(trainer.state.bestGeneration == best + 1)
    #expect(bits(trainer.state.best) == bits(parameters[best]))
  }

  /// Fast weights throw the network out of the finite range: it is counted and nothing breaks. A
  /// step that would throw the parameters out is left out, see `FailureTests`.
  @Test(arguments: Fixture.taskTrainers) func divergenceIsCounted(kind: TrainerKind) throws {
    var experiment = Fixture.taskExperiment(trainer: kind)
    experiment.network.rule = .hebbian
    (experiment.network.initialShare, experiment.network.bound) = (1e38, 1e30)
    let trainer = try trainer(experiment, workers: 2)
    let first = try trainer.step()
    let thrown = trainer.state.optimiser.parameters
    let report = try trainer.step()
    #expect(first.diverged > 0 && report.diverged > 0)
    #expect(trainer.state.divergedEpisodes == first.diverged + report.diverged)
    #expect(trainer.state.bestScore == nil, "a loss that is not finite is no best")
    if let descent = trainer.state.optimiser as? GradientDescent {
      #expect(descent.skipped == 2)
      #expect(bits(descent.parameters) == bits(thrown))
    }
    let evaluation = try #require(try trainer.evaluate().task)
    #expect(evaluation.accuracy.isFinite)
  }

  /// An experiment that takes a moment on either trainer.
  private func learnable(_ task: any TemporalTask, _ kind: TrainerKind) -> Experiment {
    var experiment = Experiment(TemporalOptions(task, noise: 0))
    experiment.trainer = kind
    experiment.network.hidden = [8]
    (experiment.gradient.batch, experiment.gradient.learningRate) = (16, 0.03)
    (experiment.evolution.population, experiment.evolution.episodes) = (16, 8)
    experiment.perturbation.learningRate = 0.03
    experiment.evaluation.episodes = 64
    experiment.evaluation.selectionEpisodes = 16
    return experiment
  }

  private func train(_ experiment: Experiment) throws -> (
    before: TaskEvaluation, after: TaskEvaluation
  ) {
    let trainer = try trainer(experiment, workers: 2)
    let before = try #require(try trainer.evaluate().task)
    for _ in 0..<experiment.budget.generations { _ = try trainer.step() }
    return (before, try #require(try trainer.evaluate().task))
  }

  /// One cue on either side, and a short delay.
  @Test(arguments: Fixture.taskTrainers) func aTinyTaskIsLearnt(kind: TrainerKind) throws {
    var task = CueAccumulation()
    (task.cues, task.groupSize, task.gapTicks, task.delayTicks, task.goTicks) = (1, 2, 2, 2, 5)
    var experiment = learnable(task, kind)
    experiment.network.plastic = []
    experiment.budget.generations = 40
    let (before, after) = try train(experiment)
    #expect(before.accuracy < 0.6, "\(before)")
    #expect(after.accuracy == 1, "\(after)")
  }

  /// What the cue means is new in every episode, so the answer can only be learnt within it.
  @Test func gradientsTeachANetworkToLearn() throws {
    var task = CueAssociation()
    (task.cues, task.dimension, task.showings) = (1, 4, 3)
    (task.cueTicks, task.responseTicks, task.feedbackTicks) = (1, 2, 2)
    var experiment = learnable(task, .gradient)
    (experiment.network.recurrent, experiment.gradient.learningRate) = (false, 0.05)
    experiment.budget.generations = 40
    let (before, after) = try train(experiment)
    #expect(before.lateAccuracy < 0.75, "near chance, one half: \(before)")
    #expect(after.lateAccuracy > 0.9, "\(after)")
    #expect(after.accuracyByTrial[0] < 0.7, "the first answer is a guess: \(after)")
  }
}
