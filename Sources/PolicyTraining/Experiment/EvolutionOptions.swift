/// Settings of the evolution strategy (Salimans et al. 2017).
public struct EvolutionOptions: Sendable, Equatable, Codable {
  /// Candidates a generation; half of them mirror the other half.
  public var population = 32
  /// Standard deviation σ of the perturbations.
  public var sigma = 0.1
  /// Adam's step size.
  public var learningRate = 0.05
  /// Both shrink by these factors each generation.
  public var sigmaDecay = 1.0
  public var learningRateDecay = 0.995
  /// Pull of the mean towards zero.
  public var weightDecay = 0.0
  /// Episodes that each candidate lives; all candidates of a generation share their seeds.
  public var episodes = 1
  /// Episodes of locomotion have this length [s] in the first half of the budget's generations and then grow
  /// linearly to the task's duration: short lives teach to step, long ones to keep going.
  public var initialDuration = 2.0
  /// Plasticity parameters move with their own σ and learning rate: multiples of the above.
  public var plasticityScale = 0.3

  public init() {}

  enum CodingKeys: String, CodingKey {
    case population, sigma
    case learningRate = "learning_rate"
    case sigmaDecay = "sigma_decay"
    case learningRateDecay = "learning_rate_decay"
    case weightDecay = "weight_decay"
    case episodes
    case initialDuration = "initial_duration"
    case plasticityScale = "plasticity_scale"
  }
}
