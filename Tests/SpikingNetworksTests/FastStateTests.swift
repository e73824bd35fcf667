import SpikingNetworks
import Testing

@Suite("Clearing the fast state")
struct FastStateTests {
  private static let ticks = 40
  private static let clears: Set<Int> = [7, 8, 25]

  private static func spec(
    _ plasticity: PlasticitySpec, _ modulation: ModulationSpec, number: Int
  ) -> NetworkSpec {
    let spikes = PopulationCode.Spikes.allCases[number % 2]
    return NetworkSpec(
      inputs: 3, outputs: 2, ticksPerStep: 1 + number % 3,
      hidden: [
        PopulationSpec(
          size: 9, recurrent: true, adaptation: AdaptationSpec(strength: 0.3, decay: 0.8),
          inputPlasticity: plasticity, recurrentPlasticity: plasticity),
        PopulationSpec(size: 5, decay: 0.9, reset: .zero, inputPlasticity: plasticity),
      ], readout: ReadoutSpec(plasticity: plasticity), modulation: modulation,
      populationCode: number % 4 < 2
        ? nil : PopulationCode(neurons: 4, range: 1.5, width: 0.6, spikes: spikes))
  }

  private static func tick(_ network: Network, _ observation: [Float]) {
    observation.withUnsafeBufferPointer { network.tick(observation: $0.baseAddress!) }
  }

  /// One observation a tick, updates every 1, 2 or 3 ticks, clears within and between them.
  @Test("tick by tick the network does what it does in a batch, through clears")
  func agreesWithBatch() throws {
    var lively = 0
    for (number, plasticity) in everyPlasticity().enumerated() {
      for modulation in ModulationSpec.allCases {
        var random = SplitMix(2000 + number)
        let spec = Self.spec(plasticity, modulation, number: number)
        let parameters = spec.noisyParameters(&random)
        let rows = (0..<Self.ticks).map { _ in random.vector(spec.inputs) }
        let levels = (0..<Self.ticks).map { _ in random.uniform(-1, 1) }
        let network = try Network(spec, parameters)
        network.reset(seed: 5)
        let outputs = (0..<Self.ticks).map { t in
          if Self.clears.contains(t) { network.clearFastState() }
          network.externalModulation = levels[t]
          Self.tick(network, rows[t])
          return network.outputs
        }
        let batch = try BatchNetwork<Float>(spec: spec, batch: 1, ticks: Self.ticks)
        batch.load(parameters.span)
        batch.encodingSeeds = [5]
        batch.forward(ticks: Self.ticks, clears: Self.clears) { t in
          rows[t].withUnsafeBufferPointer {
            batch.observation(t).update(from: $0.baseAddress!, count: spec.inputs)
          }
          batch.modulation(t)[0] = levels[t]
        }
        for t in 0..<Self.ticks {
          for k in 0..<spec.outputs {
            #expect(
              abs(outputs[t][k] - batch.outputs(t)[k]) < 1e-4,
              "tick \(t), output \(k), \(modulation), \(plasticity)")
          }
        }
        lively += Set(outputs.joined()).count > Self.ticks ? 1 : 0
      }
    }
    #expect(lively > 160, "\(lively) of 225 networks do more than decay")
  }

  @Test("the fast state is zero, all else is kept")
  func whatIsCleared() throws {
    for rule in PlasticityRule.allCases {
      var random = SplitMix(3)
      let spec = Self.spec(
        PlasticitySpec(rule: rule, gate: .eligibility, bcmTimeConstant: 5), .neuron, number: 0)
      let network = try Network(spec, spec.noisyParameters(&random))
      for _ in 0..<20 { network.step(random.vector(spec.inputs)) }
      let (before, spikes) = (network.diagnostics, network.spikeCounts(ofPopulation: 0).map(\.self))
      let fast = network.plasticProjections.map { network.fastWeights(of: $0) }
      #expect(before.projections.allSatisfy { $0.states.allSatisfy { $0.rootMeanSquare > 0 } })
      network.clearFastState()
      #expect(network.diagnostics == before, "\(rule)")
      #expect(network.plasticProjections.map { network.fastWeights(of: $0) } == fast)
      #expect(network.spikeCounts(ofPopulation: 0).map(\.self) == spikes, "what was counted")
      #expect(network.outputs.allSatisfy { $0 == 0 })
      for population in spec.hidden.indices {
        #expect(network.membranePotentials(ofPopulation: population).allSatisfy { $0 == 0 })
        #expect(network.traces(ofPopulation: population).allSatisfy { $0 == 0 })
      }
      #expect(network.encodedInput.allSatisfy { $0 == 0 })
    }
  }

  @Test("in a network without plasticity a clear is a reset")
  func withoutPlasticity() throws {
    var random = SplitMix(4)
    let range = TimeConstantRange(shortest: 3, longest: 300)
    let spec = NetworkSpec(
      inputs: 3, outputs: 2,
      hidden: [
        PopulationSpec(size: 9, recurrent: true, adaptation: AdaptationSpec(timeConstants: range))
      ], readout: ReadoutSpec(slowTraces: range))
    let network = try Network(spec, spec.noisyParameters(&random))
    let rows = (0..<20).map { _ in random.vector(spec.inputs) }
    let first = rows.map { network.step($0) }
    #expect(rows.map { network.step($0) } != first, "the state matters")
    network.clearFastState()
    #expect(rows.map { network.step($0) } == first)
  }

  @Test("a step is its ticks with the observation held; counts are of the last observation")
  func ticksOfAStep() throws {
    var random = SplitMix(6)
    let spec = Self.spec(PlasticitySpec(period: 1), .global, number: 2)
    let parameters = spec.noisyParameters(&random)
    let (stepped, ticked) = (try Network(spec, parameters), try Network(spec, parameters))
    for step in 0..<20 {
      let row = random.vector(spec.inputs)
      stepped.step(row)
      var counts = [Float](repeating: 0, count: 9)
      for _ in 0..<spec.ticksPerStep {
        Self.tick(ticked, row)
        for n in counts.indices { counts[n] += ticked.spikeCounts(ofPopulation: 0)[n] }
      }
      #expect(stepped.outputs == ticked.outputs, "step \(step)")
      #expect(Array(stepped.spikeCounts(ofPopulation: 0)) == counts, "step \(step)")
    }
  }
}
