import Foundation
import SpikingNetworks
import Testing

@Suite("STDP, the ABCD rule and eligibility") struct ThreeFactorTests {
  /// One neuron driven to spike at chosen ticks, whose input has a trace of its own.
  private func run(
    _ plasticity: PlasticitySpec, input: [Float], coefficients: [String: Float] = [:],
    weight: Float = 0, traceDecay: Float = 0.8, modulation: [Float] = []
  ) throws -> [Float] {
    var plasticity = plasticity
    plasticity.period = 1
    var spec = singleNeuron(decay: 0, traceDecay: traceDecay, input: plasticity)
    spec.modulation = .external
    spec.inputGain = 1
    var named: [String: Float] = [
      "hidden1.input.weight": weight,
      "hidden1.input.eta": logit(0.01), "hidden1.input.alpha": 0,
    ]
    for (name, value) in coefficients { named["hidden1.input." + name] = value }
    let network = try Network(spec, spec.parameters(named))
    return input.enumerated().map { t, z in
      network.externalModulation = t < modulation.count ? modulation[t] : 1
      network.step([z])
      return network.fastWeights(of: "hidden1.input")![0]
    }
  }

  /// A presynaptic event d ticks before a postsynaptic spike strengthens by A₊ λ^d, one after it
  /// weakens by A₋ λ^d: the exponential window. Input of weight 2 fires the neuron, of 0.5 does
  /// not.
  @Test func stdpWindowIsExponential() throws {
    let lambda: Float = 0.7
    let plasticity = PlasticitySpec(rule: .stdp, gate: .none, granularity: .neuron, bound: 10)
    func change(gap: Int, potentiation: Float, depression: Float) throws -> Float {
      // The weak event is 0.5; the strong one, which makes the neuron spike, is 2.
      var input = [Float](repeating: 0, count: 30)
      input[10] = gap >= 0 ? 0.5 : 2
      input[10 + abs(gap)] = gap >= 0 ? 2 : 0.5
      let coefficients = ["potentiation": potentiation, "depression": depression]
      let both = try run(
        plasticity, input: input, coefficients: coefficients, weight: 1, traceDecay: lambda)
      // What the strong event alone does to its own synapse is taken off.
      var alone = input
      alone[gap >= 0 ? 10 : 10 + abs(gap)] = 0
      let own = try run(
        plasticity, input: alone, coefficients: coefficients, weight: 1, traceDecay: lambda)
      return (both.last! - own.last!) / 0.01
    }
    for d in 1...8 {
      let window = (1 - lambda) * pow(lambda, Float(d)) * 0.5
      let before = try change(gap: d, potentiation: 1, depression: 0)
      #expect(abs(before - window) < 2e-4, "pre before post by \(d): \(before), \(window)")
      let after = try change(gap: -d, potentiation: 0, depression: 1)
      #expect(abs(after + window) < 2e-4, "post before pre by \(d): \(after), \(-window)")
    }
  }

  /// With A = C = 0 and no postsynaptic activity, E grows by η (B x + D) a tick.
  @Test func abcdTermsAddUp() throws {
    let plasticity = PlasticitySpec(rule: .abcd, gate: .none, granularity: .synapse, bound: 10)
    let e = try run(
      plasticity, input: Array(repeating: 0.5, count: 40),
      coefficients: ["a": 3, "b": 0.4, "c": 5, "d": -0.1])
    var (x, expected): (Float, Float) = (0, 0)
    for value in e {
      x = 0.8 * x + 0.2 * 0.5
      expected += 0.01 * (0.4 * x - 0.1)
      #expect(abs(value - expected) < 1e-5)
    }
  }

  /// While M is 0 the weight rests and e decays by (1 − 1/τ_e) an update; a late M then turns what
  /// is left of it into weight.
  @Test func lateModulationCollectsWhatDecayHasLeft() throws {
    let tau: Float = 8
    let plasticity = PlasticitySpec(
      rule: .abcd, gate: .eligibility, granularity: .neuron, bound: 10,
      eligibilityTimeConstant: tau)
    for delay in [1, 4, 9] {
      // B x with a trace that forgets at once: one event of 1 is ΔE = 1 at one tick.
      var input = [Float](repeating: 0, count: 30)
      input[5] = 1
      var modulation = [Float](repeating: 0, count: 30)
      modulation[5 + delay] = 1
      let e = try run(
        plasticity, input: input, coefficients: ["a": 0, "b": 1, "c": 0, "d": 0],
        traceDecay: 0, modulation: modulation)
      #expect(e.prefix(5 + delay).allSatisfy { $0 == 0 }, "delay \(delay)")
      let expected = 0.01 / tau * pow(1 - 1 / tau, Float(delay))
      #expect(abs(e.last! - expected) < 1e-6, "delay \(delay): \(e.last!), \(expected)")
    }
  }

  /// Spikes of a neuron under constant drive come at growing intervals when it adapts.
  @Test func adaptationSpacesOutSpikes() throws {
    func intervals(_ adaptation: AdaptationSpec?) throws -> [Int] {
      var spec = singleNeuron(decay: 0.9)
      spec.hidden[0].adaptation = adaptation
      let network = try Network(spec, spec.parameters(["hidden1.bias": 0.5]))
      let times = (0..<200).filter { _ in
        network.step([0])
        return network.spikeCounts(ofPopulation: 0)[0] > 0
      }
      return zip(times.dropFirst(), times).map { $0 - $1 }
    }
    let steady = try intervals(nil)
    let tired = try intervals(AdaptationSpec(strength: 0.4, decay: 0.98))
    #expect(Set(steady.dropFirst(3)).count <= 2)
    #expect(tired.last! > steady.last! && tired.last! > tired.first!, "\(tired)")
  }
}
