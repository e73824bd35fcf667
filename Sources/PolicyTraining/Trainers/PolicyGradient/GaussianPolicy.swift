import NumericalMethods

/// A Gaussian over u with independent components, whose tanh is the action: the density of tanh(u)
/// differs from that of u by a factor that ratios and divergences do not see.
public struct GaussianPolicy: Sendable, Equatable {
  /// Logarithms of the deviations σ, [actions].
  public let logDeviations: [Float]
  /// σ, for the many samples that are asked about under one policy.
  let deviations: [Double]

  private static let logOfTwoPi = Double.log(2 * .pi)

  public init(logDeviations: [Float]) {
    self.logDeviations = logDeviations
    deviations = logDeviations.map { Double.exp(Double($0)) }
  }

  /// ln p(u) = −½ Σ ((u − μ)/σ)² − Σ ln σ − ½ n ln 2π.
  public func logProbability(of u: some Sequence<Float>, mean: some Sequence<Float>) -> Double {
    var sum = 0.0
    for ((u, mean), (log, deviation)) in zip(zip(u, mean), zip(logDeviations, deviations)) {
      let distance = (Double(u) - Double(mean)) / deviation
      sum -= 0.5 * distance * distance + Double(log) + 0.5 * Self.logOfTwoPi
    }
    return sum
  }

  /// Σ ln σ + ½ n ln 2πe [nats], of u.
  public var entropy: Double {
    logDeviations.reduce(0) { $0 + Double($1) + 0.5 * (1 + Self.logOfTwoPi) }
  }

  /// Mean σ.
  public var meanDeviation: Double {
    deviations.reduce(0, +) / Double(deviations.count)
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
