import Foundation
import Testing

@testable import SpikingNetworks

@Suite("Plasticity rules")
struct PlasticityRuleTests {
  private let oja = PlasticityRule.oja.definition
  private let bcm = PlasticityRule.bcm.definition

  /// A neuron that spikes at every tick (trace → 1) above an input held at x = inputGain · 2 obs.
  private func drivenSynapse(
    _ plasticity: PlasticitySpec, input: Float, updates: Int, modulatorBias: Float? = nil
  ) throws -> [Float] {
    let spec = singleNeuron(input: plasticity)
    var values: [String: Float] = [
      "hidden1.bias": 4, "hidden1.input.eta": logit(0.1),
    ]
    if let modulatorBias { values["hidden1.modulator.bias"] = modulatorBias }
    let network = try Network(spec, spec.parameters(values))
    return (0..<updates).map { _ in
      network.step([2 * input])
      return network.fastWeights(of: "hidden1.input")?[0] ?? .nan
    }
  }

  @Test("Oja comes to rest at E = x / y", arguments: [-0.7, -0.2, 0.1, 0.45, 0.9] as [Float])
  func ojaFixedPoint(x: Float) throws {
    for granularity in Granularity.allCases {
      let history = try drivenSynapse(
        PlasticitySpec(rule: .oja, gate: .none, granularity: granularity), input: x, updates: 400)
      #expect(abs((history.last ?? .nan) - x) < 1e-4, "\(granularity)")
    }
  }

  /// The presynaptic neuron spikes at every tick, x = 1; the readout rests at its bias, y =
  /// tanh(b).
  @Test("Oja onto the readout comes to rest at 1 / tanh(b)", arguments: [-1.2, -0.4, 0.3, 2])
  func ojaFixedPointOnReadout(bias: Float) throws {
    let plasticity = PlasticitySpec(rule: .oja, gate: .none, bound: 10)
    let spec = singleNeuron(readout: ReadoutSpec(plasticity: plasticity))
    let network = try Network(
      spec,
      spec.parameters([
        "hidden1.bias": 4, "readout.bias": bias, "readout.eta": logit(0.3),
      ]))
    for _ in 0..<1000 { network.step([0]) }
    let rest = try #require(network.fastWeights(of: "readout"))[0]
    #expect(abs(rest - 1 / tanh(bias)) < 1e-4, "\(rest)")
  }

  @Test("Hebb grows at η x y up to the clip and stays there")
  func hebbianGrowth() throws {
    let history = try drivenSynapse(
      PlasticitySpec(rule: .hebbian, gate: .none, bound: 0.8), input: 0.1, updates: 200)
    // Both traces approach their limits x = 0.1 and y = 1 as 1 − λⁿ.
    var expected = 0.0
    for (index, found) in history.enumerated() {
      let settled = 1 - pow(0.8, Double(index + 1))
      expected = min(0.8, expected + 0.1 * (0.1 * settled) * settled)
      #expect(abs(Double(found) - expected) < 1e-5)
    }
    #expect(history.last == 0.8)
  }

  @Test("M = 0 keeps E constant; −M mirrors the growth")
  func modulationGatesAndSigns() throws {
    let plasticity = PlasticitySpec(rule: .hebbian, gate: .modulated)
    let still = try drivenSynapse(plasticity, input: 0.5, updates: 20, modulatorBias: 0)
    #expect(still.allSatisfy { $0 == 0 })
    let up = try drivenSynapse(plasticity, input: 0.5, updates: 20, modulatorBias: 0.4)
    let down = try drivenSynapse(plasticity, input: 0.5, updates: 20, modulatorBias: -0.4)
    #expect(up.last ?? 0 > 0.01)
    #expect(zip(up, down).allSatisfy { $0 == -$1 })
  }

