import SpikingNetworks
import Testing

/// A batch that starts where a network at work is goes on as that network does.
@Suite struct BatchStateTests {
  /// Random specifications with current injection and both population codes. Rounding may turn a
  /// spike, so most runs have to agree, and to the last step.
  @Test func aBatchGoesOnWhereTheNetworkWas() throws {
    let trials = 60
    var agreed = 0
    for seed in 0..<trials {
      var random = SplitMix(seed)
      var spec = NetworkSpec.random(&random)
      if seed % 2 == 1 { spec = spec.withTrainedDynamics(&random) }
      if seed % 6 == 0 { spec = spec.withCentring(&random) }
      for index in spec.hidden.indices {
        spec.hidden[index].inputPlasticity?.period = nil
        spec.hidden[index].recurrentPlasticity?.period = nil
      }
      spec.readout.plasticity?.period = nil
      spec.populationCode =
        seed % 3 == 0
        ? nil : PopulationCode(neurons: 4, spikes: PopulationCode.Spikes.allCases[seed % 2])
      let parameters = spec.noisyParameters(&random)
      let network = try Network(spec, parameters)
      network.reset(seed: UInt64(seed))
      let observations = (0..<9).map { _ in random.vector(spec.inputs) }
      for observation in observations.prefix(4) { network.step(observation) }
      let state = network.state
      let expected = observations.dropFirst(4).map { observation in
        network.step(observation)
        return network.outputs
      }
      let found = try outputs(spec, parameters, from: state, Array(observations.dropFirst(4)))
      let worst = zip(expected.joined(), found.joined()).map { abs($0 - $1) }.max() ?? 0
      if worst < 1e-4 { agreed += 1 }
    }
    #expect(agreed >= trials * 9 / 10, "\(agreed) of \(trials) runs")
  }

  /// A run in two pieces, the second from the state in which a batch left the first, is the run in
  /// one, to the bit.
  @Test func aBatchGoesOnWhereABatchWas() throws {
    for seed in 0..<60 {
      var random = SplitMix(seed)
      var spec = NetworkSpec.random(&random)
      if seed % 2 == 1 { spec = spec.withTrainedDynamics(&random) }
      if seed % 3 > 0 { spec = spec.withCentring(&random) }
      for index in spec.hidden.indices {
        spec.hidden[index].inputPlasticity?.period = nil
        spec.hidden[index].recurrentPlasticity?.period = nil
      }
      spec.readout.plasticity?.period = nil
      let parameters = spec.noisyParameters(&random)
      let observations = (0..<9).map { _ in random.vector(spec.inputs) }
      func run(_ range: Range<Int>, from states: [NetworkState]) throws -> BatchNetwork<Float> {
        let network = try BatchNetwork<Float>(spec: spec, batch: 2, ticks: 9 * spec.ticksPerStep)
        network.load(parameters.span)
        network.forward(ticks: range.count * spec.ticksPerStep, from: states) { t in
          for sample in 0..<2 {
            let step = range.lowerBound + t / spec.ticksPerStep
            for (n, value) in observations[step].enumerated() {
              network.observation(t)[sample * network.inputStride + n] =
                sample == 0 ? value : -value
            }
            network.modulation(t)[sample * 8] = 0.5
          }
        }
        return network
      }
      let whole = try run(0..<9, from: [])
      let first = try run(0..<4, from: [])
      let second = try run(4..<9, from: (0..<2).map { first.state(ofSample: $0) })
      for sample in 0..<2 {
        #expect(
          second.state(ofSample: sample) == whole.state(ofSample: sample),
          "seed \(seed), sample \(sample): \(spec)")
      }
    }
  }

  /// Outputs after each control step of the second of two samples; the first starts afresh.
  private func outputs(
    _ spec: NetworkSpec, _ parameters: [Float], from state: NetworkState, _ observations: [[Float]]
  ) throws -> [[Float]] {
    let ticks = observations.count * spec.ticksPerStep
    let network = try BatchNetwork<Float>(spec: spec, batch: 2, ticks: ticks)
    let initial = try Network(spec, parameters).state
    // An earlier run from other states must leave nothing.
    for states in [[state, state], [initial, state]] {
      network.load(parameters.span)
      network.forward(ticks: ticks, from: states) { t in
        for sample in 0..<2 {
          for (n, value) in observations[t / spec.ticksPerStep].enumerated() {
            network.observation(t)[sample * network.inputStride + n] = value
          }
          network.modulation(t)[sample * 8] = 0
        }
      }
    }
    return observations.indices.map { step in
      let o = network.outputs((step + 1) * spec.ticksPerStep - 1) + network.outputStride
      return (0..<spec.outputs).map { o[$0] }
    }
  }
}
