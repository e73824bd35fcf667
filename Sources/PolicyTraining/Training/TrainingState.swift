public import Locomotion
public import NumericalMethods
public import Policies

/// Everything of a training run that a checkpoint keeps.
public struct TrainingState: Sendable {
  /// Whose state it is.
  public let trainer: TrainerKind
  public var optimiser: any Optimiser
  /// Digest of the policy file that the parameters started from; nil without one.
  public var startedFrom: String?
  /// Control steps, or ticks of a temporal task, in training.
  public var environmentSteps = 0
  public var divergedEpisodes = 0
  /// Failures of each kind so far.
  public internal(set) var failures = FailureCounts()
  /// Failures so far that were written down to be replayed.
  public internal(set) var savedFailures = 0
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

  public init(
    _ trainer: TrainerKind, _ optimiser: any Optimiser, observations: RunningMoments? = nil,
    normaliser: ObservationNormaliser? = nil
  ) {
    (self.trainer, self.optimiser) = (trainer, optimiser)
    best = optimiser.parameters
    self.observations = observations
    (self.normaliser, bestNormaliser) = (normaliser, normaliser)
  }

  /// The present parameters become the best ones.
  mutating func keepBest() {
    (best, bestNormaliser) = (optimiser.parameters, normaliser)
    bestGeneration = optimiser.generation
  }

  /// Takes in a generation and its update; the next one is normalised by all observations so far.
  mutating func account(_ update: Update) {
    environmentSteps += update.observed.steps
    divergedEpisodes += update.observed.diverged
    failures.add(FailureCounts(update.observed.failures + update.failures))
    if let seen = update.observed.observations {
      observations?.merge(seen)
      normaliser = observations.flatMap { ObservationNormaliser($0) }
    }
    if bestScore == nil { keepBest() }
  }
}

extension TrainingState: Codable {
  private enum CodingKeys: String, CodingKey {
    case trainer, optimiser, startedFrom, environmentSteps, divergedEpisodes, failures,
      savedFailures, bestScore, bestGeneration, best, observations, normaliser, bestNormaliser
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func optimiser<Kind: Trainer>(of kind: Kind.Type) throws -> any Optimiser {
      try values.decode(Kind.Progress.self, forKey: .optimiser)
    }
    trainer = try values.decode(TrainerKind.self, forKey: .trainer)
    self.optimiser = try optimiser(of: trainer.implementation)
    startedFrom = try values.decodeIfPresent(String.self, forKey: .startedFrom)
    environmentSteps = try values.decode(Int.self, forKey: .environmentSteps)
    divergedEpisodes = try values.decode(Int.self, forKey: .divergedEpisodes)
    failures = try values.decode(FailureCounts.self, forKey: .failures)
    savedFailures = try values.decode(Int.self, forKey: .savedFailures)
    bestScore = try values.decodeIfPresent(Double.self, forKey: .bestScore)
    bestGeneration = try values.decode(Int.self, forKey: .bestGeneration)
    best = try values.decode([Float].self, forKey: .best)
    observations = try values.decodeIfPresent(RunningMoments.self, forKey: .observations)
    normaliser = try values.decodeIfPresent(ObservationNormaliser.self, forKey: .normaliser)
    bestNormaliser = try values.decodeIfPresent(
      ObservationNormaliser.self, forKey: .bestNormaliser)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(trainer, forKey: .trainer)
    try values.encode(optimiser, forKey: .optimiser)
    try values.encodeIfPresent(startedFrom, forKey: .startedFrom)
    try values.encode(environmentSteps, forKey: .environmentSteps)
    try values.encode(divergedEpisodes, forKey: .divergedEpisodes)
    try values.encode(failures, forKey: .failures)
    try values.encode(savedFailures, forKey: .savedFailures)
    try values.encodeIfPresent(bestScore, forKey: .bestScore)
    try values.encode(bestGeneration, forKey: .bestGeneration)
    try values.encode(best, forKey: .best)
    try values.encodeIfPresent(observations, forKey: .observations)
    try values.encodeIfPresent(normaliser, forKey: .normaliser)
    try values.encodeIfPresent(bestNormaliser, forKey: .bestNormaliser)
  }
}
