import Testing

@testable import SpikingNetworks

@Suite("What the rules declare") struct RuleDeclarationTests {
  private static var rules: [any PlasticityEquation.Type] {
    PlasticityRule.allCases.map(\.definition)
  }

  /// A rule that forgot to say that it reads s or θ would lose that part of its gradient.
  @Test func readsWhatItSays() {
    for rule in Self.rules {
      for seed in 0..<20 {
        var random = SplitMix(seed)
        func draw() -> Double { Double(random.uniform(-1, 1)) }
        func dual(_ slope: Double = 0) -> Dual<Double> { Dual(draw(), slope: slope) }
        var k = RuleCoefficients<Dual<Double>>()
        for n in 0..<4 { k[n] = dual() }
        func slope(spike: Double, threshold: Double) -> Double {
          rule.change(
            PostsynapticSide(trace: dual(), spike: dual(spike), threshold: dual(threshold)), k)(
              trace: dual(), spike: dual(), fast: dual()
            ).slope
        }
        #expect((slope(spike: 1, threshold: 0) != 0) == rule.readsSpike, "\(rule), seed \(seed)")
        #expect(
          (slope(spike: 0, threshold: 1) != 0) == rule.readsThreshold, "\(rule), seed \(seed)")
      }
    }
  }

  /// Dual numbers against central differences, in every argument.
  @Test func dualsCarryTheDerivative() {
    for rule in Self.rules {
      for seed in 0..<20 {
        var random = SplitMix(seed)
        let point = (0..<10).map { _ in Double(random.uniform(-1, 1)) }
        func change(_ p: [Double]) -> Double {
          var k = RuleCoefficients<Double>()
          for n in 0..<4 { k[n] = p[6 + n] }
          let side = PostsynapticSide(trace: p[0], spike: p[1], threshold: p[2])
          return rule.change(side, k)(trace: p[3], spike: p[4], fast: p[5])
        }
        for direction in 0..<10 {
          func shifted(_ h: Double) -> [Double] {
            var p = point
            p[direction] += h
            return p
          }
          let numeric = (change(shifted(1e-5)) - change(shifted(-1e-5))) / 2e-5
          let duals = point.enumerated().map { Dual($1, slope: $0 == direction ? 1 : 0) }
          var k = RuleCoefficients<Dual<Double>>()
          for n in 0..<4 { k[n] = duals[6 + n] }
          let side = PostsynapticSide(trace: duals[0], spike: duals[1], threshold: duals[2])
          let exact = rule.change(side, k)(trace: duals[3], spike: duals[4], fast: duals[5])
          #expect(exact.value == change(point), "\(rule), seed \(seed)")
          #expect(abs(exact.slope - numeric) < 1e-9, "\(rule), seed \(seed), \(direction)")
        }
      }
    }
  }

  @Test func whatARuleReadsItDeclaresToKeep() {
    for rule in Self.rules {
      #expect((rule.extraState?.variable == .threshold) == rule.readsThreshold, "\(rule)")
    }
  }

  /// Diagnostics, and with them every recorded table, follow from the declarations.
  @Test func declaredStatesAreReported() throws {
    for rule in PlasticityRule.allCases {
      for gate in PlasticityGate.allCases {
        let spec = singleNeuron(
          input: PlasticitySpec(rule: rule, gate: gate, bcmTimeConstant: 4), ticksPerStep: 1)
        let network = try Network(
          spec, spec.parameters(["hidden1.bias": 2, "hidden1.input.eta": 1]))
        for _ in 0..<10 { network.step([1]) }
        let states = network.diagnostics.projections[0].states
        let declared = [rule.extraState, gate.extraState].compactMap { $0?.variable }
        #expect(states.map(\.variable) == declared, "\(rule) \(gate)")
        guard rule == .bcm else { continue }
        // y follows y ← 0.8 y + 0.2, and θ follows y².
        let (y, theta) = (0..<10).reduce((Float(0), Float(0))) { state, _ in
          let y = 0.8 * state.0 + 0.2
          return (y, state.1 + (y * y - state.1) / 4)
        }
        #expect(abs(states[0].rootMeanSquare - theta) < 1e-5 && y > 0.8, "\(gate)")
      }
    }
  }

  @Test func coefficientsAreNamedSlices() {
    for rule in PlasticityRule.allCases {
      #expect(rule.coefficients.count <= 4)
      #expect(rule.definition.coefficientCount == rule.coefficients.count, "\(rule)")
      let spec = singleNeuron(input: PlasticitySpec(rule: rule, gate: .none))
      for coefficient in rule.coefficients {
        #expect(spec.layout.slice(named: "hidden1.input." + coefficient.name) != nil, "\(rule)")
      }
    }
  }
}
