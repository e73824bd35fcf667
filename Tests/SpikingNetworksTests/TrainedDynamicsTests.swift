import Foundation
import SpikingNetworks
import Testing

@Suite("Trained time constants")
struct TrainedDynamicsTests {
  private static let range = TimeConstantRange(shortest: 10, longest: 1000)

  private static func spec(_ size: Int = 4) -> NetworkSpec {
    NetworkSpec(
      inputs: 2, outputs: 3,
      hidden: [
        PopulationSpec(size: 2, adaptation: AdaptationSpec(strength: 0.4, timeConstants: range)),
        PopulationSpec(size: size),
      ], readout: ReadoutSpec(slowTraces: range))
  }

  @Test("each has a slice of its own after the bias, a decay as its logit")
  func slices() {
    let found = Self.spec().layout.slices.map { "\($0.name) \($0.kind) \($0.shape)" }
    #expect(
      found == [
        "hidden1.input.weight weight [2, 2]", "hidden1.bias bias [2]",
        "hidden1.adaptation.strength dynamics [2]", "hidden1.adaptation.decay dynamics [2]",
        "hidden2.input.weight weight [2, 4]", "hidden2.bias bias [4]",
        "readout.weight weight [4, 3]", "readout.bias bias [3]",
        "readout.slow.weight weight [4, 3]", "readout.slow.decay dynamics [4]",
      ])
    let logits = Self.spec().layout.slices.filter { $0.transform == .logistic }.map(\.name)
    #expect(logits == ["hidden1.adaptation.decay", "readout.slow.decay"])
  }

  @Test("they start spaced in the logarithm, a single one half-way; W^s starts at 0")
  func start() throws {
    for (size, expected) in [(4, [10, 46.415_89, 215.443_47, 1000]), (1, [100])] {
      let spec = Self.spec(size)
      let vector = spec.initialParameters { 1 }
      func numbers(_ name: String) throws -> ArraySlice<Float> {
        vector[try #require(spec.layout.slice(named: name)).range]
      }
      for (p, ticks) in zip(try numbers("readout.slow.decay"), expected) {
        // p = ln(τ − 1).
        #expect(abs(exp(Double(p)) + 1 - ticks) < 1e-3 * ticks, "\(p), τ = \(ticks)")
      }
      #expect(try numbers("readout.slow.weight").allSatisfy { $0 == 0 })
      #expect(try numbers("hidden1.adaptation.strength").allSatisfy { $0 == 0.4 })
      #expect(abs(exp(Double(try numbers("hidden1.adaptation.decay").first!)) - 9) < 1e-2)
    }
  }

  @Test("a network that gains slow traces begins as the one without")
  func slowTracesStartSilent() throws {
    var plain = Self.spec()
    plain.readout.slowTraces = nil
    let actions = try [Self.spec(), plain].map { spec in
      var random = SplitMix(3)
      let network = try Network(spec, spec.initialParameters { 2 * random.gaussian() })
      return (0..<30).map { _ in network.step([2, -1]) }
    }
    #expect(actions[0] == actions[1])
    #expect(Set(actions[0].joined()).count > 30, "the network is not silent")
  }

  /// A neuron that spikes at every tick has the trace 1 − λⁿ, one that falls silent ρ λⁿ.
  @Test("slow traces rise and fall as their decays say")
  func closedForm() throws {
    var spec = singleNeuron(readout: ReadoutSpec(decay: 0, slowTraces: Self.range))
    spec.hidden[0].size = 2
    var parameters = spec.parameters([
      "hidden1.bias": 5, "hidden1.input.weight": -20, "readout.slow.weight": 3,
    ])
    let decays = try #require(spec.layout.slice(named: "readout.slow.decay")).range
    let rates: [Float] = [0.9, 0.999]
    for (place, rate) in zip(decays, rates) { parameters[place] = logit(rate) }
    let network = try Network(spec, parameters)
    for tick in 1...400 {
      network.step([tick <= 200 ? 0 : 100])
      for (trace, rate) in zip(network.slowTraceValues, rates.map(Double.init)) {
        let rise = 1 - pow(rate, Double(min(tick, 200)))
        let expected = rise * pow(rate, Double(max(tick - 200, 0)))
        #expect(abs(Double(trace) - expected) < 1e-4, "tick \(tick), λ = \(rate)")
      }
      let sum = network.slowTraceValues.reduce(0, +)
      #expect(abs(network.outputs[0] - 3 * sum) < 1e-5)
    }
  }

  /// With a reset to zero and β = 0 a neuron under I spikes as long as β_a a < I − ϑ, and a with
  /// ρ → 1 counts its spikes.
  @Test("each neuron tires at its own strength")
  func strengths() throws {
    let spec = NetworkSpec(
      inputs: 1, outputs: 1, ticksPerStep: 1,
      hidden: [
        PopulationSpec(
          size: 3, decay: 0, reset: .zero, adaptation: AdaptationSpec(timeConstants: Self.range))
      ])
    var parameters = spec.parameters(["hidden1.bias": 3, "hidden1.adaptation.decay": 16])
    let range = try #require(spec.layout.slice(named: "hidden1.adaptation.strength")).range
    for (place, strength) in zip(range, [0.105, 0.21, -1] as [Float]) {
      parameters[place] = strength
    }
    let network = try Network(spec, parameters)
    var spikes = [Float](repeating: 0, count: 3)
    for _ in 0..<40 {
      network.step([0])
      for n in 0..<3 { spikes[n] += network.spikeCounts(ofPopulation: 0)[n] }
    }
    // The last spike comes while the lift is at most 2: after 19 and 9 earlier ones.
    #expect(spikes == [20, 10, 40])
  }

  @Test("fields out of range are named")
  func validation() throws {
    let adaptation = "hidden[0].adaptation.timeConstants."
    let cases: [(String, (inout NetworkSpec) -> Void)] = [
      (adaptation + "shortest", { $0.hidden[0].adaptation?.timeConstants?.shortest = 1 }),
      (adaptation + "longest", { $0.hidden[0].adaptation?.timeConstants?.longest = 2e5 }),
      ("readout.slowTraces.shortest", { $0.readout.slowTraces?.shortest = .nan }),
      ("readout.slowTraces.longest", { $0.readout.slowTraces?.longest = 9 }),
    ]
    try Self.spec().validate()
    for (field, breaking) in cases {
      var spec = Self.spec()
      breaking(&spec)
      let error = #expect(throws: NetworkSpecError.self, "\(field)") { try spec.validate() }
      #expect(error?.field == field)
    }
  }

  @Test("they survive encoding, and a network without writes nothing of them")
  func coding() throws {
    let spec = Self.spec()
    let data = try JSONEncoder().encode(spec)
    #expect(try JSONDecoder().decode(NetworkSpec.self, from: data) == spec)
    let plain = NetworkSpec(
      inputs: 1, outputs: 1, hidden: [PopulationSpec(size: 2, adaptation: AdaptationSpec())])
    let text = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
    #expect(!text.contains("timeConstants") && !text.contains("slowTraces"))
  }
}

