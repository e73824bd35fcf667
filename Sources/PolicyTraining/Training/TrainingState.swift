public import Locomotion
public import NumericalMethods
public import Policies

/// Everything of a training run that a checkpoint keeps.
public struct TrainingState: Sendable, Codable {
  private var named: NamedOptimiser
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

  /// Whose state it is.
  public var trainer: TrainerKind { named.trainer }

  public var optimiser: any Optimiser {
    get { named.value }
    set { named.value = newValue }
  }

  public init(
    _ trainer: TrainerKind, _ optimiser: any Optimiser, observations: RunningMoments? = nil,
    normaliser: ObservationNormaliser? = nil
  ) {
    named = NamedOptimiser(trainer, optimiser)
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

extension TrainingState {
  /// The first counter that no training comes to; nil where all can be gone on with.
  var problem: (found: String, expected: String)? {
    let (generation, most) = (optimiser.generation, 1 << 60)
    let counters =
      [
        ("generation", generation, 1_000_000), ("best generation", bestGeneration, generation),
        ("count of steps", environmentSteps, most),
        ("count of diverged episodes", divergedEpisodes, most),
        ("count of saved failures", savedFailures, most),
      ] + Failure.Kind.allCases.map { ("count of failures of \($0)", failures[$0], most) }
    return counters.first { $0.1 < 0 || $0.1 > $0.2 }
      .map { ("a \($0.0) of \($0.1)", "0 to \($0.2)") }
  }
}

/// An optimiser, encoded beside the name of its trainer.
struct NamedOptimiser: Codable {
  let trainer: TrainerKind
  var value: any Optimiser

  init(_ trainer: TrainerKind, _ value: any Optimiser) {
    (self.trainer, self.value) = (trainer, value)
  }

  private enum CodingKeys: String, CodingKey { case trainer, value }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func value<Kind: Trainer>(of kind: Kind.Type) throws -> any Optimiser {
      try values.decode(Kind.Progress.self, forKey: .value)
    }
    trainer = try values.decode(TrainerKind.self, forKey: .trainer)
    self.value = try value(of: trainer.implementation)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(trainer, forKey: .trainer)
    try values.encode(value, forKey: .value)
  }
}
