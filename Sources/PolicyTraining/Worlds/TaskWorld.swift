import Execution
public import Locomotion
import NumericalMethods
public import Policies
import RobotDescription
public import SpikingNetworks
import TemporalTasks

/// Runs episodes of a temporal task under one network, on one thread.
public protocol TaskRunner: AnyObject, SendableMetatype {
  /// Some episodes of a set, at most ``TaskBatch/chunk`` of them, without noise in the neurons.
  func run(_ parameters: [Float], _ indices: Range<Int>, of set: EpisodeSet) -> TaskBatch.Result
}

extension TaskBatch: TaskRunner {}

/// A network as it would be deployed, which may have conductances; episodes one after the other.
final class DeployedNetwork: TaskRunner {
  private let network: Network

  init(_ spec: NetworkSpec) throws { network = try Network(spec: spec) }

  func run(_ parameters: [Float], _ indices: Range<Int>, of set: EpisodeSet) -> TaskBatch.Result {
    network.load(parameters.span)
    return indices.reduce(into: TaskBatch.Result()) { $0.add(set.result($1, network: network)) }
  }
}

/// A temporal task.
public final class TaskWorld<Runner: TaskRunner>: World {
  public let network: NetworkSpec
  let experiment: Experiment
  let options: TemporalOptions
  let episodes: TrainingEpisodes
  let crew: Crew
  let executor: Executor<Runner>

  /// - Parameter options: the task with its files loaded.
  init(
    _ experiment: Experiment, options: TemporalOptions, network: NetworkSpec,
    episodes: TrainingEpisodes, crew: Crew, runner: () throws -> Runner
  ) throws {
    (self.experiment, self.options, self.network) = (experiment, options, network)
    (self.episodes, self.crew) = (episodes, crew)
    executor = try Executor(workers: crew.workers, make: runner)
  }

  public func live(
    _ candidates: Candidates, normaliser _: ObservationNormaliser?
  ) throws -> (fitness: [Double], observed: Observed) {
    let (set, count) = (trainingSet(candidates.generation), episodes.each)
    let results = try executor.map(candidates.count, over: crew.ranks) { runner, index in
      let parameters = candidates[index]
      return TaskBatch.chunks(0..<count).reduce(into: TaskBatch.Result()) {
        $0.add(runner.run(parameters, $1, of: set))
      }
    }
    let found = results.enumerated().flatMap { index, result in
      result.failures(firstItem: index * count, of: candidates[index])
    }
    return (results.map(\.fitness), observed(results, found))
  }

  public func score(
    _ parameters: [Float], normaliser _: ObservationNormaliser?, round: Int
  ) throws -> Double {
    let seed = EpisodeSeeds.evaluation(
      experiment.seed, round: SelectionEpisodes.round(round, of: experiment), episode: 0)
    let set = EpisodeSet(options.task, seed: seed, noise: options.noise)
    let parts = TaskBatch.chunks(0..<experiment.evaluation.selectionEpisodes)
    let results = try executor.map(parts.count, over: crew.ranks) {
      $0.run(parameters, parts[$1], of: set)
    }
    return results.reduce(into: TaskBatch.Result()) { $0.add($1) }.fitness
  }

  public func probe(_ parameters: [Float], normaliser _: ObservationNormaliser?) throws -> String {
    let set = trainingSet(0)
    return Digest64(try executor.map(1) { runner, _ in runner.run(parameters, 0..<1, of: set) }).hex
  }

  public func evaluate(
    _ parameters: [Float], normaliser _: ObservationNormaliser?
  ) throws -> Evaluation {
    let set = EpisodeSet.heldOut(options.task, seed: experiment.seed, noise: options.noise)
    let records = try set.responses(
      network, parameters, episodes: experiment.evaluation.episodes, crew: crew)
    return .task(TaskEvaluation(records, noise: options.noise))
  }

  /// The episodes of a generation.
  func trainingSet(_ generation: Int) -> EpisodeSet {
    EpisodeSet(
      options.task, seed: episodes.setSeed(generation: generation), noise: options.noise)
  }

  /// What a generation's episodes tell together.
  func observed(_ results: [TaskBatch.Result], _ failures: [Failure]) -> Observed {
    let sum = results.reduce(into: TaskBatch.Result()) { $0.add($1) }
    let score = TaskScore(sum.records)
    return Observed(
      results: Digest64(results),
      measures: .task(
        GenerationReport.Task(
          loss: sum.meanLoss, accuracy: score.accuracy, lateAccuracy: score.lateAccuracy)),
      diverged: sum.diverged, failures: failures, steps: sum.records.count * options.task.ticks,
      firingRate: sum.firingRate)
  }
}

extension TaskWorld: DifferentiableWorld where Runner == TaskBatch {
  public func descent(
    _ parameters: [Float], generation: Int
  ) throws -> (gradient: [Float], observed: Observed) {
    let set = trainingSet(generation)
    let parts = TaskBatch.chunks(0..<experiment.gradient.batch)
    let results = try executor.map(parts.count) { batch, item in
      let result = batch.run(parameters, parts[item], of: set)
      var gradient = [Float](repeating: 0, count: parameters.count)
      batch.addGradient(to: &gradient)
      return (result, gradient)
    }
    let weight = Float(results.reduce(0) { $0 + $1.0.weight })
    var gradient = [Float](repeating: 0, count: parameters.count)
    for (_, part) in results {
      for index in gradient.indices { gradient[index] += part[index] / weight }
    }
    let sum = results.reduce(into: TaskBatch.Result()) { $0.add($1.0) }
    return (gradient, observed(results.map(\.0), sum.failures(firstItem: 0, of: parameters)))
  }
}

extension Experiment {
  /// What the experiment's parameters are tried on.
  /// - Parameters:
  ///   - isDeployed: whether a task's networks run as they would be deployed, though they could be
  ///     run in batches, which have gradients.
  /// - Throws: ``ExperimentError`` where the task's files cannot be used or the run would not fit
  ///   into memory, ``NetworkSpecError`` for a network out of range.
  func world(
    _ model: RobotModel?, episodes: TrainingEpisodes, isDeployed: Bool, crew: Crew,
    stages: Stages = Stages()
  ) throws -> any World {
    switch task {
    case .locomotion(let task):
      guard let model else { preconditionFailure("locomotion takes a robot") }
      return try GaitWorld(
        self, task: task, model: model, episodes: episodes, crew: crew, stages: stages)
    case .temporal(let options):
      let options = try options.loaded()
      let ticks = options.task.ticks
      let spec = network.specification(inputs: options.task.inputs, outputs: options.task.outputs)
      try spec.validate()
      guard network.neuron == .lif, !isDeployed else {
        try MemoryBound.checkRuntime(spec, ticks: ticks, workers: crew.together)
        return try TaskWorld(
          self, options: options, network: spec, episodes: episodes, crew: crew
        ) { try DeployedNetwork(spec) }
      }
      try MemoryBound.check(
        spec, chunk: TaskBatch.chunk, ticks: ticks, workers: crew.together)
      let surrogate = Surrogate(gradient.surrogate, slope: Float(gradient.slope))
      return try TaskWorld(
        self, options: options, network: spec, episodes: episodes, crew: crew
      ) { try TaskBatch(spec: spec, size: TaskBatch.chunk, ticks: ticks, surrogate: surrogate) }
    }
  }
}
