import SpikingNetworks
import Testing

@Suite("The network's state")
struct NetworkStateTests {
  private func actions(_ network: Network, _ seed: Int) -> [[Float]] {
    var random = SplitMix(seed)
    return (0..<20).map { _ in network.step(random.vector(network.spec.inputs)) }
  }

  @Test("reset, and loading again, repeat every action to the bit")
  func resetRepeats() throws {
    for seed in 0..<40 {
      var random = SplitMix(seed)
      let spec = NetworkSpec.random(&random)
      let parameters = spec.noisyParameters(&random)
      let network = try Network(spec, parameters)
      let first = actions(network, seed)
      let diagnostics = network.diagnostics
      network.reset()
      #expect(actions(network, seed) == first, "reset, seed \(seed)")
      #expect(network.diagnostics == diagnostics, "seed \(seed)")
      network.load(spec.noisyParameters(&random))
      network.load(parameters)
      #expect(actions(network, seed) == first, "load, seed \(seed)")
      #expect(actions(try Network(spec, parameters), seed) == first, "fresh, seed \(seed)")
    }
  }

  private static let plastic = NetworkSpec(
    inputs: 4, outputs: 3,
    hidden: [
      PopulationSpec(
        size: 12, recurrent: true, inputPlasticity: PlasticitySpec(),
        recurrentPlasticity: PlasticitySpec(rule: .bcm, granularity: .synapse))
    ], readout: ReadoutSpec(plasticity: PlasticitySpec(rule: .hebbian, period: 1)))

  private func fastWeights(_ network: Network) -> [[Float]?] {
    network.plasticProjections.map { network.fastWeights(of: $0) }
  }

  @Test("switched off, plasticity keeps E; switched on, it changes every projection")
  func freezing() throws {
    var random = SplitMix(5)
    let network = try Network(Self.plastic, Self.plastic.noisyParameters(&random))
    _ = actions(network, 1)
    let before = fastWeights(network)
    network.plasticityEnabled = false
    _ = actions(network, 2)
    #expect(fastWeights(network) == before)
    network.plasticityEnabled = true
    _ = actions(network, 3)
    #expect(zip(fastWeights(network), before).allSatisfy { $0 != $1 })
  }

  @Test("with E frozen at zero the network is the one with α = 0")
  func frozenAtZeroIsFixed() throws {
    var random = SplitMix(6)
    var parameters = Self.plastic.noisyParameters(&random)
    let frozen = try Network(Self.plastic, parameters)
    let plastic = try Network(Self.plastic, parameters)
    frozen.plasticityEnabled = false
    for slice in Self.plastic.layout.slices where slice.name.hasSuffix(".alpha") {
      for index in slice.range { parameters[index] = 0 }
    }
    let fixed = try Network(Self.plastic, parameters)
    let expected = actions(fixed, 2)
    #expect(actions(frozen, 2) == expected)
    #expect(actions(plastic, 2) != expected)
  }

  @Test("fast weights set or cleared from outside act at once")
  func settingFastWeights() throws {
    let spec = singleNeuron(
      input: PlasticitySpec(gate: .none, granularity: .population), ticksPerStep: 2)
    let network = try Network(spec, spec.parameters(["hidden1.input.alpha": 0.5]))
    network.plasticityEnabled = false
    network.step([1])
    #expect(network.membranePotentials(ofPopulation: 0) == [0])
    network.setFastWeights([0.8], of: "hidden1.input")
    network.step([1])
    // Two ticks of I = α E z = 0.5 · 0.8 · 0.5.
    #expect(abs(network.membranePotentials(ofPopulation: 0)[0] - 0.2 * 1.8) < 1e-6)
    network.clearFastWeights()
    #expect(network.fastWeights(of: "hidden1.input") == [0])
    network.step([1])
    #expect(abs(network.membranePotentials(ofPopulation: 0)[0] - 0.36 * 0.64) < 1e-6)
  }

  @Test("diagnostics count spikes, operations, fast weights and modulators")
  func diagnostics() throws {
    let spec = singleNeuron(
      input: PlasticitySpec(rule: .hebbian, gate: .modulated), ticksPerStep: 4)
    let network = try Network(
      spec,
      spec.parameters([
        "hidden1.bias": 4, "hidden1.input.weight": 0.5, "hidden1.input.alpha": 0.25,
        "hidden1.modulator.bias": 3,
      ]))
    for _ in 0..<5 { network.step([1]) }
    let found = network.diagnostics
    #expect(found.populations.map(\.firingRate) == [1])
    #expect(found.spikes == 20)
    // For every spike one weight of the readout and one of the modulator; apart from them one
    // product and one update of the input's only weight per control step.
    #expect(found.synapticOperations == 20 + 20)
    #expect(found.operations.readout == 20)
    #expect(found.operations.multiplyAccumulates == 5)
    #expect(found.operations.plasticUpdates == 5)
    let e = try #require(network.fastWeights(of: "hidden1.input"))[0]
    #expect(e > 0)
    #expect(abs(found.projections[0].rootMeanSquare - e) < 1e-6)
    #expect(abs(found.projections[0].effectiveShare - 0.25 * e / 0.5) < 1e-6)
    #expect(found.modulators[0].saturation == 1)
    #expect(abs(found.modulators[0].mean - 0.995_055) < 1e-5)
  }
}
