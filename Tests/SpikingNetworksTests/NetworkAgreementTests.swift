import SpikingNetworks
import Testing

@Suite("The network agrees with the naive reference")
struct NetworkAgreementTests {
  /// Rounding may move a potential across a threshold; a trial is compared for as long as no
  /// potential of the reference came nearer to one than this.
  private static let margin = 2e-5
  private static let steps = 25

  @Test("on random specifications: actions, spikes and fast weights")
  func randomSpecifications() throws {
    var compared = 0
    let trials = 80
    for seed in 0..<trials {
      var random = SplitMix(seed)
      let spec = NetworkSpec.random(&random)
      compared += try compare(spec, &random, "seed \(seed): \(spec)")
    }
    #expect(compared > trials * Self.steps / 2, "only \(compared) steps could be compared")
  }

  @Test("on random specifications with conductances and dynamic synapses")
  func randomConductances() throws {
    var (compared, spiking) = (0, 0)
    let trials = 120
    for seed in 0..<trials {
      var random = SplitMix(3000 + seed)
      let spec = NetworkSpec.random(&random, conductances: true)
      let steps = try compare(spec, &random, "seed \(3000 + seed): \(spec)") { reference in
        spiking += reference.stepCounts.joined().contains { $0 > 0 } ? 1 : 0
      }
      compared += steps
    }
    #expect(compared > trials * Self.steps / 2, "only \(compared) steps could be compared")
    #expect(spiking > compared / 4, "only \(spiking) steps of \(compared) have spikes")
  }

  @Test("with trained adaptation and slow traces, with and without conductances")
  func trainedDynamics() throws {
    var (compared, slow) = (0, 0)
    let trials = 120
    for seed in 0..<trials {
      var random = SplitMix(4000 + seed)
      let spec = NetworkSpec.random(&random, conductances: seed % 2 == 0)
        .withTrainedDynamics(&random)
      compared += try compare(spec, &random, "seed \(4000 + seed): \(spec)") { reference in
        slow += reference.slow.contains { $0 > 0.01 } ? 1 : 0
      }
    }
    #expect(compared > trials * Self.steps / 2, "only \(compared) steps could be compared")
    #expect(slow > compared / 4, "only \(slow) steps of \(compared) have slow traces")
  }

  @Test("with plastic synapses that see a centred input, and with gain fields")
  func centredInputs() throws {
    var (compared, fields, moved) = (0, 0, 0)
    let trials = 120
    for seed in 0..<trials {
      var random = SplitMix(5000 + seed)
      let spec = NetworkSpec.random(&random).withCentring(&random)
      fields += spec.readout.gainField == nil ? 0 : 1
      compared += try compare(spec, &random, "seed \(5000 + seed): \(spec)") { reference in
        moved += reference.inputs[0].e.joined().contains { abs($0) > 0.01 } ? 1 : 0
      }
    }
    #expect(compared > trials * Self.steps / 2, "only \(compared) steps could be compared")
    #expect(fields > trials / 2, "only \(fields) networks of \(trials) have gain fields")
    #expect(moved > compared / 4, "only \(moved) steps of \(compared) have fast weights")
  }

  @Test("on every rule × gate × granularity × modulation")
  func everyCombination() throws {
    for (seed, plasticity) in everyPlasticity().enumerated() {
      for modulation in ModulationSpec.allCases {
        var random = SplitMix(1000 + seed)
        let spec = NetworkSpec(
          inputs: 5, outputs: 3,
          hidden: [
            PopulationSpec(
              size: 11, recurrent: true, inputPlasticity: plasticity,
              recurrentPlasticity: plasticity)
          ], readout: ReadoutSpec(plasticity: plasticity), modulation: modulation,
          inputKinds: [0, 1, 0, 2, 1])
        let compared = try compare(spec, &random, "seed \(1000 + seed): \(spec)")
        #expect(compared > 0, "seed \(1000 + seed)")
      }
    }
  }

  /// The number of control steps compared.
  private func compare(
    _ spec: NetworkSpec, _ random: inout SplitMix, _ label: String,
    see: (ReferenceNetwork) -> Void = { _ in }
  ) throws -> Int {
    let parameters = spec.noisyParameters(&random)
    let network = try Network(spec, parameters)
    var reference = ReferenceNetwork(spec, parameters)
    for step in 0..<Self.steps {
      let observation = random.vector(spec.inputs)
      let modulation = random.uniform(-1, 1)
      network.externalModulation = modulation
      reference.external = Double(modulation)
      let action = network.step(observation)
      let expected = reference.step(observation)
      guard reference.margin > Self.margin else { return step }
      see(reference)
      for (a, b) in zip(action, expected) {
        #expect(abs(Double(a) - b) < 1e-4, "action \(a) not \(b), step \(step), \(label)")
      }
      for p in spec.hidden.indices {
        #expect(
          network.spikeCounts(ofPopulation: p).map(Double.init) == reference.stepCounts[p],
          "spikes, step \(step), \(label)")
      }
      expectFastWeights(network, reference, "step \(step), \(label)")
      #expect(network.slowTraceValues.count == reference.slow.count)
      for (a, b) in zip(network.slowTraceValues, reference.slow) {
        #expect(abs(Double(a) - b) < 1e-5, "slow trace \(a) not \(b), step \(step), \(label)")
      }
    }
    return Self.steps
  }

  private func expectFastWeights(
    _ network: Network, _ reference: ReferenceNetwork, _ label: String
  ) {
    for synapses in reference.inputs + reference.recurrents.compactMap({ $0 }) + [reference.out] {
      let found = network.fastWeights(of: synapses.name)
      guard synapses.plasticity != nil else {
        #expect(found == nil)
        continue
      }
      let worst = zip(found ?? [], synapses.e.joined()).map { abs(Double($0) - $1) }.max()
      #expect((worst ?? .infinity) < 1e-4, "\(synapses.name) off by \(worst ?? 0), \(label)")
    }
  }
}

/// Every rule × gate × granularity.
func everyPlasticity(period: Int? = nil) -> [PlasticitySpec] {
  PlasticityRule.allCases.flatMap { rule in
    PlasticityGate.allCases.flatMap { gate in
      Granularity.allCases.map {
        PlasticitySpec(rule: rule, gate: gate, granularity: $0, period: period)
      }
    }
  }
}
