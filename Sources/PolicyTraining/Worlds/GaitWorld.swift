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
  /// For whom the network estimates facts; nil where it acts itself.
  let teacher: Teacher?
  /// The same as a policy.
  let teacherPolicy: Policy?
  private let executor: Executor<NetworkRig>

  init(
    _ experiment: Experiment, task: LocomotionTask, model: RobotModel, episodes: TrainingEpisodes,
    crew: Crew, stages: Stages = Stages()
  ) throws {
    teacherPolicy = try experiment.teacher(of: task, model, stages)
    let teacher = try teacherPolicy?.asTeacher(path: experiment.distillation.teacher)
    self.teacher = teacher
    network =
      teacher.map {
        experiment.network.specification(for: model, of: task, outputs: $0.facts(of: model).count)
      } ?? experiment.network.specification(for: model, of: task)
    try network.validate()
    try experiment.randomisation.check(model)
    try experiment.check(model, place: "experiment")
    (self.experiment, self.task, self.model) = (experiment, task, model)
    (self.episodes, self.crew) = (episodes, crew)
    let network = network
    executor = try Executor(workers: crew.workers) {
      try NetworkRig(
        model: model, task: task, network: network, teacher: teacher,
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
    let (episodes, each, options) = (episodes, episodes.each, experiment.evolution)
    let lives = try executor.map(candidates.count * each, over: crew.ranks) { rig, item in
      let parameters = rig.load(normaliser: normaliser) { candidates.fill(item / each, &$0) }
      let specification = episodes.specification(generation: candidates.generation, item: item)
      let meter = FitnessMeter(options, specification, of: rig.episode.task)
      let result = rig.run(specification, observer: meter)
      return Life(
        result: result, fitness: meter.fitness(of: result), firingRate: rig.network.firingRate,
        observed: rig.controller.observed,
        failure: Failure(result, item: item, parameters: parameters))
    }
    let fitness = Self.fitness(lives.map(\.fitness), episodes: each)
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
    var fitness: Double
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
    let whole = results.filter { $0.reward.isFinite && !$0.outcome.isDiverged }
    let time = whole.reduce(0) { $0 + $1.duration }
    let gait = GenerationReport.Gait(
      rewardMean: finite.isEmpty ? 0 : Statistics.mean(finite), rewardBest: finite.max() ?? 0,
      speed: Statistics.mean(results.map(\.speed)),
      falls: Double(results.filter(\.outcome.isFall).count) / Double(results.count),
      rewardRate: time > 0 ? whole.reduce(0) { $0 + $1.reward } / time : 0,
      life: Statistics.mean(results.map(\.duration)))
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
    let episodes = SelectionEpisodes(experiment, before: round, of: model)
    let options = experiment.evolution
    let scores = try executor.map(
      experiment.evaluation.selectionEpisodes, over: crew.ranks
    ) { rig, item in
      rig.load(parameters, normaliser: normaliser)
      let life = episodes.specification(item)
      let meter = FitnessMeter(options, life, of: rig.episode.task)
      return meter.fitness(of: rig.run(life, observer: meter))
    }
    return Statistics.mean(scores)
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
    let seed = experiment.seed
    let tests = try executor.map(options.episodes, over: crew.ranks) { rig, item in
      rig.load(parameters, normaliser: normaliser)
      let gait = GaitAnalyser()
      let life = EpisodeSpecification(
        seed: EpisodeSeeds.evaluation(seed, episode: item), duration: options.duration)
      return Test(result: rig.run(life, observer: gait), gait: gait.metrics)
    }
    return .gait(GaitEvaluation(tests.map { ($0.result, $0.gait) }, duration: options.duration))
  }

  /// An episode of the final test, in the nominal world, with its gait.
  struct Test: Sendable, Portable {
    var result: EpisodeResult
    var gait: GaitMetrics?
  }
}

extension GaitWorld.Life {
  func write(to wire: inout WireWriter) {
    wire.write(result)
    wire.write(fitness)
    wire.write(firingRate)
    wire.write(observed)
    wire.write(failure)
  }

  init(from wire: inout WireReader) throws {
    (result, fitness) = (try wire.read(), try wire.read())
    firingRate = try wire.read()
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

extension Experiment {
  /// The policy that an estimator learns to inform; nil for other trainers.
  /// - Throws: ``ExperimentError`` where the estimator would not see what its teacher sees; what
  ///   reading the file throws, and for a policy of another robot.
  fileprivate func teacher(
    of task: LocomotionTask, _ model: RobotModel, _ stages: Stages
  ) throws -> Policy? {
    guard trainer == .distillation else { return nil }
    let path = distillation.teacher
    guard !path.isEmpty else {
      throw ExperimentError(
        place: "experiment", key: "distillation.teacher", found: "nothing",
        expected: "the path of a policy that is told facts, such as one of the preset ant-teacher")
    }
    let policy = try stages.teacher(of: self)
    try policy.requireRobot(model, path: path)
    let told = try policy.asTeacher(path: path).task
    guard task.efference >= told.efference else {
      throw ExperimentError(
        place: "experiment", key: "task.efference", found: "\(task.efference)",
        expected: "\(told.efference) or more, as \(path) sees")
    }
    return policy
  }
}