  /// A rule's factors for trace y and threshold θ, with all coefficients zero.
  private func factors<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ y: Double, threshold: Double = 0
  ) -> SynapticChange<Double> {
    rule.change(
      PostsynapticSide(trace: y, spike: 0, threshold: threshold), RuleCoefficients<Double>())
  }

  @Test("Oja finds the principal direction, at unit norm, of correlated input")
  func ojaUnitNorm() {
    for seed in 0..<5 {
      var random = SplitMix(seed)
      var e = (0..<6).map { _ in 0.3 * Double(random.gaussian()) }
      // A shared source along (1, …, 1)/√6 over weak independent noise.
      for _ in 0..<20_000 {
        let shared = Double(random.gaussian())
        let x = e.map { _ in shared + 0.3 * Double(random.gaussian()) }
        let y = zip(e, x).reduce(0) { $0 + $1.0 * $1.1 }
        let change = factors(oja, y)
        for i in e.indices { e[i] += 0.002 * change(trace: x[i], spike: 0, fast: e[i]) }
      }
      let norm = e.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let cosine = abs(e.reduce(0, +)) / (norm * Double(e.count).squareRoot())
      #expect(abs(norm - 1) < 0.03, "seed \(seed): norm \(norm)")
      #expect(cosine > 0.99, "seed \(seed): cosine \(cosine)")
    }
  }

  @Test("BCM's threshold slides to the mean of y², and the change turns sign there")
  func bcmThreshold() {
    var theta = 0.0
    for update in 1...500 {
      theta = bcm.slide(threshold: theta, postsynaptic: 0.6, rate: 1.0 / 20)
      var expected = 1.0
      for _ in 0..<update { expected *= 1 - 1.0 / 20 }
      #expect(abs(theta - 0.36 * (1 - expected)) < 1e-12)
    }
    func growth(_ y: Double) -> Double {
      factors(bcm, y, threshold: theta).growth
    }
    #expect(growth(0.3) < 0)
    #expect(growth(0.4) > 0)
    #expect(abs(growth(theta)) < 1e-12)
  }

  @Test("BCM becomes selective: of two patterns the neuron keeps answering one")
  func bcmSelectivity() {
    let patterns = [[1.0, 0.2], [0.2, 1.0]]
    for seed in 0..<5 {
      var random = SplitMix(seed)
      var e = (0..<2).map { _ in Double(random.uniform(0.3, 0.6)) }
      var theta = 0.2
      func answer(_ x: [Double]) -> Double { max(0, e[0] * x[0] + e[1] * x[1]) }
      for _ in 0..<60_000 {
        let x = patterns[Bool.random(using: &random) ? 1 : 0]
        let y = answer(x)
        let change = factors(bcm, y, threshold: theta)
        for i in e.indices { e[i] += 0.005 * change(trace: x[i], spike: 0, fast: e[i]) }
        theta = bcm.slide(threshold: theta, postsynaptic: y, rate: 1.0 / 50)
      }
      let answers = patterns.map(answer).sorted()
      #expect(answers[1] > 1, "seed \(seed): \(answers)")
      #expect(answers[0] < 0.1 * answers[1], "seed \(seed): \(answers)")
    }
  }

  @Test("E stays within its bound, and everything finite, however the parameters are drawn")
  func fastWeightsAreBounded() throws {
    for seed in 0..<60 {
      var random = SplitMix(seed)
      let spec = NetworkSpec.random(&random)
      let parameters = spec.noisyParameters(&random).map { 5 * $0 }
      let network = try Network(spec, parameters)
      for _ in 0..<50 {
        let action = network.step(random.vector(spec.inputs).map { 10 * $0 })
        #expect(action.allSatisfy { abs($0) <= 1 }, "seed \(seed)")
      }
      let rules = spec.hidden.flatMap { [$0.inputPlasticity, $0.recurrentPlasticity] }
      let bound = (rules + [spec.readout.plasticity]).compactMap(\.?.bound).max() ?? 0
      for name in network.plasticProjections {
        let values = network.fastWeights(of: name) ?? [.nan]
        #expect(values.allSatisfy { abs($0) <= bound }, "seed \(seed), \(name)")
      }
    }
  }

  @Test("every rule and gate of the registry prints its equation and its source")
  func registry() {
    for rule in PlasticityRule.allCases {
      #expect(rule.equation.hasPrefix("ΔE_ji = ") && !rule.source.isEmpty, "\(rule)")
    }
    for gate in PlasticityGate.allCases {
      #expect(gate.equation.hasPrefix("E_ji ← clip") && !gate.source.isEmpty, "\(gate)")
    }
    #expect(PlasticityRule.bcm.extraState?.equation == "θ_j ← θ_j + (y_j² − θ_j) / τ_θ")
    #expect(PlasticityRule.oja.extraState == nil)
    #expect(
      PlasticityGate.eligibility.extraState?.equation == "e_ji ← e_ji + (ΔE_ji − e_ji) / τ_e")
    #expect(PlasticityGate.modulated.modulator?.hasPrefix("M_j = tanh(b_j") == true)
    #expect(PlasticityGate.none.modulator == nil)
  }
}
