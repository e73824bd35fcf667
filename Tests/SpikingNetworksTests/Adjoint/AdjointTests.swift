import SpikingNetworks
import Testing

@Suite struct AdjointTests {
  static let pairs = PlasticityRule.allCases.flatMap { rule in
    PlasticityGate.allCases.map { (rule, $0) }
  }

  /// Every rule × gate × granularity × reset × surrogate: 600 networks, each with plastic input,
  /// recurrent and readout synapses, and modulation, periods, adaptation, clears and starts from
  /// the midst of a life going round.
  @Test(arguments: pairs)
  func smoothAdjointIsTheDerivative(_ rule: PlasticityRule, _ gate: PlasticityGate) throws {
    var (cases, slices, telling) = (0, 0, 0)
    for granularity in Granularity.allCases {
      for reset in ResetMode.allCases {
        for surrogate in Surrogate.Kind.allCases {
          let test = try Self.network(rule, gate, granularity, reset, surrogate, number: cases)
          let result = try test.compare()
          #expect(
            result.worstError <= 1e-6,
            "\(granularity) \(reset) \(surrogate): \(result.worstSlice) by \(result.worstError)")
          cases += 1
          slices += result.slices
          telling += result.telling
        }
      }
    }
    #expect(cases == 40)
    #expect(Double(telling) > 0.6 * Double(slices), "\(telling) of \(slices) slices tell")
  }

  /// Every reset × surrogate, with trained adaptation and slow traces, with and without plasticity,
  /// clears and starts from the midst of a life, and one or two populations and samples.
  @Test(arguments: ResetMode.allCases)
  func theAdjointOfTrainedDynamicsIsTheDerivative(_ reset: ResetMode) throws {
    let range = TimeConstantRange(shortest: 2, longest: 20)
    var (slices, telling) = (0, 0)
    for (number, surrogate) in (Surrogate.Kind.allCases + Surrogate.Kind.allCases).enumerated() {
      let rule = PlasticityRule.allCases[number % 5]
      var spec = Self.spec(rule, .eligibility, .neuron, reset, number: number % 3 == 0 ? 0 : 1)
      for index in spec.hidden.indices {
        spec.hidden[index].adaptation = AdaptationSpec(strength: 0.3, timeConstants: range)
        guard number % 2 == 0 else { continue }
        spec.hidden[index].inputPlasticity = nil
        spec.hidden[index].recurrentPlasticity = nil
        spec.readout.plasticity = nil
      }
      spec.readout.slowTraces = range
      let test = try GradientCase(
        spec: spec, surrogate: Surrogate(surrogate, slope: 1.5), batch: number % 3 == 0 ? 2 : 1,
        ticks: 8, clears: number % 4 == 3 ? [3, 6] : [], resumes: number % 4 < 2,
        seed: UInt64(70 + number))
      let result = try test.compare()
      #expect(
        result.worstError <= 1e-6, "\(number): \(result.worstSlice) by \(result.worstError)")
      slices += result.slices
      telling += result.telling
    }
    #expect(Double(telling) > 0.6 * Double(slices), "\(telling) of \(slices) slices tell")
  }

  /// Every rule × gate, with α of each synapse or of each neuron, a centred input with tonic
  /// channels, and a gain field; c, κ and w are slices like the others.
  @Test func theAdjointOfACentredInputIsTheDerivative() throws {
    var (slices, telling, levels) = (0, 0, 0)
    for (number, (rule, gate)) in Self.pairs.enumerated() {
      var spec = Self.spec(rule, gate, .neuron, .subtract, number: number)
      // Updates at the end of control steps, where a state can be taken.
      spec.ticksPerStep = [1, 2][number % 2]
      spec.hidden[0].inputPlasticity?.shareGranularity = [.synapse, nil, .population][number % 3]
      spec.centring = CentringSpec(rate: 0.4, centred: [2, 0], tonic: number % 4 == 0 ? [] : [1])
      spec.readout.gainField = GainFieldSpec(
        gains: [1, 2], factors: number % 3 == 0 ? [] : [0, 1])
      let test = try GradientCase(
        spec: spec, surrogate: Surrogate(.atan, slope: 1.5), batch: 2, ticks: 8,
        clears: number % 4 == 3 ? [4] : [], resumes: number % 4 == 1, seed: UInt64(300 + number))
      let result = try test.compare()
      #expect(
        result.worstError <= 1e-6, "\(rule) \(gate): \(result.worstSlice) by \(result.worstError)")
      slices += result.slices
      telling += result.telling
      let level = try #require(spec.layout.slice(named: "hidden1.input.tonic")).range
      levels += test.gradient(try test.network())[level].contains { abs($0) > 1e-6 } ? 1 : 0
    }
    #expect(Double(telling) > 0.6 * Double(slices), "\(telling) of \(slices) slices tell")
    #expect(levels > Self.pairs.count / 2, "c has a gradient in \(levels) networks")
  }

  static func network(
    _ rule: PlasticityRule, _ gate: PlasticityGate, _ granularity: Granularity,
    _ reset: ResetMode, _ surrogate: Surrogate.Kind, number: Int
  ) throws -> GradientCase {
    try GradientCase(
      spec: spec(rule, gate, granularity, reset, number: number),
      surrogate: Surrogate(surrogate, slope: 1.5), batch: number % 6 == 0 ? 2 : 1, ticks: 6,
      clears: number % 4 == 3 ? [4] : [], resumes: number % 4 == 1 || number % 12 == 0,
      seed: UInt64(1 + number))
  }

  static func spec(
    _ rule: PlasticityRule, _ gate: PlasticityGate, _ granularity: Granularity,
    _ reset: ResetMode, number: Int
  ) -> NetworkSpec {
    func plastic(period: Int) -> PlasticitySpec {
      PlasticitySpec(
        rule: rule, gate: gate, granularity: granularity, bound: 0.25, period: period,
        bcmTimeConstant: 3, eligibilityTimeConstant: 2.5)
    }
    let adaptation = number % 2 == 0 ? nil : AdaptationSpec(strength: 0.3, decay: 0.7)
    let first = PopulationSpec(
      size: 3, recurrent: true, decay: 0.7, threshold: 0.8, reset: reset,
      adaptation: adaptation, traceDecay: 0.6, inputPlasticity: plastic(period: 1),
      recurrentPlasticity: plastic(period: 2))
    let second = PopulationSpec(
      size: 4, decay: 0.8, threshold: 0.5, reset: reset, traceDecay: 0.5,
      inputPlasticity: plastic(period: 3))
    // A second population and a second sample in one case of six, to save time.
    return NetworkSpec(
      inputs: 3, outputs: 2, hidden: number % 6 == 0 ? [first, second] : [first],
      readout: ReadoutSpec(decay: 0.6, plasticity: plastic(period: 1)),
      modulation: ModulationSpec.allCases[number % 3], inputGain: 0.9, inputKinds: [1, 0, 1])
  }
}
