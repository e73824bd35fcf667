/// Generalised advantage estimation (Schulman, Moritz, Levine, Jordan, Abbeel 2016, eqs 11 and 16):
///
///     δ_t = r_t + γ V_{t+1} − V_t,    A_t = δ_t + γλ A_{t+1}
///
/// along one life, and the returns A_t + V_t that a critic learns.
public struct AdvantageEstimate: Sendable, Equatable {
  /// [steps].
  public let advantages: [Double]
  public let returns: [Double]

  /// - Parameters:
  ///   - rewards: [steps].
  ///   - values: V before each step and after the last one, [steps + 1]; the last is 0 where the
  ///     life ended by itself.
  public init(rewards: [Double], values: [Double], discount: Double, traceDecay: Double) {
    precondition(values.count == rewards.count + 1, "one value more than rewards")
    var advantages = [Double](repeating: 0, count: rewards.count)
    var next = 0.0
    for t in rewards.indices.reversed() {
      let surprise = rewards[t] + discount * values[t + 1] - values[t]
      next = surprise + discount * traceDecay * next
      advantages[t] = next
    }
    self.advantages = advantages
    returns = zip(advantages, values).map { $0 + $1 }
  }
}
