import EvolutionStrategies
import Locomotion
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
  private let executor: Executor<Worker>
  private let ranks: Ranks?

  /// Runs episodes in batches, which have gradients, or one after the other in a network as it would be
  /// deployed, which may have conductances and noise.
  fileprivate enum Worker {
    case batch(TaskBatch)
    case network(Network)
  }

  /// - Throws: ``ExperimentError`` where the task's files cannot be used or the run would not fit
  ///   into memory.
  init(_ experiment: Experiment, options: TemporalOptions, workers: Int, ranks: Ranks? = nil) throws
  {
    self.ranks = ranks
    let options = try options.loaded()
    let task = options.task
    let network = experiment.network.specification(inputs: task.inputs, outputs: task.outputs)
    try network.validate()
    (self.experiment, self.options, self.network) = (experiment, options, network)
    // Ranks of one machine share its memory.
    let together = workers * (ranks?.place.neighbours ?? 1)
    guard experiment.trainer != .perturbation, experiment.network.neuron == .lif else {
      try MemoryBound.checkRuntime(network, ticks: task.ticks, workers: together)
      executor = try Executor(workers: workers) {
        let network = try Network(spec: network)
        if experiment.trainer == .perturbation {
          try network.perturb(experiment.perturbation.specification)
        }
        return .network(network)
      }
      return
    }
    try MemoryBound.check(network, chunk: Self.chunk, ticks: task.ticks, workers: together)
    let surrogate = Surrogate(
      experiment.gradient.surrogate, slope: Float(experiment.gradient.slope))
    executor = try Executor(workers: workers) {
      .batch(
        try TaskBatch(spec: network, size: Self.chunk, ticks: task.ticks, surrogate: surrogate))
    }
  }

  func trial(_ strategy: SubspaceSearch, normaliser _: ObservationNormaliser?) throws -> Trial {
    let (set, count) = (trainingSet(strategy.generation), experiment.evolution.episodes)
    let results = try executor.map(strategy.populationSize, over: ranks) { worker, index in
      let parameters = strategy.candidate(index)
      return chunks(count).reduce(into: TaskBatch.Result()) {
        $0.add(worker.run(parameters, $1, of: set))
      }
    }
    let found = results.enumerated().flatMap { index, result in
      self.failures(result, firstItem: index * count, of: strategy.candidate(index))
    }
    return Trial(fitness: results.map(\.fitness), observed: observe(results, found))
  }

  func descent(_ parameters: [Float], generation: Int) throws -> Descent? {
    let set = trainingSet(generation)
    let parts = chunks(experiment.gradient.batch)
    let results = try executor.map(parts.count) { worker, item in
      guard case .batch(let batch) = worker else {
        preconditionFailure("an experiment that validates has batches to differentiate")
      }
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
    return Descent(
      gradient: gradient,
      observed: observe(results.map(\.0), failures(sum, firstItem: 0, of: parameters)))
  }

  func improvement(
    of policy: PolicyGradient, normaliser _: ObservationNormaliser?
  ) -> Improvement? { nil }

  func perturbation(
    of parameters: [Float], generation: Int, normaliser _: ObservationNormaliser?
  ) throws -> PerturbedGeneration {
    let (set, options) = (trainingSet(generation), experiment.perturbation)
    let trials = try executor.map(options.trials) { worker, item in
      guard case .network(let network) = worker else {
        preconditionFailure("a perturbed network runs as it would be deployed")
      }
      parameters.withUnsafeBufferPointer { network.load($0) }
      return set.perturbed(item, network: network, options)
    }
    // What happened without noise is reported; what failed with it is told of too.
    var sum = TaskBatch.Result()
    for trial in trials {
      var result = trial.results[0]
      if trial.results.contains(where: { $0.diverged > 0 }) { result.failed = [0] }
      sum.add(result)
    }
    var observed = observe(
      trials.map { $0.results[0] }, failures(sum, firstItem: 0, of: parameters))
    observed.steps *= options.baseline == .twin ? 2 : 1
    return PerturbedGeneration(
      change: .gradient(
        TrialEstimate.lossGradient(trials.map(\.estimate), parameters: parameters.count)),
      observed: observed)
  }

  func score(
    _ parameters: [Float], normaliser _: ObservationNormaliser?, round: Int
  ) throws -> Double {
    let seed = EpisodeSeeds.evaluation(experiment.seed, round: round, episode: 0)
    let set = EpisodeSet(options.task, seed: seed, noise: options.noise)
    let parts = chunks(experiment.evaluation.selectionEpisodes)
    let results = try executor.map(parts.count, over: ranks) {
      $0.run(parameters, parts[$1], of: set)
    }
    return results.reduce(into: TaskBatch.Result()) { $0.add($1) }.fitness
  }

  func probe(_ parameters: [Float], normaliser _: ObservationNormaliser?) throws -> String {
    let set = trainingSet(0)
    return Digest64(try executor.map(1) { worker, _ in worker.run(parameters, 0..<1, of: set) }).hex
  }

  func evaluate(_ parameters: [Float], normaliser _: ObservationNormaliser?) throws -> Evaluation {
    let set = EpisodeSet.heldOut(options.task, seed: experiment.seed, noise: options.noise)
    let records = try set.responses(
      network, parameters, episodes: experiment.evaluation.episodes, workers: executor.workers,
      ranks: ranks)
    return .task(TaskEvaluation(records, noise: options.noise))
  }

  private func trainingSet(_ generation: Int) -> EpisodeSet {
    let seed = EpisodeSeeds.training(experiment.seed, generation: generation, episode: 0)
    return EpisodeSet(options.task, seed: seed, noise: options.noise)
  }

  /// - Parameter firstItem: the number of the first record among the generation's episodes.
  private func failures(
    _ result: TaskBatch.Result, firstItem: Int, of parameters: [Float]
  ) -> [Failure] {
    guard !result.failed.isEmpty else { return [] }
    let kind: Failure.Kind = parameters.allSatisfy(\.isFinite) ? .network : .parameters
    return result.failed.map {
      Failure(kind: kind, item: firstItem + $0, cause: Divergence.nonFiniteNetwork.rawValue)
    }
  }

  private func observe(_ results: [TaskBatch.Result], _ failures: [Failure]) -> Observed {
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

extension TaskWorkload.Worker {
  /// Some episodes of a set, without noise.
  fileprivate func run(
    _ parameters: [Float], _ indices: Range<Int>, of set: EpisodeSet
  ) -> TaskBatch.Result {
    switch self {
    case .batch(let batch): return batch.run(parameters, indices, of: set)
    case .network(let network):
      parameters.withUnsafeBufferPointer { network.load($0) }
      return indices.reduce(into: TaskBatch.Result()) {
        $0.add(set.result($1, network: network))
      }
    }
  }
}

/// The numbers below `count` in chunks.
private func chunks(_ count: Int) -> [Range<Int>] { chunks(0..<count) }

/// A range in chunks.
func chunks(_ range: Range<Int>) -> [Range<Int>] {
  stride(from: range.lowerBound, to: range.upperBound, by: TaskWorkload.chunk).map {
    $0..<min($0 + TaskWorkload.chunk, range.upperBound)
  }
}
