import Foundation
public import SpikingNetworks

/// Settings of recurrent proximal policy optimisation (Schulman et al. 2017) through the plastic
/// network.
public struct PolicyGradientOptions: Sendable, Equatable, Codable {
  /// How the step size goes.
  public enum Schedule: String, Sendable, Codable, CaseIterable {
    /// Stays.
    case constant
    /// Falls in a straight line to 0 over the budget's generations.
    case linear
    /// Falls by half after an update that moved the policy by more than twice `target_divergence`,
    /// and rises after one that moved it by less than half of that.
    case adaptive
  }

  /// Lives that a generation gathers.
  public var episodes = 32
  /// Length of each [s].
  public var duration = 3.0
  /// Control steps of a segment, through which gradients flow back.
  public var segment = 16
  /// Passes over a generation's experience, each in `minibatches` updates.
  public var epochs = 4
  public var minibatches = 4
  /// γ, per control step.
  public var discount = 0.99
  /// λ of generalised advantage estimation.
  public var traceDecay = 0.95
  /// ε: a probability ratio beyond 1 ± ε gains nothing more.
  public var clip = 0.2
  /// Weight of the policy's entropy.
  public var entropy = 0.0
  /// Deviation of exploration at the start, in units of the readout g·o, before tanh.
  public var deviation = 0.5
  /// Where training starts from scratch, the readout's weights are this multiple of the usual ones:
  /// the first actions then lie near the standing pose, where tanh has a slope.
  public var readoutScale = 0.1
  /// Adam's step size, at its highest.
  public var learningRate = 0.001
  public var schedule = Schedule.constant
  /// KL divergence [nats] of the policy at hand from that of the generation's lives beyond which a
  /// generation has no more updates of the policy: where a minibatch shows more of it, by
  /// Schulman's estimate k₃, that minibatch and all after it are left out, while the critic learns
  /// on; 0 is no bound, 0.02 a usual one.
  public var klBound = 0.0
  /// KL divergence [nats] of an update that `adaptive` aims at.
  public var targetDivergence = 0.1
  /// Longest gradient: a longer one is scaled down to this Euclidean norm; 0 clips none.
  public var gradientClip = 1.0
  /// Plasticity parameters move with this multiple of the step size.
  public var plasticityScale = 1.0
  /// What stands for the derivative of a spike, and γ.
  public var surrogate = Surrogate.Kind.superspike
  public var slope = 4.0
  /// Units of the critic's hidden layers, and its step size.
  public var criticHidden = [64, 64]
  public var criticLearningRate = 0.001
  /// Whether the critic sees what no sensor tells: see ``PrivilegedState``.
  public var privileged = false

  public init() {}
}

extension PolicyGradientOptions {
  func validate(_ bounds: Bounds) throws {
    try bounds.count(episodes, "episodes")
    try bounds.duration(duration, "duration")
    try bounds.require((1...1000).contains(segment), "segment", segment, "1 to 1000 steps")
    try bounds.count(epochs, "epochs")
    try bounds.count(minibatches, "minibatches")
    try bounds.unit(discount, "discount")
    try bounds.unit(traceDecay, "trace_decay")
    try bounds.require(0 < clip && clip < 1, "clip", clip, "a number between 0 and 1")
    try bounds.nonNegative(entropy, "entropy")
    try bounds.require(
      (0.02...10).contains(deviation), "deviation", deviation, "0.02 to 10")
    try bounds.nonNegative(readoutScale, "readout_scale")
    try bounds.positive(learningRate, "learning_rate")
    try bounds.nonNegative(klBound, "kl_bound")
    try bounds.positive(targetDivergence, "target_divergence")
    try bounds.nonNegative(gradientClip, "gradient_clip")
    try bounds.positiveFloat(plasticityScale, "plasticity_scale")
    try bounds.positiveFloat(slope, "slope")
    try bounds.require(
      criticHidden.count <= 8 && criticHidden.allSatisfy { (1...4096).contains($0) },
      "critic_hidden", criticHidden, "at most 8 sizes from 1 to 4096")
    try bounds.positive(criticLearningRate, "critic_learning_rate")
  }
}
