public import EvolutionStrategies
public import Locomotion
public import NumericalMethods

/// The search itself.
public enum Optimiser: Sendable, Codable {
  case evolution(SubspaceSearch)
  case gradient(GradientDescent)
  case policyGradient(PolicyGradient)

  /// Kind and sizes of everything in it: two that agree can take each other's place.
  var shape: String {
    switch self {
    case .evolution(let search):
      "\(search.strategy.kind.rawValue) with \(search.populationSize) candidates, parameters "
        + "\(search.selection) of \(search.dimension)"
    case .gradient(let descent): "gradient, \(descent.shape) parameters, moments and scales"
    case .policyGradient(let policy):
      "policy-gradient, \(policy.shape) parameters, moments, scales, actions and critic"
    }
  }

  /// Generations so far.
  public var generation: Int {
    switch self {
    case .evolution(let strategy): strategy.generation
    case .gradient(let descent): descent.generation
    case .policyGradient(let policy): policy.generation
    }
  }

  /// The strategy's mean, or the parameters that descend.
  public var parameters: [Float] {
    switch self {
    case .evolution(let strategy): strategy.mean
    case .gradient(let descent): descent.parameters
    case .policyGradient(let policy): policy.parameters
    }
  }
}

/// Everything of a training run that a checkpoint keeps.
public struct TrainerState: Sendable, Codable {
  public var optimiser: Optimiser
  /// Digest of the policy file that the parameters started from; nil without one.
  public var startedFrom: String?
  /// Control steps, or ticks of a temporal task, in training.
  public var environmentSteps = 0
  public var divergedEpisodes = 0
  /// Failures of each kind; nil in checkpoints that are older than these numbers.
  private var failureCounts: FailureCounts?
  /// Files of failures that were written; nil in checkpoints that are older than this number.
  private var failureFiles: Int?
  /// Score, in fresh episodes, of the best parameters so far; nil before the first selection.
  public var bestScore: Double?
  public var bestGeneration = 0
  /// The best parameters so far; the present ones before the first selection.
  public var best: [Float]
  /// Moments of all observations of training; nil unless the experiment normalises them.
  public var observations: RunningMoments?
  /// What observations pass through at present, and with the best parameters; nil for nothing.
  public var normaliser: ObservationNormaliser?
  public var bestNormaliser: ObservationNormaliser?

  /// Failures of each kind so far.
  public internal(set) var failures: FailureCounts {
    get { failureCounts ?? FailureCounts() }
    set { failureCounts = newValue }
  }

  /// Failures so far that were written down to be replayed.
  public internal(set) var savedFailures: Int {
    get { failureFiles ?? 0 }
    set { failureFiles = newValue }
  }

  public init(
    _ optimiser: Optimiser, observations: RunningMoments? = nil,
    normaliser: ObservationNormaliser? = nil
  ) {
    self.optimiser = optimiser
    best = optimiser.parameters
    self.observations = observations
    (self.normaliser, bestNormaliser) = (normaliser, normaliser)
  }

  /// The present parameters become the best ones.
  mutating func keepBest() {
    (best, bestNormaliser) = (optimiser.parameters, normaliser)
    bestGeneration = optimiser.generation
  }

  /// Takes in a generation's observations; the next one is normalised by all so far.
  mutating func observe(_ moments: RunningMoments) {
    observations?.merge(moments)
    normaliser = observations.flatMap { ObservationNormaliser($0) }
  }
}
