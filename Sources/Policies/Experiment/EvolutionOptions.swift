public import EvolutionStrategies

/// Settings of the evolution strategy.
public struct EvolutionOptions: StrategySettings, Sendable, Equatable, Codable {
  /// Which parameters are searched for; the others stay as they start.
  public enum Search: String, Sendable, Codable, CaseIterable {
    case all
    /// Slow weights and biases.
    case weights
    /// Plasticity coefficients and modulators. Shared by a population they are few.
    case rules
  }

  public var strategy = Strategy.Kind.openAIES
  public var search = Search.all
  /// Candidates a generation; but for `cma-es` and `sep-cma-es` half of them mirror the other half.
  public var population = 32
  /// Standard deviation σ of the perturbations; `pgpe`, `cma-es` and `sep-cma-es` start with it.
  public var sigma = 0.1
  /// Size of a parameter's step: Adam's for `openai-es`, α for `ars`; of d parameters ClipUp's step for
  /// `pgpe` is √d times as long. `cma-es` and `sep-cma-es` have none.
  public var learningRate = 0.05
  /// Both shrink by these factors each generation; a σ that adapts does so by itself.
  public var sigmaDecay = 1.0
  public var learningRateDecay = 0.995
  /// Pull of the mean towards zero, for `openai-es`.
  public var weightDecay = 0.0
  /// ClipUp's bound on a step, in multiples of the learning rate, and its momentum, for `pgpe`.
  public var maxSpeed = 2.0
  public var momentum = 0.9
  /// Step size of the standard deviations of `pgpe`.
  public var sigmaLearningRate = 0.1
  /// Share of the mirrored pairs that count, the best ones, for `ars`.
  public var topShare = 0.5
  /// Episodes that each candidate lives; all candidates of a generation share their seeds.
  public var episodes = 1
  /// Episodes of locomotion have this length [s] in the first half of the budget's generations and then grow
  /// linearly to the task's duration: short lives teach to step, long ones to keep going.
  public var initialDuration = 2.0
  /// Plasticity parameters move with their own σ and learning rate: multiples of the above.
  public var plasticityScale = 0.3

  public init() {}

  enum CodingKeys: String, CodingKey {
    case strategy, search, population, sigma
    case learningRate = "learning_rate"
    case sigmaDecay = "sigma_decay"
    case learningRateDecay = "learning_rate_decay"
    case weightDecay = "weight_decay"
    case maxSpeed = "max_speed"
    case momentum
    case sigmaLearningRate = "sigma_learning_rate"
    case topShare = "top_share"
    case episodes
    case initialDuration = "initial_duration"
    case plasticityScale = "plasticity_scale"
  }

  /// Chooses a strategy, with settings that suit it where the others' do not.
  mutating func choose(_ strategy: Strategy.Kind) {
    let defaults = EvolutionOptions()
    self.strategy = strategy
    switch strategy {
    case .openAIES, .ars: (sigma, learningRate) = (defaults.sigma, defaults.learningRate)
    case .pgpe: (sigma, learningRate) = (defaults.sigma, 0.02)
    case .cmaES, .sepCMAES: sigma = 0.2
    }
  }
}
