import Locomotion
import Policies
import SpikingNetworks

/// A few segments at a time, replayed through the network as it now is.
final class SegmentBatch {
  /// Results of segments.
  struct Result: Sendable {
    /// Sums over the control steps.
    var gradient: [Float]
    var logDeviationGradient: [Float]
    var loss = 0.0
    var divergence = 0.0
    /// The same by its estimate from the ratios, see ``ClippedSurrogate/divergence``.
    var estimatedDivergence = 0.0
    var clipped = 0.0
    var steps = 0.0

    init(parameters: Int, actions: Int) {
      gradient = [Float](repeating: 0, count: parameters)
      logDeviationGradient = [Float](repeating: 0, count: actions)
    }

    mutating func add(_ other: Result) {
      for n in gradient.indices { gradient[n] += other.gradient[n] }
      for n in logDeviationGradient.indices {
        logDeviationGradient[n] += other.logDeviationGradient[n]
      }
      loss += other.loss
      divergence += other.divergence
      estimatedDivergence += other.estimatedDivergence
      clipped += other.clipped
      steps += other.steps
    }
  }

  /// Segments that a worker replays at a time. Gradients are summed within them and then over such
  /// chunks in their order.
  static let chunk = 8

  private let network: BatchNetwork<Float>
  private let segment: Int

  init(
    spec: NetworkSpec, segment: Int, surrogate: Surrogate
  ) throws(NetworkSpecError) {
    self.segment = segment
    network = try BatchNetwork(
      spec: spec, batch: Self.chunk, ticks: segment * spec.ticksPerStep, surrogate: surrogate)
  }

  /// The gradient of the clipped surrogate over at most ``chunk`` segments.
  func result(
    _ parameters: [Float], _ policy: GaussianPolicy, _ segments: ArraySlice<Segment>,
    of experience: Experience, _ options: PolicyGradientOptions
  ) -> Result {
    network.load(parameters.span)
    let segments = Array(segments)
    replay(segments, experience)
    var result = Result(parameters: parameters.count, actions: network.spec.outputs)
    // ∂L/∂μ of every segment and step.
    let slopes = segments.enumerated().map { sample, segment in
      segment.steps.enumerated().map { offset, step in
        let (u, oldMean) = experience.action(segment.trajectory, step)
        let mean = mean(sample, offset)
        let surrogate = ClippedSurrogate(
          u: u, mean: mean, policy: policy,
          oldLogProbability: experience.policy.logProbability(of: u, mean: oldMean),
          advantage: experience.advantages[segment.trajectory][step], clip: options.clip,
          entropy: options.entropy)
        result.loss += surrogate.loss
        result.estimatedDivergence += surrogate.divergence
        result.clipped += surrogate.isClipped ? 1 : 0
        result.steps += 1
        result.divergence += experience.policy.divergence(mean: oldMean, from: policy, mean: mean)
        for n in surrogate.logDeviationSlope.indices {
          result.logDeviationGradient[n] += surrogate.logDeviationSlope[n]
        }
        return surrogate.meanSlope
      }
    }
    addGradient(slopes, to: &result.gradient)
    return result
  }

  /// Forward from the state at each segment's start; beyond a segment's end the observation is 0.
  private func replay(_ segments: [Segment], _ experience: Experience) {
    let (inputs, period) = (network.spec.inputs, network.spec.ticksPerStep)
    let states = segments.map { experience.trajectories[$0.trajectory].states[$0.state] }
    let steps = segments.map(\.steps.count).max() ?? 0
    network.forward(ticks: steps * period, from: states) { t in
      for sample in 0..<Self.chunk {
        let place = network.observation(t) + sample * network.inputStride
        network.modulation(t)[sample * 8] = 0
        guard sample < segments.count, t / period < segments[sample].steps.count else {
          place.update(repeating: 0, count: inputs)
          continue
        }
        let step = segments[sample].steps.lowerBound + t / period
        experience.trajectories[segments[sample].trajectory].observations.withUnsafeBufferPointer {
          let observation = $0.baseAddress! + step * inputs
          guard let normaliser = experience.normaliser else {
            return place.update(from: observation, count: inputs)
          }
          normaliser.apply(observation, into: place)
        }
      }
    }
  }

  /// μ = g·o after a control step of a segment.
  private func mean(_ sample: Int, _ step: Int) -> [Float] {
    let tick = (step + 1) * network.spec.ticksPerStep - 1
    let o = network.outputs(tick) + sample * network.outputStride
    return (0..<network.spec.outputs).map { network.spec.readout.gain * o[$0] }
  }

  private func addGradient(_ slopes: [[[Float]]], to gradient: inout [Float]) {
    let (period, gain) = (network.spec.ticksPerStep, network.spec.readout.gain)
    network.backward { t, target in
      guard (t + 1) % period == 0 else { return }
      for (sample, steps) in slopes.enumerated() where t / period < steps.count {
        for (n, slope) in steps[t / period].enumerated() {
          target[sample * network.outputStride + n] = gain * slope
        }
      }
    }
    var span = gradient.mutableSpan
    network.addGradient(to: &span)
  }
}
