import NumericalMethods
public import SpikingNetworks

/// How parameters are found.
public enum TrainerKind: String, Sendable, Codable, CaseIterable {
  /// An evolution strategy: any task, forward passes only.
  case evolution
  /// Backpropagation through time with surrogate spikes: temporal tasks.
  case gradient
  /// Recurrent proximal policy optimisation with the same gradients: locomotion.
  case policyGradient = "policy-gradient"
  /// Noise in every neuron and the reward alone, no gradient of anything: any task.
  case perturbation
  /// Backpropagation through time of an estimator that finds out what a privileged teacher is told:
  /// locomotion.
  case distillation
}

/// Settings of training by gradient descent: Adam (Kingma, Ba 2015) on the mean cross-entropy of a
/// batch of fresh episodes.
public struct GradientOptions: Sendable, Equatable, Codable {
  /// How the step size goes over the budget's generations.
  public enum Schedule: String, Sendable, Codable, CaseIterable {
    /// Stays.
    case constant
    /// Falls in a straight line to 0.
    case linear
    /// Falls along half a cosine to 0 (Loshchilov, Hutter 2017).
    case cosine
  }

  /// Episodes of an update.
  public var batch = 32
  /// Adam's step size at its highest.
  public var learningRate = 0.01
  public var schedule = Schedule.cosine
  /// Generations over which the step size first rises from 0 in a straight line.
  public var warmup = 0
  /// Longest gradient: a longer one is scaled down to this Euclidean norm; 0 clips none.
  public var clip = 1.0
  /// Plasticity parameters move with this multiple of the step size.
  public var plasticityScale = 1.0
  /// What stands for the derivative of a spike, and γ.
  public var surrogate = Surrogate.Kind.superspike
  public var slope = 4.0

  public init() {}

  /// The step size of a generation out of `generations`.
  public func learningRate(generation: Int, of generations: Int) -> Double {
    guard generation >= warmup else {
      return learningRate * Double(generation + 1) / Double(warmup + 1)
    }
    let progress = Double(generation - warmup) / Double(max(generations - warmup, 1))
    return switch schedule {
    case .constant: learningRate
    case .linear: learningRate * max(1 - progress, 0)
    case .cosine: learningRate * (0.5 + 0.5 * Double.cos(.pi * min(progress, 1)))
    }
  }
}

extension GradientOptions {
  func validate(_ bounds: Bounds) throws {
    try bounds.count(batch, "batch")
    try bounds.positive(learningRate, "learning_rate")
    try bounds.require(
      (0...1_000_000).contains(warmup), "warmup", warmup, "0 to 1000000")
    try bounds.nonNegative(clip, "clip")
    try bounds.positiveFloat(plasticityScale, "plasticity_scale")
    try bounds.positiveFloat(slope, "slope")
  }
}
