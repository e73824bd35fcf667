import Execution
import Foundation
import NumericalMethods
public import Policies
import PolicyTraining
import SpikingNetworks
import TemporalTasks

/// How well estimators of one gradient agree with central finite differences of the expected loss,
/// on one network and one temporal task, and what each costs.
public final class GradientAgreement {
  /// One estimator. Everything is over the compared coordinates; t is the true gradient, g an
  /// estimate and ḡ their mean.
  public struct Row: Sendable, Encodable {
    public let name: String
    /// Pairs or perturbed trials of an estimate; 1 where it is one backward pass.
    public let trials: Int
    /// Estimates that held something not finite; the figures leave them out.
    public let nonfinite: Int
    /// Mean of cos(g, t) over estimates.
    public let cosine: Double
    /// |ḡ − t|/|t|, less what the variance of ḡ adds to it.
    public let relativeBias: Double
    /// ⟨|g − ḡ|²⟩/|t|².
    public let variance: Double
    /// CPU time of an estimate [s].
    public let cpuS: Double
    /// Bytes of its networks and buffers.
    public let peakBytes: Int
  }

  /// The finite differences.
  public struct Truth: Sendable, Encodable {
    public let episodes: Int
    public let coordinates: Int
    public let step: Double
    public let norm: Double
    /// The highest cosine that a perfect estimate would reach against differences as noisy as
    /// these: from the cosine of their two halves by the Spearman–Brown formula.
    public let ceiling: Double
    public let cpuS: Double
  }

  public struct Report: Sendable, Encodable {
    public let experiment: String
    public let parameters: Int
    public let truth: Truth
    public let estimators: [Row]
  }

  private let experiment: Experiment
  private let options: AgreementOptions
  private let task: TemporalOptions
  private let spec: NetworkSpec
  private let parameters: [Float]
  private let workers: Int
  /// The compared parameters, ascending.
  private let places: [Int]

  /// The gradient is taken where training would start.
  /// - Throws: ``ExperimentError`` for what cannot be compared, `FileError` or `SafeTensorsError`
  ///   for a policy to start from that cannot be used.
  public init(
    _ experiment: Experiment, _ options: AgreementOptions, workers: Int
  ) throws {
    try options.validate()
    guard case .temporal(let task) = experiment.task else {
      throw ExperimentError(
        place: "gradients", key: "task.kind", found: experiment.task.kind,
        expected: "a temporal task: its loss has a gradient to compare with")
    }
    (self.experiment, self.options, self.workers) = (experiment, options, workers)
    self.task = try task.loaded()
    spec = experiment.network.specification(
      inputs: self.task.task.inputs, outputs: self.task.task.outputs)
    try spec.validate()
    parameters = try StartingPoint(experiment, network: spec, model: nil).parameters
    var stream = RandomStream(seed: experiment.seed, purpose: .gradientCheck)
    places = stream.draw(options.coordinates, of: spec.layout.count).sorted()
    if allowsBackpropagation {
      try MemoryBound.check(
        spec, chunk: TaskBatch.chunk, ticks: self.task.task.ticks, workers: workers)
    }
  }

  /// Compares everything that the network allows.
  public func report(progress: (String) -> Void) throws -> Report {
    progress("finite differences")
    let (truth, summary) = try differences()
    let rows = try kinds().map { kind in
      progress(kind.name)
      return try row(kind, truth)
    }
    return Report(
      experiment: experiment.name, parameters: parameters.count, truth: summary, estimators: rows)
  }

  /// An estimator that a worker can make.
  struct Kind {
    let name: String
    let trials: Int
    let make: () throws -> any GradientEstimator
  }

  private func kinds() -> [Kind] {
    let spec = spec
    var kinds = allowsBackpropagation ? backwardKinds : []
    let (sigma, noise) = (options.sigma, experiment.perturbation)
    kinds += options.trials.map { trials in
      Kind(name: "perturbation", trials: trials) {
        try PerturbationEstimator(spec, noise, trials: trials)
      }
    }
    kinds += options.pairs.map { pairs in
      Kind(name: "evolution", trials: pairs) {
        try EvolutionEstimator(spec, pairs: pairs, sigma: sigma)
      }
    }
    return kinds
  }

  private var backwardKinds: [Kind] {
    let (spec, ticks) = (spec, task.task.ticks)
    let own = Surrogate(experiment.gradient.surrogate, slope: Float(experiment.gradient.slope))
    var kinds = Surrogate.Kind.allCases.map { kind in
      let surrogate = kind == own.kind ? own : Surrogate(kind, peak: own.derivative(Float(0)))
      return Kind(name: "bptt \(kind.rawValue)", trials: 1) {
        try BackpropagationEstimator(spec, ticks: ticks, surrogate)
      }
    }
    if allowsEprop {
      kinds.append(
        Kind(name: "e-prop \(own.kind.rawValue)", trials: 1) {
          try EpropEstimator(spec, ticks: ticks, own)
        })
    }
    return kinds
  }

