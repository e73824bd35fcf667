import NumericalMethods

/// The loss of one control step in proximal policy optimisation (Schulman et al. 2017, eq. 7), less
/// the entropy bonus,
///
///     L = −min(r A, clip(r, 1 ± ε) A) − c H,    r = p(u) / p_old(u),
///
/// with its derivatives.
public struct ClippedSurrogate: Sendable, Equatable {
  public let ratio: Double
  /// (r − 1) − ln r ≥ 0: its mean over what p_old did is an estimate of KL(p_old ‖ p) [nats]
  /// without bias and of little variance (Schulman 2020, *Approximating KL divergence*, k₃).
  public let divergence: Double
  public let loss: Double
  /// Whether the clip took the gradient away.
  public let isClipped: Bool
  /// ∂L/∂μ and ∂L/∂ln σ, [actions].
  public let meanSlope: [Float]
  public let logDeviationSlope: [Float]

  /// - Parameters:
  ///   - u: what was done, and `mean` what `policy` now says there, [actions].
  ///   - oldLogProbability: of `u` under the policy that did it.
  public init(
    u: some Sequence<Float>, mean: some Sequence<Float>, policy: GaussianPolicy,
    oldLogProbability: Double, advantage: Double, clip: Double, entropy: Double
  ) {
    let logRatio = policy.logProbability(of: u, mean: mean) - oldLogProbability
    ratio = Double.exp(logRatio)
    divergence = ratio - 1 - logRatio
    let clipped = min(max(ratio, 1 - clip), 1 + clip)
    isClipped = clipped * advantage < ratio * advantage
    loss = -min(ratio * advantage, clipped * advantage) - entropy * policy.entropy
    let pull = isClipped ? 0 : -advantage * ratio
    var (meanSlope, logDeviationSlope): ([Float], [Float]) = ([], [])
    for ((u, mean), deviation) in zip(zip(u, mean), policy.deviations) {
      let distance = (Double(u) - Double(mean)) / deviation
      meanSlope.append(Float(pull * distance / deviation))
      logDeviationSlope.append(Float(pull * (distance * distance - 1) - entropy))
    }
    (self.meanSlope, self.logDeviationSlope) = (meanSlope, logDeviationSlope)
  }
}
