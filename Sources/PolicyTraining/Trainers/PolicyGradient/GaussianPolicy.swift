import NumericalMethods

/// A Gaussian over u with independent components, whose tanh is the action: the density of tanh(u)
/// differs from that of u by a factor that ratios and divergences do not see.
public struct GaussianPolicy: Sendable, Equatable {
  /// Logarithms of the deviations σ, [actions].
  public let logDeviations: [Float]

  public init(logDeviations: [Float]) { self.logDeviations = logDeviations }

  /// ln p(u) = −½ Σ ((u − μ)/σ)² − Σ ln σ − ½ n ln 2π.
  public func logProbability(of u: some Sequence<Float>, mean: some Sequence<Float>) -> Double {
    var sum = 0.0
    for ((u, mean), log) in zip(zip(u, mean), logDeviations) {
      let distance = (Double(u) - Double(mean)) / Double.exp(Double(log))
      sum -= 0.5 * distance * distance + Double(log) + 0.5 * Double.log(2 * Double.pi)
    }
    return sum
  }

  /// Σ ln σ + ½ n ln 2πe [nats], of u.
  public var entropy: Double {
    logDeviations.reduce(0) { $0 + Double($1) + 0.5 * (1 + Double.log(2 * .pi)) }
  }

  /// Mean σ.
  public var meanDeviation: Double {
    logDeviations.reduce(0) { $0 + Double.exp(Double($1)) } / Double(logDeviations.count)
  }

  /// KL(self ‖ other) [nats] with the given means.
  public func divergence(
    mean: some Sequence<Float>, from other: GaussianPolicy, mean otherMean: some Sequence<Float>
  ) -> Double {
    var sum = 0.0
    for (n, (mean, otherMean)) in zip(mean, otherMean).enumerated() {
      let (own, its) = (Double(logDeviations[n]), Double(other.logDeviations[n]))
      let gap = Double(mean) - Double(otherMean)
      sum += its - own + (Double.exp(2 * own) + gap * gap) / (2 * Double.exp(2 * its)) - 0.5
    }
    return sum
  }
}
