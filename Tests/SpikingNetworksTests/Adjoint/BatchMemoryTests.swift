import Foundation
import SpikingNetworks
import Testing

/// Memory, and what a sample's results may depend on.
@Suite struct BatchMemoryTests {
  static let specs: [NetworkSpec] = PlasticityRule.allCases.enumerated().map { number, rule in
    let gate = PlasticityGate.allCases[number % 3]
    let granularity = Granularity.allCases[number % Granularity.allCases.count]
    var spec = AdjointTests.spec(rule, gate, granularity, .zero, number: number)
    if number == 2 {
      spec.centring = CentringSpec(centred: [0, 1], tonic: [2])
      spec.readout.gainField = GainFieldSpec(gains: [0, 1], factors: [2])
    }
    guard number == 1 else { return spec }
    let range = TimeConstantRange(shortest: 3, longest: 30)
    spec.hidden[0].adaptation?.timeConstants = range
    spec.readout.slowTraces = range
    return spec
  }

  @Test(arguments: specs) func theEstimateIsWhatIsTaken(_ spec: NetworkSpec) throws {
    for (batch, ticks) in [(1, 1), (3, 17), (8, 50)] {
      let network = try BatchNetwork<Float>(spec: spec, batch: batch, ticks: ticks)
      let estimate = try BatchNetwork<Float>.memoryEstimate(spec: spec, batch: batch, ticks: ticks)
      #expect(estimate == network.memory)
    }
  }

  /// Voltage, spikes, trace, M and, for two modulators, mean spikes of 64 neurons; the observation,
  /// z and its trace of 32 inputs; o, its cotangent, tanh(o) and M of eight outputs, and one lane
  /// of modulation from outside make 201 ticks of 64 samples. E of 6656 synapses is kept 1 + 14
  /// times for all samples (of 201 versions, every 15th from the first on) and 15 + 1 times for
  /// one.
  @Test func theReferenceTakesWhatIsCounted() throws {
    let plastic = PlasticitySpec(rule: .oja, gate: .modulated, granularity: .neuron, period: 1)
    let spec = NetworkSpec(
      inputs: 32, outputs: 8,
      hidden: [
        PopulationSpec(
          size: 64, recurrent: true, inputPlasticity: plastic, recurrentPlasticity: plastic)
      ], readout: ReadoutSpec(plasticity: plastic), modulation: .neuron)
    let tracks = 201 * 64 * (6 * 64 + 3 * 32 + 5 * 8)
    let fast = 6656 * (15 * 64 + 16)
    let counted = 4 * (tracks + fast)
    let estimate = try BatchNetwork<Float>.memoryEstimate(spec: spec, batch: 64, ticks: 200)
    #expect(estimate >= counted && Double(estimate) < 1.02 * Double(counted))
  }

  @Test func anEstimateTakesNothing() throws {
    var spec = Self.specs[0]
    spec.hidden[0].size = 4096
    let estimate = try BatchNetwork<Float>.memoryEstimate(spec: spec, batch: 4096, ticks: 100_000)
    #expect(estimate > 1 << 44)
  }

  @Test func aBadSpecificationHasNoEstimate() {
    var spec = Self.specs[0]
    spec.inputs = 0
    #expect(throws: NetworkSpecError.self) {
      try BatchNetwork<Float>.memoryEstimate(spec: spec, batch: 1, ticks: 1)
    }
  }

  /// The same bits after other runs in the same instance as in a new one.
  @Test(arguments: specs) func anInstanceForgetsItsRuns(_ spec: NetworkSpec) throws {
    let used = try Run(spec, batch: 3)
    _ = used.result(ticks: 20, clears: [3, 11], first: 100)
    _ = used.result(ticks: 7, first: 200)
    let new = try Run(spec, batch: 3)
    #expect(used.result(ticks: 12, clears: [5]) == new.result(ticks: 12, clears: [5]))
  }

  /// A sample's outputs are the same bits alone and in company.
  @Test(arguments: specs) func samplesDoNotKnowOfEachOther(_ spec: NetworkSpec) throws {
    let together = try Run(spec, batch: 5).result(ticks: 20)
    for sample in 0..<5 {
      let alone = try Run(spec, batch: 1).result(ticks: 20, first: sample)
      #expect(alone.outputs[0] == together.outputs[sample], "sample \(sample)")
    }
  }
}

/// One instance in Float, with parameters and input that depend on the sample and tick alone.
private struct Run {
  struct Result: Equatable {
    /// Bits of the outputs of each sample, all ticks after each other.
    var outputs: [[UInt32]]
    var gradient: [UInt32]
  }

  let network: BatchNetwork<Float>
  private let parameters: [Float]

  init(_ spec: NetworkSpec, batch: Int) throws {
    network = try BatchNetwork(spec: spec, batch: batch, ticks: 20)
    var random = SplitMix(5)
    parameters = (0..<spec.layout.count).map { _ in 1.5 * random.uniform(-1, 1) }
  }

  /// The results of the samples from `first` on.
  func result(ticks: Int, clears: Set<Int> = [], first: Int = 0) -> Result {
    let (batch, inputs) = (network.batch, network.spec.inputs)
    network.load(parameters.span)
    network.forward(ticks: ticks, clears: clears) { t in
      for sample in 0..<batch {
        var random = SplitMix(1000 * (first + sample) + t)
        for n in 0..<inputs {
          network.observation(t)[sample * network.inputStride + n] = 2 * random.uniform(-1, 1)
        }
        network.modulation(t)[sample * 8] = random.uniform(-1, 1)
      }
    }
    network.backward { _, cotangents in
      for sample in 0..<batch {
        for k in 0..<network.spec.outputs { cotangents[sample * network.outputStride + k] = 1 }
      }
    }
    var gradient = [Float](repeating: 0, count: parameters.count)
    var span = gradient.mutableSpan
    network.addGradient(to: &span)
    let outputs = (0..<batch).map { sample in
      (0..<ticks).flatMap { t in
        (0..<network.spec.outputs).map {
          network.outputs(t)[sample * network.outputStride + $0].bitPattern
        }
      }
    }
    return Result(outputs: outputs, gradient: gradient.map(\.bitPattern))
  }
}
