import EvolutionStrategies
import NumericalMethods
import SpikingNetworks
import TemporalTasks

/// Episodes of a temporal task.
final class TaskWorkload: Workload {
  /// Episodes that a worker runs at a time. Gradients are summed within such a chunk and then over
  /// chunks in their order, so this decides the last bits of a result and the number of workers does
  /// not.
  static let chunk = 16

  let network: NetworkSpec
  private let experiment: Experiment
  private let options: TemporalOptions
  private let executor: Executor<TaskBatch>

  /// - Throws: ``ExperimentError`` where the task's files cannot be used or the run would not fit
  ///   into memory.
  init(_ experiment: Experiment, options: TemporalOptions, workers: Int) throws {
    let options = try options.loaded()
    let task = options.task
    let network = experiment.network.specification(inputs: task.inputs, outputs: task.outputs)
    try network.validate()
    try MemoryBound.check(network, chunk: Self.chunk, ticks: task.ticks, workers: workers)
    (self.experiment, self.options, self.network) = (experiment, options, network)
    let surrogate = Surrogate(
      experiment.gradient.surrogate, slope: Float(experiment.gradient.slope))
    executor = try Executor(workers: workers) {
      try TaskBatch(spec: network, size: Self.chunk, ticks: task.ticks, surrogate: surrogate)
    }
  }

  func trial(_ strategy: SubspaceSearch) throws -> Trial {
    let (set, count) = (trainingSet(strategy.generation), experiment.evolution.episodes)
    let results = try executor.map(strategy.populationSize) { batch, index in
      let parameters = strategy.candidate(index)
      return chunks(count).reduce(into: TaskBatch.Result()) {
        $0.add(batch.run(parameters, $1, of: set))
      }
    }
    return Trial(fitness: results.map { -$0.meanLoss }, observed: observe(results))
  }

  func descent(_ parameters: [Float], generation: Int) throws -> Descent? {
    let set = trainingSet(generation)
    let parts = chunks(experiment.gradient.batch)
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
    return Descent(gradient: gradient, observed: observe(results.map(\.0)))
  }

  func improvement(of policy: PolicyGradient) -> Improvement? { nil }

  func score(_ parameters: [Float], round: Int) throws -> Double {
    let seed = EpisodeSeeds.evaluation(experiment.seed, round: round, episode: 0)
    let set = EpisodeSet(options.task, seed: seed, noise: options.noise)
    let parts = chunks(experiment.evaluation.selectionEpisodes)
    let results = try executor.map(parts.count) { $0.run(parameters, parts[$1], of: set) }
    return -results.reduce(into: TaskBatch.Result()) { $0.add($1) }.meanLoss
  }

  func evaluate(_ parameters: [Float]) throws -> Evaluation {
    let set = EpisodeSet.heldOut(options.task, seed: experiment.seed, noise: options.noise)
    let records = try set.responses(
      network, parameters, episodes: experiment.evaluation.episodes, workers: executor.workers)
    return .task(TaskEvaluation(records, noise: options.noise))
  }

  private func trainingSet(_ generation: Int) -> EpisodeSet {
    let seed = EpisodeSeeds.training(experiment.seed, generation: generation, episode: 0)
    return EpisodeSet(options.task, seed: seed, noise: options.noise)
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
func chunks(_ count: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: TaskWorkload.chunk).map {
    $0..<min($0 + TaskWorkload.chunk, count)
  }
}
