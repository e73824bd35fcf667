import Locomotion
import NumericalMethods
import Policies

/// The lives of a generation with what the critic makes of them.
struct Experience: Sendable {
  let trajectories: [Trajectory]
  /// The policy that led them.
  let policy: GaussianPolicy
  /// What it saw its observations through.
  let normaliser: ObservationNormaliser?
  /// Advantages, brought to mean 0 and deviation 1 over all steps, and returns, [life][step].
  private(set) var advantages: [[Double]] = []
  private(set) var returns: [[Double]] = []
  private let actions: Int

  /// - Parameter values: V at every row of every trajectory's observations.
  init(
    _ trajectories: [Trajectory], policy: GaussianPolicy, normaliser: ObservationNormaliser?,
    values: [[Double]], _ options: PolicyGradientOptions
  ) {
    (self.trajectories, self.policy, self.normaliser) = (trajectories, policy, normaliser)
    actions = policy.logDeviations.count
    for (life, values) in zip(trajectories, values) {
      let estimate = AdvantageEstimate(
        rewards: life.rewards, values: life.isTerminal ? values + [0] : values,
        discount: options.discount, traceDecay: options.traceDecay)
      advantages.append(estimate.advantages)
      returns.append(estimate.returns)
    }
    let all = Array(advantages.joined())
    guard all.count > 1 else { return }
    let (mean, deviation) = (Statistics.mean(all), Statistics.standardDeviation(all))
    advantages = advantages.map { $0.map { ($0 - mean) / (deviation + 1e-8) } }
  }

  /// u and μ of a step.
  func action(_ trajectory: Int, _ step: Int) -> (ArraySlice<Float>, ArraySlice<Float>) {
    let places = step * actions..<(step + 1) * actions
    return (trajectories[trajectory].draws[places], trajectories[trajectory].means[places])
  }

  /// All lives in pieces of at most `length` steps.
  func segments(length: Int) -> [Segment] {
    trajectories.enumerated().flatMap { index, life in
      stride(from: 0, to: life.steps, by: length).map {
        Segment(
          trajectory: index, steps: $0..<min($0 + length, life.steps), state: $0 / length)
      }
    }
  }
}
