public import EvolutionStrategies

/// Settings of the evolution strategy.
public struct EvolutionOptions: Sendable, Equatable, Codable {
  /// Which parameters are searched for; the others stay as they start.
  public enum Search: String, Sendable, Codable, CaseIterable {
    case all
    /// Slow weights and biases.
    case weights
    /// Plasticity coefficients and modulators. Shared by a population they are few.
    case rules
  }

  /// What of a life counts. Evolution alone has the choice: a policy gradient learns from the
  /// reward of every step and its discounted sum, a perturbation from what a life earns beyond its
  /// twin.
  public enum Fitness: String, Sendable, Codable, CaseIterable {
    /// All its reward.
    case life
    /// Its reward a second [1/s] from its first change on, the first onset of a condition in
    /// mid-life, and `settling` after it, to the planned end; what a life did before is free, and
    /// one that ended before has earned nothing. A life without a change counts whole, likewise a
    /// second of its planned length.
    case afterChange = "after-change"
  }

  public var strategy = Strategy.Kind.openAIES
  public var search = Search.all
  /// Candidates a generation; but for `cma-es` and `sep-cma-es` half of them mirror the other half.
  public var population = 32
  /// Standard deviation σ of the perturbations; `pgpe`, `cma-es` and `sep-cma-es` start with it.
  public var sigma = 0.1
  /// Size of a parameter's step: Adam's for `openai-es`, α for `ars`; of d parameters ClipUp's step
  /// for `pgpe` is √d times as long. `cma-es` and `sep-cma-es` have none.
  public var learningRate = 0.05
  /// Both shrink by these factors each generation; a σ that adapts does so by itself.
  public var sigmaDecay = 1.0
  public var learningRateDecay = 0.995
  public var openaiES = OpenAIESOptions()
  public var pgpe = PGPEOptions()
  public var ars = ARSOptions()
  /// Episodes that each candidate lives; candidates that are compared share their seeds.
  public var episodes = 1
  /// What selection among candidates goes by, and the best parameters of a run are chosen by.
  public var fitness = Fitness.life
  /// Time after the change that does not count yet [s], at most half of what is left of the life.
  public var settling = 0.0
  /// Episodes of locomotion have this length [s] in the first half of the budget's generations and
  /// then grow linearly to the task's duration: short lives teach to step, long ones to keep going.
  public var initialDuration = 2.0
  /// Plasticity parameters move with their own σ and learning rate: multiples of the above.
  public var plasticityScale = 0.3

  public init() {}

  /// Candidates, one after the other, of which each is compared with the others alone: mirrored
  /// pairs, or all.
  package var compared: Int {
    switch strategy {
    case .openAIES, .pgpe, .ars: 2
    case .cmaES, .sepCMAES: population
    }
  }

  /// Chooses a strategy, with settings that suit it where the others' do not.
  package mutating func choose(_ strategy: Strategy.Kind) {
    let defaults = EvolutionOptions()
    self.strategy = strategy
    switch strategy {
    case .openAIES, .ars: (sigma, learningRate) = (defaults.sigma, defaults.learningRate)
    case .pgpe: (sigma, learningRate) = (defaults.sigma, 0.02)
    case .cmaES, .sepCMAES: sigma = 0.2
    }
  }
}

extension EvolutionOptions {
  func validate(_ bounds: Bounds) throws {
    try validatePopulation(bounds)
    try bounds.positive(sigma, "sigma")
    try bounds.positive(learningRate, "learning_rate")
    try bounds.decay(sigmaDecay, "sigma_decay")
    try bounds.decay(learningRateDecay, "learning_rate_decay")
    try bounds.positive(initialDuration, "initial_duration")
    try bounds.positiveFloat(plasticityScale, "plasticity_scale")
    try bounds.count(episodes, "episodes")
    try bounds.duration(settling, "settling", from: 0)
    try openaiES.validate(bounds.of("openai_es"))
    try pgpe.validate(bounds.of("pgpe"))
    try ars.validate(bounds.of("ars"))
  }

  private func validatePopulation(_ bounds: Bounds) throws {
    switch strategy {
    case .openAIES, .pgpe, .ars:
      try bounds.require(
        (2...1_000_000).contains(population) && population.isMultiple(of: 2),
        "population", population, "an even number from 2 to 1000000")
    case .cmaES, .sepCMAES:
      try bounds.require(
        (4...1_000_000).contains(population), "population", population,
        "4 to 1000000")
    }
  }
}

extension EvolutionOptions: StrategySettings {
  public var weightDecay: Double { openaiES.weightDecay }
  public var maxSpeed: Double { pgpe.maxSpeed }
  public var momentum: Double { pgpe.momentum }
  public var sigmaLearningRate: Double { pgpe.sigmaLearningRate }
  public var topShare: Double { ars.topShare }
}

/// What `openai-es` alone has.
public struct OpenAIESOptions: Sendable, Equatable, Codable {
  /// Pull of the mean towards zero.
  public var weightDecay = 0.0

  public init() {}

  func validate(_ bounds: Bounds) throws { try bounds.nonNegative(weightDecay, "weight_decay") }
}

/// What `pgpe` alone has.
public struct PGPEOptions: Sendable, Equatable, Codable {
  /// ClipUp's bound on a step, in multiples of the learning rate, and its momentum.
  public var maxSpeed = 2.0
  public var momentum = 0.9
  /// Step size of the standard deviations.
  public var sigmaLearningRate = 0.1

  public init() {}

  func validate(_ bounds: Bounds) throws {
    try bounds.positiveFloat(maxSpeed, "max_speed")
    try bounds.share(momentum, "momentum")
    try bounds.nonNegative(sigmaLearningRate, "sigma_learning_rate")
  }
}

/// What `ars` alone has.
public struct ARSOptions: Sendable, Equatable, Codable {
  /// Share of the mirrored pairs that count, the best ones.
  public var topShare = 0.5

  public init() {}

  func validate(_ bounds: Bounds) throws { try bounds.decay(topShare, "top_share") }
}
