import NumericalMethods
import Policies
import SpikingNetworks

/// The error of some samples' estimates over a window of their lives, and its gradient by
/// backpropagation through time within the window:
///
///     L = Σ_f w_f ⟨(ẑ − z)²⟩_f / Var_f + w_r ⟨d(r_j)²⟩
///
/// with the mean over steps and the channels of fact f, and d how far the mean rate of a neuron
/// over the window is out of its band.
final class WindowBatch {
  /// Samples that a worker runs at a time; gradients are summed within them and then over such
  /// chunks in their order.
  static let chunk = 8

  struct Result: Sendable {
    var gradient: [Float]
    /// Σ squared errors of each channel, over steps.
    var errors: [Double]
    /// Their share of the loss beside them, that of rates.
    var rateLoss = 0.0
    var firingRate = 0.0
    var isFinite = true
    var states: [PackedFloats]
  }

  /// A sample's part of a life; beyond its end nothing is asked.
  struct Sample {
    let life: RecordedLife
    let steps: Range<Int>
    /// Nil for the initial state.
    let state: NetworkState?
    let noise: RandomStream
  }

  private let network: BatchNetwork<Float>
  private let options: DistillationOptions
  private let sensed: [Bool]
  private let steps: Int

  init(
    _ spec: NetworkSpec, steps: Int, sensed: [Bool], _ experiment: Experiment
  ) throws(NetworkSpecError) {
    (options, self.sensed, self.steps) = (experiment.distillation, sensed, steps)
    network = try BatchNetwork(
      spec: spec, batch: Self.chunk, ticks: steps * spec.ticksPerStep,
      surrogate: Surrogate(
        experiment.gradient.surrogate, slope: Float(experiment.gradient.slope)))
  }

  /// - Parameters:
  ///   - scales: what a squared error of each channel counts in the loss of the whole update.
  ///   - share: of the update's samples that these are.
  func result(
    _ parameters: [Float], _ samples: [Sample], scales: [Float], share: Double
  ) -> Result {
    network.load(parameters.span)
    let observations = samples.map(noisy)
    show(samples, observations)
    let outputs = network.spec.outputs
    var result = Result(
      gradient: [Float](repeating: 0, count: parameters.count),
      errors: [Double](repeating: 0, count: outputs),
      states: samples.indices.map { PackedFloats(network.state(ofSample: $0).values) })
    // ẑ − z of every sample, step and channel.
    let errors = samples.enumerated().map { index, sample in self.errors(index, sample) }
    for sample in errors {
      for (place, error) in sample.enumerated() {
        result.errors[place % outputs] += Double(error) * Double(error)
      }
    }
    let ticks = steps * network.spec.ticksPerStep
    for index in samples.indices {
      result.firingRate +=
        share / Double(samples.count) * network.firingRate(sample: index, ticks: ticks)
      if !network.isFinite(sample: index) { result.isFinite = false }
    }
    let (rateLoss, slopes) = rates(samples.count, ticks: ticks, weight: share)
    result.rateLoss = rateLoss
    addGradient(errors, scales, slopes, to: &result.gradient)
    return result
  }

  /// The observations of a window as the estimator has them in training.
  private func noisy(_ sample: Sample) -> [Float] {
    let inputs = network.spec.inputs
    var values = Array(
      sample.life.observations[
        sample.steps.lowerBound * inputs..<sample.steps.upperBound * inputs])
    guard options.noise > 0 else { return values }
    var stream = sample.noise
    for place in values.indices where sensed[place % inputs] {
      values[place] += Float(options.noise * stream.gaussian())
    }
    return values
  }

  private func show(_ samples: [Sample], _ observations: [[Float]]) {
    let (inputs, period) = (network.spec.inputs, network.spec.ticksPerStep)
    let states = samples.compactMap(\.state)
    network.forward(
      ticks: steps * period, from: states.count == samples.count ? states : []
    ) { t in
      for index in 0..<Self.chunk {
        let place = network.observation(t) + index * network.inputStride
        network.modulation(t)[index * 8] = 0
        let step = t / period
        guard index < samples.count, step < samples[index].steps.count else {
          place.update(repeating: 0, count: inputs)
          continue
        }
        observations[index].withUnsafeBufferPointer {
          guard let start = $0.baseAddress else { return }
          place.update(from: start + step * inputs, count: inputs)
        }
      }
    }
  }

  /// [steps, channels], after each control step.
  private func errors(_ index: Int, _ sample: Sample) -> [Float] {
    let (outputs, period) = (network.spec.outputs, network.spec.ticksPerStep)
    return sample.steps.enumerated().flatMap { step, place in
      let o = network.outputs((step + 1) * period - 1) + index * network.outputStride
      return (0..<outputs).map { o[$0] - sample.life.facts[place * outputs + $0] }
    }
  }

  /// The loss of rates out of their band, and its derivative by every spike of each neuron.
  private func rates(
    _ samples: Int, ticks: Int, weight: Double
  ) -> (loss: Double, slopes: [[Float]]) {
    var loss = 0.0
    let slopes = network.spec.hidden.indices.map { population in
      let rates = network.meanSpikes(ofPopulation: population, samples: samples, ticks: ticks)
      return rates.map { rate -> Float in
        let beyond = max(0, rate - options.rates[1]) - max(0, options.rates[0] - rate)
        let scale = weight * options.rateWeight / Double(rates.count)
        loss += scale * beyond * beyond
        return Float(2 * scale * beyond / Double(samples * ticks))
      }
    }
    return (loss, slopes)
  }

  private func addGradient(
    _ errors: [[Float]], _ scales: [Float], _ slopes: [[Float]], to gradient: inout [Float]
  ) {
    let (outputs, period) = (network.spec.outputs, network.spec.ticksPerStep)
    network.backward(spikes: slopes) { t, target in
      guard (t + 1) % period == 0 else { return }
      let step = t / period
      for (index, sample) in errors.enumerated() where step * outputs < sample.count {
        for k in 0..<outputs {
          target[index * network.outputStride + k] =
            2 * scales[k] * sample[step * outputs + k]
        }
      }
    }
    var span = gradient.mutableSpan
    network.addGradient(to: &span)
  }
}
