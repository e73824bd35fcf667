import NumericalMethods
public import SpikingNetworks

/// A small task on which the gradient of an expected reward can be had in two ways: by
/// ``Perturbation`` and, at thousands of times the cost, by finite differences.
///
/// A recurrent network of conductance-based neurons with depressing synapses hears a stochastic
/// population code of two slow oscillations. The reward of an episode is minus the mean square of
/// what its only output misses of a third one. Single episodes are discontinuous in the parameters;
/// their mean over spikes of the input and noise, ⟨R⟩, is smooth. The readout, which would be the
/// easy part, stays undisturbed; what is compared is the gradient of the population's synapses and
/// biases.
public final class PerturbationTask {
  /// Ticks of an episode.
  public static let ticks = 60
  public let network: Network
  public let parameters: [Float]
  /// Places of the population's synapses and biases in the parameter vector.
  public let places: Range<Int>
  private let perturbation: Perturbation
  private let observations: [Float]
  private let targets: [Float]

  /// - Parameters:
  ///   - neurons: of the only population.
  ///   - amplitude: of the noise in their conductances.
  /// - Throws: ``NetworkSpecError`` for an amplitude out of range.
  public init(neurons: Int = 8, amplitude: Float = 0.2) throws(NetworkSpecError) {
    let synapses = DynamicSynapseSpec(utilisation: 0.5, recoveryTimeConstant: 100)
    let spec = NetworkSpec(
      inputs: 2, outputs: 1, ticksPerStep: 1,
      hidden: [
        PopulationSpec(
          size: neurons, recurrent: true, conductance: ConductanceSpec(synapses: synapses))
      ], readout: ReadoutSpec(decay: 0.9, gain: 1),
      populationCode: PopulationCode(neurons: 4, range: 1, width: 0.5, spikes: .stochastic))
    network = try Network(spec: spec)
    perturbation = try network.perturb(
      PerturbationSpec(amplitude: amplitude, readoutAmplitude: 0))
    parameters = Self.start(spec)
    places = 0..<spec.layout[.population(0), .bias].range.upperBound
    observations = (0..<Self.ticks).flatMap { t in
      [Float(Double.sin(Double(t) / 8)), Float(Double.cos(Double(t) / 5))]
    }
    targets = (0..<Self.ticks).map { Float(0.3 * Double.sin(Double($0) / 10)) }
  }

  /// Drawn as ever, but from rest, with more excitation, so that a neuron spikes every ten ticks or
  /// so, and with as many neurons that raise the output as lower it.
  private static func start(_ spec: NetworkSpec) -> [Float] {
    var stream = RandomStream(seed: 11, purpose: .test)
    var parameters = spec.initialParameters { Float(stream.gaussian()) }
    let layout = spec.layout
    for index in layout[.input(0), .weight].range { parameters[index] += 1 }
    for index in layout[.recurrent(0), .weight].range { parameters[index] *= 2 }
    for index in layout[.population(0), .bias].range { parameters[index] = 0 }
    for (n, index) in layout[.readout, .weight].range.enumerated() {
      parameters[index] = n % 2 == 0 ? 0.5 : -0.5
    }
    return parameters
  }

  /// Places, counted from the first of ``places``, of biases and of synapses of either sign.
  public var kinds: [String: [Int]] {
    let weights = 0..<network.layout[.population(0), .bias].range.lowerBound
    return [
      "excitatory synapses": weights.filter { parameters[$0] > 0 },
      "inhibitory synapses": weights.filter { parameters[$0] < 0 },
      "biases": Array(weights.upperBound..<places.upperBound),
    ]
  }

  /// ∂⟨R⟩/∂θ_index by central differences with common random numbers, over the episodes of `seeds`.
  public func derivative(_ index: Int, step: Float, seeds: Range<UInt64>) -> Double {
    var difference = 0.0
    for direction in [Float(1), -1] {
      var moved = parameters
      moved[index] += direction * step
      load(moved)
      for seed in seeds { difference += Double(direction * reward(seed)) }
    }
    return difference / Double(2 * step) / Double(seeds.count)
  }

  /// (R − R̄) e/σ² of one trial at each of ``places``, with R̄ the reward of the unperturbed twin.
  public func estimate(seed: UInt64) -> [Float] {
    load(parameters)
    perturbation.isActive = false
    let baseline = reward(seed)
    perturbation.isActive = true
    let advantage = reward(seed) - baseline
    var gradient = [Float](repeating: 0, count: parameters.count)
    gradient.withUnsafeMutableBufferPointer {
      perturbation.addGradient(scaledBy: advantage, to: $0)
    }
    return Array(gradient[places])
  }

  /// R of one episode.
  private func reward(_ seed: UInt64) -> Float {
    perturbation.seed = seed
    network.reset(seed: seed)
    var error: Float = 0
    observations.withUnsafeBufferPointer { observations in
      for t in targets.indices {
        network.tick(observation: observations.baseAddress! + 2 * t)
        let miss = network.outputBuffer[0] - targets[t]
        error += miss * miss
      }
    }
    return -error / Float(targets.count)
  }

  private func load(_ parameters: [Float]) {
    network.load(parameters.span)
  }
}
