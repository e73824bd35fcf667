import SpikingNetworks
import Testing

@Suite("Ablating fast weights")
struct NetworkAblationTests {
  private static let spec = NetworkSpec(
    inputs: 4, outputs: 3,
    hidden: [
      PopulationSpec(
        size: 12, recurrent: true, inputPlasticity: PlasticitySpec(gate: .none),
        recurrentPlasticity: PlasticitySpec(rule: .bcm, gate: .none, granularity: .synapse))
    ], readout: ReadoutSpec(plasticity: PlasticitySpec(rule: .hebbian, gate: .none)))

  private func livelyNetwork() throws -> Network {
    var random = SplitMix(31)
    let network = try Network(Self.spec, Self.spec.noisyParameters(&random))
    for _ in 0..<20 { network.step(random.vector(4)) }
    return network
  }

  private func fastWeights(_ network: Network) -> [[Float]] {
    network.plasticProjections.compactMap { network.fastWeights(of: $0) }
  }

  @Test("shuffled ones are the same numbers in other places, the same for the same seed")
  func shuffling() throws {
    var found: [[[Float]]] = []
    for seed in [1, 1, 2] as [UInt64] {
      let network = try livelyNetwork()
      let before = fastWeights(network)
      network.shuffleFastWeights(seed: seed)
      let after = fastWeights(network)
      #expect(before.count == 3)
      for (a, b) in zip(before, after) {
        #expect(a.sorted() == b.sorted())
        #expect(a != b)
      }
      found.append(after)
    }
    #expect(found[0] == found[1])
    #expect(found[0] != found[2])
  }

  @Test("shuffled ones act at once, as ones set from outside do")
  func shufflingActs() throws {
    let (shuffled, set, kept) = (try livelyNetwork(), try livelyNetwork(), try livelyNetwork())
    shuffled.shuffleFastWeights(seed: 3)
    for (name, values) in zip(set.plasticProjections, fastWeights(shuffled)) {
      set.setFastWeights(values, of: name)
    }
    let observation: [Float] = [1, -2, 0.5, 2]
    let action = shuffled.step(observation)
    #expect(action == set.step(observation))
    #expect(action != kept.step(observation))
  }

  /// Each of n places is reached about equally often: within five deviations of a binomial.
  @Test("every place is as likely")
  func uniform() throws {
    let spec = NetworkSpec(
      inputs: 6, outputs: 1,
      hidden: [PopulationSpec(size: 1, inputPlasticity: PlasticitySpec(gate: .none))])
    let network = try Network(spec, spec.parameters([:]))
    let trials = 3000
    var counts = [Int](repeating: 0, count: 6)
    for seed in 0..<trials {
      network.setFastWeights([1, 0, 0, 0, 0, 0], of: "hidden1.input")
      network.shuffleFastWeights(seed: UInt64(seed))
      counts[try #require(network.fastWeights(of: "hidden1.input")?.firstIndex(of: 1))] += 1
    }
    let deviation = (Double(trials) * 5 / 36).squareRoot()
    for count in counts { #expect(abs(Double(count) - Double(trials) / 6) < 5 * deviation) }
  }

  @Test("the first variable out of the finite range is named with its place")
  func firstNonFinite() throws {
    let spec = NetworkSpec(
      inputs: 3, outputs: 2,
      hidden: [PopulationSpec(size: 5, inputPlasticity: PlasticitySpec(gate: .none))])
    let network = try Network(spec, [Float](repeating: 0, count: spec.layout.count))
    #expect(network.isFinite && network.firstNonFinite == nil)
    var values = [Float](repeating: 0, count: 15)
    values[7] = .infinity
    network.setFastWeights(values, of: "hidden1.input")
    #expect(!network.isFinite)
    // α is 0, and 0 · ∞ is no number.
    let found = try #require(network.firstNonFinite)
    #expect(found.name == "hidden1.input W+αE" && found.index == 7 && found.value.isNaN)
  }
}