  /// Conductance-based neurons have no surrogate.
  private var allowsBackpropagation: Bool { spec.hidden.allSatisfy { $0.conductance == nil } }

  /// e-prop knows one population without plasticity, and no state that is cleared within an
  /// episode.
  private var allowsEprop: Bool {
    let isPlastic =
      spec.hidden.contains { $0.inputPlasticity != nil || $0.recurrentPlasticity != nil }
      || spec.readout.plasticity != nil
    return !isPlastic && spec.hidden.count == 1 && !task.task.clearsState
  }

  /// Episodes of the truth and of each estimate have seeds of their own.
  private func set(_ round: Int) -> EpisodeSet {
    let seed = EpisodeSeeds.training(experiment.seed, generation: round, episode: 0)
    return EpisodeSet(task.task, seed: seed, noise: task.noise)
  }

  /// Central differences, with the same episodes on both sides.
  private func differences() throws -> ([Double], Truth) {
    let (spec, set, step) = (spec, set(0), Float(options.step))
    let (parameters, places, half) = (parameters, places, options.truthEpisodes / 2)
    let found = try FiniteDifferences(
      Executor(workers: workers) { try LossProbe(spec) }, coordinates: places.count
    ) { probe, coordinate, side in
      let range = side == 0 ? 0..<half : half..<2 * half
      func loss(_ direction: Float) -> Double {
        var moved = parameters
        moved[places[coordinate]] += direction * step
        return probe.meanLoss(moved, range, of: set)
      }
      return (loss(1) - loss(-1)) / Double(2 * step)
    }
    let (truth, agreement) = (found.gradient, max(found.agreement, 0))
    return (
      truth,
      Truth(
        episodes: options.truthEpisodes, coordinates: places.count, step: options.step,
        norm: dot(truth, truth).squareRoot(),
        ceiling: (2 * agreement / (1 + agreement)).squareRoot(), cpuS: found.cost)
    )
  }

  private func row(_ kind: Kind, _ truth: [Double]) throws -> Row {
    let executor = try Executor(workers: workers) { try kind.make() }
    let (parameters, places, batch, seed) = (parameters, places, options.batch, experiment.seed)
    let sets = (0..<options.replicates).map { set($0 + 1) }
    let found = try executor.map(options.replicates) { estimator, replicate in
      let start = threadSeconds()
      let gradient = try estimator.estimate(
        parameters, 0..<batch, of: sets[replicate],
        seed: EpisodeSeeds.evaluation(seed, round: replicate, episode: 1))
      let cost = threadSeconds() - start
      return (places.map { Double(gradient[$0]) }, cost, estimator.bytes)
    }
    return Row(
      kind, estimates: found.map(\.0), truth: truth, cpu: found.map(\.1), bytes: found[0].2)
  }
}

extension GradientAgreement.Row {
  /// - Parameters:
  ///   - estimates: [replicates][coordinates].
  ///   - cpu: of each [s].
  init(
    _ kind: GradientAgreement.Kind, estimates: [[Double]], truth: [Double], cpu: [Double],
    bytes: Int
  ) {
    let all = estimates.count
    let estimates = estimates.filter { $0.allSatisfy(\.isFinite) }
    let count = Double(estimates.count)
    let mean = truth.indices.map { n in Statistics.mean(estimates.map { $0[n] }) }
    let spread = estimates.reduce(0) { sum, estimate in
      sum + zip(estimate, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let (variance, square) = (spread / (count - 1), dot(truth, truth))
    let gap = zip(mean, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    self.init(
      name: kind.name, trials: kind.trials, nonfinite: all - estimates.count,
      cosine: Statistics.mean(estimates.map { NumericalMethods.cosine($0, truth) }),
      relativeBias: (max(gap - variance / count, 0) / square).squareRoot(),
      variance: variance / square, cpuS: Statistics.mean(cpu), peakBytes: bytes)
  }
}

extension Surrogate {
  /// The one of a kind with σ′(0) = `peak`; superspike, whose σ′(0) is 1, at its usual slope.
  fileprivate init(_ kind: Kind, peak: Float) {
    switch kind {
    case .superspike: self.init(kind)
    case .atan: self.init(kind, slope: 2 * peak)
    case .triangular: self.init(kind, slope: peak)
    case .sigmoid: self.init(kind, slope: 4 * peak)
    }
  }
}