@Suite("Neutral modulators")
struct NeutralModulatorTests {
  private static func spec(
    _ plasticity: PlasticitySpec?, _ modulation: ModulationSpec = .neuron
  ) -> NetworkSpec {
    NetworkSpec(
      inputs: 4, outputs: 2,
      hidden: [
        PopulationSpec(
          size: 9, recurrent: true, inputPlasticity: plasticity, recurrentPlasticity: plasticity)
      ], readout: ReadoutSpec(plasticity: plasticity), modulation: modulation,
      neutralModulators: true)
  }

  private static func start(_ spec: NetworkSpec) -> [Float] {
    var random = SplitMix(7)
    return spec.initialParameters { 2 * random.gaussian() }
  }

  @Test("a network that gains a modulated rule begins as the one without, to the bit")
  func beginsAsTheFixedNetwork() throws {
    func actions(_ spec: NetworkSpec) throws -> [[Float]] {
      let network = try Network(spec, Self.start(spec))
      var random = SplitMix(8)
      return (0..<30).map { _ in network.step(random.vector(4)) }
    }
    let fixed = try actions(Self.spec(nil))
    for modulation in [ModulationSpec.global, .neuron] {
      for gate in [PlasticityGate.modulated, .eligibility] {
        var spec = Self.spec(PlasticitySpec(gate: gate), modulation)
        #expect(try actions(spec) == fixed, "\(modulation) \(gate)")
        spec.neutralModulators = false
        #expect(try actions(spec) != fixed, "\(modulation) \(gate)")
      }
    }
  }

  @Test("and learns from there: modulators have a gradient, α has none yet")
  func hasAGradient() throws {
    let spec = Self.spec(PlasticitySpec())
    let network = try BatchNetwork<Float>(spec: spec, batch: 1, ticks: 40)
    var random = SplitMix(9)
    network.load(Self.start(spec).span)
    network.forward(ticks: 40) { t in
      for n in 0..<4 { network.observation(t)[n] = random.gaussian() }
    }
    network.backward { _, cotangents in cotangents[0] = 1 }
    var gradient = [Float](repeating: 0, count: spec.layout.count)
    var span = gradient.mutableSpan
    network.addGradient(to: &span)
    for slice in spec.layout.slices {
      let size = gradient[slice.range].map(abs).max() ?? 0
      switch slice.role {
      case .modulatorWeight, .modulatorBias: #expect(size > 1e-5, "\(slice.name): \(size)")
      case .share, .rate: #expect(size == 0, "\(slice.name): \(size)")
      default: break
      }
    }
  }
}
