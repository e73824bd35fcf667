public import Locomotion
public import NeuralControl
public import NumericalMethods
public import SpikingNetworks

/// A network at the controls that explores: its action is tanh(μ + σ ε) where the deployed one is
/// tanh(μ), μ = g·o. It writes down the life it leads.
public final class Explorer: NetworkDriven {
  private let controller: NetworkController
  /// Control steps of a segment.
  private let segment: Int
  private let gain: Float
  private var deviations: [Float] = []
  private var noise = RandomStream(seed: 0, purpose: .exploration)
  private var trajectory = Trajectory()
  /// The first step with a number that is not finite.
  private var broken: Int?

  public init(network: Network, segment: Int) {
    (controller, self.segment) = (NetworkController(network), segment)
    gain = network.spec.readout.gain
  }

  public var network: Network { controller.network }

  /// Takes up a policy for the life to come.
  /// - Parameters:
  ///   - normaliser: what observations pass through; the trajectory keeps them as they came.
  ///   - noise: the stream of ε.
  public func prepare(
    _ parameters: [Float], _ policy: GaussianPolicy, normaliser: ObservationNormaliser? = nil,
    noise: RandomStream
  ) {
    controller.normaliser = normaliser
    network.load(parameters.span)
    deviations = policy.logDeviations.map { Float.exp($0) }
    self.noise = noise
    trajectory = Trajectory()
    broken = nil
  }

  public func reset() { network.reset() }

  public func reset(seed: UInt64) { network.reset(seed: seed) }

  public func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    if trajectory.rewards.count.isMultiple(of: segment) { trajectory.states.append(network.state) }
    trajectory.observations += observation
    controller.act(observation: observation, action: action)
    let outputs = network.outputBuffer
    for n in 0..<outputs.count {
      let mean = gain * outputs[n]
      let draw = mean + deviations[n] * Float(noise.gaussian())
      trajectory.means.append(mean)
      trajectory.draws.append(draw)
      action[n] = fastTanh(draw)
    }
  }

  /// What the step just made earned, and the privileged state before it.
  public func earn(_ reward: Double, privileged: [Float] = []) {
    let width = network.spec.inputs
    let isFinite =
      reward.isFinite && privileged.allSatisfy(\.isFinite)
      && trajectory.observations.suffix(width).allSatisfy(\.isFinite)
      && trajectory.draws.suffix(deviations.count).allSatisfy(\.isFinite)
    if !isFinite && broken == nil { broken = trajectory.steps }
    trajectory.rewards.append(reward)
    trajectory.privileged += privileged
  }

  /// The life, over. One that was cut off gives its last step away, so that the observation before
  /// it is one after the last; one that left the finite range ended there.
  public func finish(isTerminal: Bool) -> Trajectory {
    trajectory.isTerminal = isTerminal
    trajectory.spikesPerTick = network.firingRate
    if let broken {
      trajectory.isTerminal = true
      trajectory.cut(to: broken, actions: deviations.count, segment: segment)
    } else if !isTerminal && trajectory.steps > 0 {
      trajectory.cut(to: trajectory.steps - 1, actions: deviations.count, segment: segment)
    }
    return trajectory
  }
}
