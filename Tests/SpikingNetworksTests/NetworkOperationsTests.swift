import SpikingNetworks
import Testing

@Suite("Operations of a network")
struct NetworkOperationsTests {
  /// See ``NetworkAgreementTests``: nearer to a threshold, spikes may rightly differ.
  private static let margin = 2e-5
  private static let steps = 20

  @Test("those of the naive reference, for every rule × gate × granularity × modulation")
  func everyCombination() throws {
    for (number, plasticity) in everyPlasticity().enumerated() {
      for modulation in ModulationSpec.allCases {
        var random = SplitMix(5000 + number)
        var plasticity = plasticity
        plasticity.period = [nil, 1, 3][number % 3]
        let spec = NetworkSpec(
          inputs: 5, outputs: 3,
          hidden: [
            PopulationSpec(
              size: 11, recurrent: true, inputPlasticity: plasticity,
              recurrentPlasticity: plasticity),
            PopulationSpec(size: 9, inputPlasticity: plasticity),
          ], readout: ReadoutSpec(plasticity: plasticity), modulation: modulation,
          inputKinds: [1, 1, 0, 2, 1])
        let seen = try compare(spec, &random, "\(spec)")
        #expect(seen.feedForward > 0 && seen.plasticUpdates > 0, "\(spec)")
        #expect(
          (seen.modulator > 0) == (plasticity.gate.isModulated && modulation != .external),
          "\(spec)")
      }
    }
  }

  @Test("those of the naive reference, on random networks with and without conductances")
  func randomSpecifications() throws {
    var total = NetworkOperations()
    for seed in 0..<120 {
      var random = SplitMix(6000 + seed)
      let spec = NetworkSpec.random(&random, conductances: seed % 2 == 0)
      let seen = try compare(spec, &random, "seed \(6000 + seed): \(spec)")
      total.recurrent += seen.recurrent
      total.modulator += seen.modulator
    }
    #expect(total.recurrent > 1000 && total.modulator > 1000)
  }

  @Test("a slow trace costs its products at every tick")
  func slowTraces() throws {
    for seed in 0..<40 {
      var random = SplitMix(6500 + seed)
      let spec = NetworkSpec.random(&random).withTrainedDynamics(&random)
      _ = try compare(spec, &random, "seed \(6500 + seed): \(spec)")
    }
  }

  /// What was counted up to the last comparable step.
  private func compare(
    _ spec: NetworkSpec, _ random: inout SplitMix, _ label: String
  ) throws -> NetworkOperations {
    let parameters = spec.noisyParameters(&random)
    let network = try Network(spec, parameters)
    var reference = ReferenceNetwork(spec, parameters)
    var seen = NetworkOperations()
    for step in 0..<Self.steps {
      let observation = random.vector(spec.inputs)
      network.step(observation)
      _ = reference.step(observation)
      guard reference.margin > Self.margin else { break }
      seen = network.diagnostics.operations
      #expect(seen == reference.operations, "step \(step), \(label)")
    }
    return seen
  }

  @Test("spikes of a population code count with their fan-out", arguments: [false, true])
  func populationCode(conductances: Bool) throws {
    var random = SplitMix(7)
    var first = PopulationSpec(size: 6, recurrent: true)
    if conductances { first.conductance = ConductanceSpec() }
    let spec = NetworkSpec(
      inputs: 3, outputs: 2, hidden: [first, PopulationSpec(size: 4)],
      populationCode: PopulationCode(neurons: 5))
    let network = try Network(spec, spec.noisyParameters(&random))
    var expected = NetworkOperations()
    var before = [Float](repeating: 0, count: 6)
    for _ in 0..<200 {
      let observation = random.vector(3)
      observation.withUnsafeBufferPointer { network.tick(observation: $0.baseAddress!) }
      let spikes = (0..<2).map { Array(network.spikeCounts(ofPopulation: $0)) }
      for z in network.encodedInput where z == 1 { expected.feedForward += 6 }
      for s in before where s == 1 { expected.recurrent += 6 }
      for s in spikes[0] where s == 1 { expected.feedForward += 4 }
      for s in spikes[1] where s == 1 { expected.readout += 2 }
      before = spikes[0]
    }
    #expect(network.diagnostics.operations == expected)
    #expect(expected.feedForward > 1000 && expected.recurrent > 0 && expected.readout > 0)
  }

  @Test("without spikes there is no synaptic operation, whatever the rule and gate")
  func silence() throws {
    for plasticity in everyPlasticity() {
      let spec = NetworkSpec(
        inputs: 4, outputs: 2,
        hidden: [
          PopulationSpec(
            size: 5, recurrent: true, inputPlasticity: plasticity,
            recurrentPlasticity: plasticity)
        ], readout: ReadoutSpec(plasticity: plasticity))
      let network = try Network(spec, spec.parameters(["hidden1.bias": -100]))
      for _ in 0..<10 { network.step([1, -1, 2, 0]) }
      let found = network.diagnostics
      #expect(found.spikes == 0 && found.synapticOperations == 0)
      // Ten control steps, an update at the end of each.
      #expect(found.operations.multiplyAccumulates == 10 * 4 * 5)
      #expect(found.operations.plasticUpdates == 10 * (4 * 5 + 5 * 5 + 5 * 2))
    }
  }

  @Test("with its plasticity off a network neither updates nor modulates")
  func plasticityOff() throws {
    var random = SplitMix(8)
    let spec = NetworkSpec(
      inputs: 4, outputs: 2,
      hidden: [PopulationSpec(size: 7, recurrent: true, inputPlasticity: PlasticitySpec())])
    let network = try Network(spec, spec.noisyParameters(&random))
    network.plasticityEnabled = false
    for _ in 0..<10 { network.step([3, -3, 2, 1]) }
    let off = network.diagnostics.operations
    #expect(off.recurrent > 0 && off.modulator == 0 && off.plasticUpdates == 0)
    // What was counted while it was off does not reach the first M after.
    network.plasticityEnabled = true
    let before = network.diagnostics.spikes
    network.step([3, -3, 2, 1])
    let spikes = network.diagnostics.spikes - before
    #expect(spikes > 0 && network.diagnostics.operations.modulator == spikes)
  }
}
