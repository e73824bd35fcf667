import EvolutionStrategies
import NumericalMethods
public import SpikingNetworks
public import TemporalTasks

/// Episodes of a temporal task.
public final class TaskWorkload: Workload {
  /// Episodes that a worker runs at a time. Gradients are summed within such a chunk and then over
  /// chunks in their order, so this decides the last bits of a result and the number of workers does
  /// not.
  static let chunk = 16

  public let network: NetworkSpec
  private let experiment: Experiment
  private let options: TemporalOptions
  private let executor: Executor<TaskBatch>

  /// - Throws: ``ExperimentError`` where the task's files cannot be used or the run would not fit
  ///   into memory.
  public convenience init(
    _ experiment: Experiment, options: TemporalOptions, workers: Int
  ) throws {
    try self.init(
      experiment, options: options,
      network: experiment.network.specification(
        inputs: options.task.inputs, outputs: options.task.outputs),
      workers: workers)
  }

  /// Episodes under a network that need not be the experiment's.
  public init(
    _ experiment: Experiment, options: TemporalOptions, network: NetworkSpec, workers: Int
  ) throws {
    var options = options
    do throws(TemporalTaskError) {
      try options.task.load()
      try options.task.validate()
    } catch {
      throw ExperimentError(
        place: "experiment", key: "task." + error.field, found: error.found,
        expected: error.expected)
    }
    let task = options.task
    try network.validate()
    try MemoryBound.check(network, chunk: Self.chunk, ticks: task.ticks, workers: workers)
    (self.experiment, self.options, self.network) = (experiment, options, network)
    let surrogate = Surrogate(
      experiment.gradient.surrogate, slope: Float(experiment.gradient.slope))
    executor = try Executor(workers: workers) {
      try TaskBatch(spec: network, size: Self.chunk, ticks: task.ticks, surrogate: surrogate)
    }
  }

  func trial(_ strategy: OpenAIES) throws -> Trial {
    let (seed, count) = (trainingSeed(strategy.generation), experiment.evolution.episodes)
    let (task, noise) = (options.task, options.noise)
    let results = try executor.map(strategy.populationSize) { batch, index in
      let parameters = strategy.candidate(index)
      return chunks(count).reduce(into: TaskBatch.Result()) { sum, indices in
        sum.add(
          batch.run(parameters, indices.map { task.episode(seed: seed, index: $0, noise: noise) }))
      }
    }
    return Trial(fitness: results.map { -$0.meanLoss }, observed: observe(results))
  }

  func descent(_ parameters: [Float], generation: Int) throws -> Descent? {
    let seed = trainingSeed(generation)
    let (task, noise) = (options.task, options.noise)
    let parts = chunks(experiment.gradient.batch)
    let results = try executor.map(parts.count) { batch, item in
      let episodes = parts[item].map { task.episode(seed: seed, index: $0, noise: noise) }
      let result = batch.run(parameters, episodes)
      var gradient = [Float](repeating: 0, count: parameters.count)
      batch.addGradient(to: &gradient)
      return (result, gradient)
    }
    let weight = Float(results.reduce(0) { $0 + $1.0.weight })
    var gradient = [Float](repeating: 0, count: parameters.count)
    for (_, part) in results {
      for index in gradient.indices { gradient[index] += part[index] / weight }
    }
    return Descent(gradient: gradient, observed: observe(results.map(\.0)))
  }

  func score(_ parameters: [Float], round: Int) throws -> Double {
    let result = try run(
      parameters, task: options.task, noise: options.noise, round: round,
      episodes: experiment.evaluation.selectionEpisodes)
    return -result.meanLoss
  }

  func evaluate(_ parameters: [Float]) throws -> Evaluation {
    let records = try responses(
      parameters, noise: options.noise, seed: experiment.seed,
      episodes: experiment.evaluation.episodes)
    return .task(TaskEvaluation(records, noise: options.noise))
  }

  /// Responses in episodes of held-out content that no training episode shares; the same episodes,
  /// but for the noise, at every noise.
  public func responses(
    _ parameters: [Float], noise: Double, seed: UInt64, episodes: Int
  ) throws -> [EpisodeResponses] {
    try run(
      parameters, task: options.task.heldOut, noise: noise, round: 0, seed: seed,
      episodes: episodes
    ).records
  }

  private func run(
    _ parameters: [Float], task: any TemporalTask, noise: Double, round: Int, seed: UInt64? = nil,
    episodes: Int
  ) throws -> TaskBatch.Result {
    let seed = EpisodeSeeds.evaluation(seed ?? experiment.seed, round: round, episode: 0)
    let parts = chunks(episodes)
    let results = try executor.map(parts.count) { batch, item in
      batch.run(parameters, parts[item].map { task.episode(seed: seed, index: $0, noise: noise) })
    }
    return results.reduce(into: TaskBatch.Result()) { $0.add($1) }
  }

  private func trainingSeed(_ generation: Int) -> UInt64 {
    EpisodeSeeds.training(experiment.seed, generation: generation, episode: 0)
  }

  private func observe(_ results: [TaskBatch.Result]) -> Observed {
    let sum = results.reduce(into: TaskBatch.Result()) { $0.add($1) }
    let score = TaskScore(sum.records)
    return Observed(
      measures: .task(
        GenerationReport.Task(
          loss: sum.meanLoss, accuracy: score.accuracy, lateAccuracy: score.lateAccuracy)),
      diverged: sum.diverged, steps: sum.records.count * options.task.ticks,
      firingRate: sum.firingRate)
  }
}

/// The numbers below `count` in chunks.
private func chunks(_ count: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: TaskWorkload.chunk).map {
    $0..<min($0 + TaskWorkload.chunk, count)
  }
}
