import NumericalMethods
public import SpikingNetworks

/// What a policy saw, said and did in one life.
public struct Trajectory: Sendable {
  /// Observations before each step and, where the life was cut off, after the last one, before they
  /// were normalised: [steps (+ 1), inputs].
  public var observations: [Float] = []
  /// What the critic sees beside them, [steps (+ 1), channels].
  public var privileged: [Float] = []
  /// μ = g·o of each step, and what was drawn around it, [steps, actions].
  public var means: [Float] = []
  public var draws: [Float] = []
  /// [steps].
  public var rewards: [Double] = []
  /// The network's state at the start of each segment.
  public var states: [NetworkState] = []
  /// Whether the life ended by itself: nothing more was to be gained.
  public var isTerminal = false
  public var spikesPerTick = 0.0

  public var steps: Int { rewards.count }

  /// Moments of the observations before each step.
  func observed(channels: Int) -> RunningMoments {
    var moments = RunningMoments(channels: channels)
    moments.add(Array(observations.prefix(steps * channels)))
    return moments
  }

  /// Forgets everything from `step` on but the observation before it.
  mutating func cut(to step: Int, actions: Int, segment: Int) {
    rewards.removeLast(steps - step)
    means.removeLast(means.count - step * actions)
    draws.removeLast(draws.count - step * actions)
    let segments = (step + segment - 1) / segment
    states.removeLast(max(states.count - segments, 0))
  }
}

/// A piece of a life that is replayed from the network's state at its start.
struct Segment: Sendable {
  let trajectory: Int
  let steps: Range<Int>
  /// Index of the state in the trajectory.
  let state: Int
}
