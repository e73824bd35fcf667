import Execution
public import Locomotion
import NeuralControl
import NumericalMethods
public import Policies
import RobotDescription
public import SpikingNetworks

/// A walking robot.
public final class GaitWorld: World {
  public let network: NetworkSpec
  let experiment: Experiment
  let model: RobotModel
  let task: LocomotionTask
  let episodes: TrainingEpisodes
  let crew: Crew
  private let executor: Executor<NetworkRig>

  init(
    _ experiment: Experiment, task: LocomotionTask, model: RobotModel, episodes: TrainingEpisodes,
    crew: Crew
  ) throws {
    network = experiment.network.specification(for: model)
    try network.validate()
    (self.experiment, self.task, self.model) = (experiment, task, model)
    (self.episodes, self.crew) = (episodes, crew)
    let network = network
    executor = try Executor(workers: crew.workers) {
      try NetworkRig(
        model: model, task: task, network: network,
        observes: experiment.network.normaliseObservations)
    }
  }

  /// A rig of its own for a thread that does more than live candidates.
  func makeRig() throws -> NetworkRig {
    try NetworkRig(
      model: model, task: task, network: network,
      observes: experiment.network.normaliseObservations)
  }

  public func live(
    _ candidates: Candidates, normaliser: ObservationNormaliser?
  ) throws -> (fitness: [Double], observed: Observed) {
    let (episodes, each) = (episodes, episodes.different)
    let lives = try executor.map(candidates.count * each, over: crew.ranks) { rig, item in
      let parameters = rig.load(normaliser: normaliser) { candidates.fill(item / each, &$0) }
      let result = rig.run(
        episodes.specification(generation: candidates.generation, item: item))
      return Life(
        result: result, firingRate: rig.network.firingRate, observed: rig.controller.observed,
        failure: Failure(result, item: item, parameters: parameters))
    }
    let fitness = Self.fitness(lives.map(\.result.fitness), episodes: each)
    return (fitness, observed(lives, fitness: fitness))
  }

  /// Mean fitness of each candidate's `episodes`, given candidate by candidate; −∞ where one
  /// failed.
  static func fitness(_ lives: [Double], episodes: Int) -> [Double] {
    stride(from: 0, to: lives.count, by: episodes).map { first in
      Statistics.mean(Array(lives[first..<first + episodes]))
    }
  }

  /// An episode of training.
  struct Life: Sendable, Portable {
    var result: EpisodeResult
    /// Mean spikes per tick of a hidden neuron.
    var firingRate: Double
    /// Moments of the observations, before they were normalised; nil unless asked for.
    var observed: RunningMoments?
    var failure: Failure?
  }

  /// What a generation's episodes tell together.
  /// - Parameter fitness: of the candidates; of each episode where it is its own.
  func observed(_ lives: [Life], fitness: [Double]) -> Observed {
    let results = lives.map(\.result)
    let finite = fitness.filter(\.isFinite)
    let gait = GenerationReport.Gait(
      rewardMean: finite.isEmpty ? 0 : Statistics.mean(finite), rewardBest: finite.max() ?? 0,
      speed: Statistics.mean(results.map(\.speed)),
      falls: Double(results.filter(\.outcome.isFall).count) / Double(results.count))
    return Observed(
      results: Digest64(results), measures: .gait(gait),
      diverged: results.filter(\.outcome.isDiverged).count,
      failures: lives.compactMap(\.failure),
      steps: results.reduce(0) { $0 + $1.controlSteps },
      firingRate: Statistics.mean(lives.map(\.firingRate)),
      observations: experiment.network.normaliseObservations
        ? Self.merged(lives.map(\.observed), channels: network.inputs) : nil)
  }

  /// The moments of all lives, merged in their order; a life that left the finite range says
  /// nothing.
  static func merged(_ lives: [RunningMoments?], channels: Int) -> RunningMoments {
    lives.compactMap(\.self).filter(\.isFinite)
      .reduce(into: RunningMoments(channels: channels)) { $0.merge($1) }
  }

  public func score(
    _ parameters: [Float], normaliser: ObservationNormaliser?, round: Int
  ) throws -> Double {
    let tests = try test(
      parameters, normaliser, episodes: experiment.evaluation.selectionEpisodes, round: round)
    return Statistics.mean(tests.map(\.result.fitness))
  }

  public func probe(_ parameters: [Float], normaliser: ObservationNormaliser?) throws -> String {
    let life = EpisodeSpecification(
      seed: EpisodeSeeds.evaluation(experiment.seed, episode: 0), duration: min(1, task.duration))
    return try executor.map(1) { rig, _ in
      rig.load(parameters, normaliser: normaliser)
      return rig.run(life).digest
    }[0]
  }

  public func evaluate(
    _ parameters: [Float], normaliser: ObservationNormaliser?
  ) throws -> Evaluation {
    let options = experiment.evaluation
    let tests = try test(parameters, normaliser, episodes: options.episodes, round: 0)
    return .gait(GaitEvaluation(tests.map { ($0.result, $0.gait) }, duration: options.duration))
  }

  /// An episode of a test, with its gait.
  struct Test: Sendable, Portable {
    var result: EpisodeResult
    var gait: GaitMetrics?
  }

  /// Fresh episodes of one parameter vector; round 0 is the final evaluation, in the nominal world
  /// and with its gait, and any other selects, under the conditions of training at its end.
  private func test(
    _ parameters: [Float], _ normaliser: ObservationNormaliser?, episodes: Int, round: Int
  ) throws -> [Test] {
    let (seed, duration) = (experiment.seed, experiment.evaluation.duration)
    let randomisation = round == 0 ? RandomisationOptions() : experiment.randomisation
    return try executor.map(episodes, over: crew.ranks) { rig, item in
      rig.load(parameters, normaliser: normaliser)
      let life = EpisodeSeeds.evaluation(seed, round: round, episode: item)
      let gait = round == 0 ? GaitAnalyser() : nil
      let result = rig.run(
        EpisodeSpecification(
          seed: life, conditions: randomisation.draw(seed: life, progress: 1, duration: duration),
          duration: duration), observer: gait)
      return Test(result: result, gait: gait?.metrics)
    }
  }
}

extension GaitWorld.Life {
  func write(to wire: inout WireWriter) {
    wire.write(result)
    wire.write(firingRate)
    wire.write(observed)
    wire.write(failure)
  }

  init(from wire: inout WireReader) throws {
    (result, firingRate) = (try wire.read(), try wire.read())
    (observed, failure) = (try wire.read(), try wire.read())
  }
}

extension GaitWorld.Test {
  func write(to wire: inout WireWriter) {
    wire.write(result)
    wire.write(gait)
  }

  init(from wire: inout WireReader) throws {
    (result, gait) = (try wire.read(), try wire.read())
  }
}
