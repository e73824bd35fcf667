package import SpikingNetworks

/// What one perturbed trial says of the gradient of its reward: with rewards r at some times and
/// the eligibilities e then,
///
///     Σ r e/σ²  −  (R̄/n) Σ e/σ²,
///
/// where R̄, the reward that others had in all, may be known only later. The episodic form has one
/// time, the end.
package struct TrialEstimate: Sendable {
  /// Σ r e/σ².
  private var rewarded: [Float]
  /// Σ e/σ²; empty where no later baseline is meant to come.
  private var remembered: [Float]
  /// n.
  private var times = 0
  /// Σ r.
  package private(set) var reward = 0.0

  /// - Parameter isComplete: whether rewards come with their baseline taken off.
  package init(parameters: Int, isComplete: Bool) {
    rewarded = [Float](repeating: 0, count: parameters)
    remembered = isComplete ? [] : rewarded
  }

  /// Takes a reward, and the eligibilities that `perturbation` has now.
  package mutating func add(_ reward: Double, _ perturbation: Perturbation) {
    self.reward += reward
    times += 1
    if reward != 0 {
      rewarded.withUnsafeMutableBufferPointer {
        perturbation.addGradient(scaledBy: Float(reward), to: $0)
      }
    }
    guard !remembered.isEmpty else { return }
    remembered.withUnsafeMutableBufferPointer {
      perturbation.addGradient(scaledBy: 1, to: $0)
    }
  }

  /// gradient += scale · the estimate. A trial whose reward is not finite says nothing.
  package func add(scaledBy scale: Float, baseline: Double, to gradient: inout [Float]) {
    guard reward.isFinite, baseline.isFinite, times > 0 else { return }
    for index in gradient.indices { gradient[index] += scale * rewarded[index] }
    guard !remembered.isEmpty else { return }
    let share = scale * Float(baseline / Double(times))
    for index in gradient.indices { gradient[index] -= share * remembered[index] }
  }

  /// The gradient of the mean loss, −R, over trials: each is compared with the mean of the others
  /// unless it brought its own baseline. Not a number where no trial's reward is finite.
  package static func lossGradient(_ trials: [TrialEstimate], parameters: Int) -> [Float] {
    let finite = trials.map(\.reward).filter(\.isFinite)
    let sum = finite.reduce(0, +)
    var gradient = [Float](repeating: finite.isEmpty ? .nan : 0, count: parameters)
    for trial in trials {
      let others = finite.count > 1 ? (sum - trial.reward) / Double(finite.count - 1) : 0
      trial.add(scaledBy: -1 / Float(trials.count), baseline: others, to: &gradient)
    }
    return gradient
  }
}
