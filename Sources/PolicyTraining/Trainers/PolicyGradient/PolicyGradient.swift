import NumericalMethods
public import Policies

/// A policy on its way up the gradient of what it earns, with its critic: recurrent proximal policy
/// optimisation (Schulman et al. 2017). Encoding is exact: a decoded one continues bit for bit.
public struct PolicyGradient: Optimiser {
  /// Generations so far.
  public private(set) var generation = 0
  /// Adam's present step size.
  public private(set) var learningRate: Double
  /// The network's parameters and then ln σ of each action.
  private var descent: GradientDescent
  private let actions: Int
  var critic: Critic

  /// - Parameters:
  ///   - scales: multiples of the step size, one a parameter.
  ///   - criticInputs: the width of what the critic sees.
  public init(
    initial: [Float], scales: [Float], actions: Int, criticInputs: Int, seed: UInt64,
    _ options: PolicyGradientOptions
  ) {
    learningRate = options.learningRate
    self.actions = actions
    let deviations = [Float](repeating: Float(Double.log(options.deviation)), count: actions)
    descent = GradientDescent(
      initial: initial + deviations, scales: scales + [Float](repeating: 1, count: actions))
    var stream = RandomStream(seed: seed, purpose: .initialParameters, individual: 1)
    critic = Critic(inputs: criticInputs, hidden: options.criticHidden, stream: &stream)
  }

  public var shape: String {
    let sizes = descent.sizes + [actions] + critic.shape
    return "policy-gradient, \(sizes) parameters, moments, scales, actions and critic"
  }

  public var parameters: [Float] { descent.parameters.dropLast(actions) }

  /// The policy's exploration, which does not die out: σ ≥ 0.02.
  public var exploration: GaussianPolicy {
    let least = Float(Double.log(0.02))
    return GaussianPolicy(
      logDeviations: descent.parameters.suffix(actions).map { max($0, least) })
  }

  /// One update against the mean gradient of `result`, as ``GradientDescent`` makes it.
  /// - Returns: the Euclidean norms of the gradient before clipping and of the step, and what was
  ///   not finite.
  mutating func step(
    _ result: SegmentBatch.Result, clip: Double
  ) -> (gradient: Double, update: Double, failure: UpdateFailure?) {
    let steps = Float(result.steps)
    return descent.step(
      (result.gradient + result.logDeviationGradient).map { $0 / steps },
      learningRate: learningRate, clip: clip)
  }

  /// Ends a generation whose last pass moved the policy by `divergence` [nats].
  mutating func endGeneration(
    divergence: Double, of generations: Int, _ options: PolicyGradientOptions
  ) {
    generation += 1
    switch options.schedule {
    case .constant: break
    case .linear:
      learningRate =
        options.learningRate * max(1 - Double(generation) / Double(generations), 0)
    case .adaptive:
      if divergence > 2 * options.targetDivergence { learningRate /= 1.5 }
      if divergence < options.targetDivergence / 2 { learningRate *= 1.5 }
      learningRate = min(max(learningRate, 1e-5), 1e-1)
    }
  }
}

/// The result of an update of a policy by its gradient.
public struct PolicyGradientReport: Sendable, Equatable {
  /// Mean clipped surrogate, and mean squared error of the critic in units of the returns'
  /// variance.
  public var policyLoss: Double
  public var valueLoss: Double
  /// 1 − Var(return − V)/Var(return), before the update.
  public var explainedVariance: Double
  /// Mean KL divergence [nats] of the policy before from that at the last pass.
  public var divergence: Double
  /// Share of steps, over all passes, where the clip took the gradient away.
  public var clipShare: Double
  /// Mean entropy of an action [nats], and mean deviation σ.
  public var entropy: Double
  public var deviation: Double
  public var learningRate: Double
  /// Passes over the experience, the last of which may be a part of one: less than asked for where
  /// `kl_bound` ended them.
  public var epochs: Double

  /// Columns of `metrics.csv`.
  static let columns: [(name: String, value: KeyPath<PolicyGradientReport, Double> & Sendable)] = [
    ("policy_loss", \.policyLoss), ("value_loss", \.valueLoss),
    ("explained_variance", \.explainedVariance), ("kl_divergence", \.divergence),
    ("clip_share", \.clipShare), ("entropy", \.entropy), ("deviation", \.deviation),
    ("learning_rate", \.learningRate), ("epochs", \.epochs),
  ]
}
