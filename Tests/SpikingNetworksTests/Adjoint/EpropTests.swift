import Foundation
import SpikingNetworks
import Testing

@Suite("e-prop")
struct EpropTests {
  /// The largest difference of the slices `names`, relative to each slice's largest value.
  private func worst(
    _ found: [Float], _ expected: [Double], _ layout: ParameterLayout,
    _ include: (String) -> Bool
  ) -> Double {
    var worst = 0.0
    for slice in layout.slices where include(slice.name) {
      let size = expected[slice.range].map(abs).max() ?? 0
      let error = zip(found[slice.range], expected[slice.range]).map { abs(Double($0) - $1) }
      worst = max(worst, (error.max() ?? 0) / max(size, 1e-3))
    }
    return worst
  }

  @Test("the recursion is the paper's sums, and backpropagation without the paths it leaves out")
  func agreesWithPlainReferences() throws {
    var compared = 0
    for seed in 0..<60 {
      let test = EpropCase.random(seed, ticks: 14)
      guard let sums = test.sums(), let cut = test.cutBackpropagation() else { continue }
      let (found, layout) = (try test.eprop(), test.spec.layout)
      func isLearned(_ name: String) -> Bool { !name.hasPrefix("readout") }
      let label = "seed \(seed): \(test.spec), \(test.surrogate)"
      #expect(worst(found, sums, layout, isLearned) < 1e-5, "sums, \(label)")
      #expect(worst(found, cut, layout, isLearned) < 1e-5, "cut, \(label)")
      compared += 1
    }
    #expect(compared > 50, "only \(compared) cases could be compared")
  }

  @Test("so too with trained adaptation and slow traces, whose gradient it has")
  func trainedDynamicsAgree() throws {
    var (compared, adapting) = (0, 0)
    for seed in 0..<60 {
      let test = EpropCase.random(seed, ticks: 14, trained: true)
      guard let sums = test.sums(), let cut = test.cutBackpropagation() else { continue }
      let (found, layout) = (try test.eprop(), test.spec.layout)
      func isSynapse(_ name: String) -> Bool { !name.contains(/readout|adaptation/) }
      let label = "seed \(seed): \(test.spec), \(test.surrogate)"
      #expect(worst(found, sums, layout, isSynapse) < 1e-5, "sums, \(label)")
      #expect(worst(found, cut, layout, isSynapse) < 1e-5, "cut, \(label)")
      compared += 1
      guard let slice = layout.slice(named: "hidden1.adaptation.strength"),
        let neurons = test.cutBackpropagationOfAdaptation()
      else { continue }
      var expected = [Double](repeating: 0, count: layout.count)
      let start = slice.range.lowerBound
      expected.replaceSubrange(start..<start + neurons.count, with: neurons)
      let error = worst(found, expected, layout) { $0.contains("adaptation") }
      #expect(error < 1e-5, "adaptation by \(error), \(label)")
      adapting += 1
    }
    #expect(compared > 50 && adapting > 25, "only \(compared) and \(adapting) cases")
  }

  @Test("the readout's gradient is that of backpropagation", arguments: [false, true])
  func readoutIsExact(trained: Bool) throws {
    for seed in 0..<60 {
      let test = EpropCase.random(seed, trained: trained)
      let expected = try test.backpropagation().map(Double.init)
      let error = worst(try test.eprop(), expected, test.spec.layout) { $0.hasPrefix("readout") }
      #expect(error < 1e-5, "seed \(seed): \(test.spec)")
    }
  }

  /// Without recurrence and with β = 0 there is no reset to speak of, and memory is in the
  /// threshold and the readout.
  @Test("where a spike reaches the loss by no other path, e-prop is backpropagation")
  func exactWithoutOtherPaths() throws {
    let range = TimeConstantRange(shortest: 2, longest: 50)
    for seed in 0..<40 {
      var random = SplitMix(700 + seed)
      let coded = seed % 4 == 0
      let spec = NetworkSpec(
        inputs: 5, outputs: 3, ticksPerStep: 1,
        hidden: [
          PopulationSpec(
            size: 12, decay: 0, threshold: 0.7, reset: .zero,
            adaptation: seed % 2 == 0
              ? nil
              : AdaptationSpec(
                strength: 0.4, decay: random.uniform(0.5, 0.98),
                timeConstants: seed % 4 == 3 ? range : nil))
        ],
        readout: ReadoutSpec(
          decay: random.uniform(0, 0.95), slowTraces: seed % 3 == 0 ? range : nil),
        populationCode: coded ? PopulationCode(neurons: 4, width: 0.8) : nil)
      let kind = Surrogate.Kind.allCases[seed % 4]
      let test = EpropCase(spec: spec, surrogate: Surrogate(kind, slope: 2), seed: seed)
      let expected = try test.backpropagation().map(Double.init)
      #expect(expected.contains { abs($0) > 0.1 }, "seed \(seed)")
      let error = worst(try test.eprop(), expected, spec.layout) { _ in true }
      #expect(error < 1e-5, "seed \(seed): \(error)")
    }
  }

  @Test("on recurrent networks it points the way of backpropagation")
  func cosineWithBackpropagation() throws {
    var cosines: [Double] = []
    for seed in 0..<40 {
      let spec = NetworkSpec(
        inputs: 6, outputs: 3, ticksPerStep: 1,
        hidden: [
          PopulationSpec(
            size: 24, recurrent: true, reset: ResetMode.allCases[seed % 2],
            adaptation: seed % 4 < 2 ? nil : AdaptationSpec())
        ])
      let test = EpropCase(spec: spec, surrogate: Surrogate(.triangular, slope: 0.3), seed: seed)
      let learned = 0..<spec.layout.slice(named: "readout.weight")!.range.lowerBound
      let (e, b) = (try test.eprop()[learned], try test.backpropagation()[learned])
      func dot(_ x: ArraySlice<Float>, _ y: ArraySlice<Float>) -> Double {
        zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
      cosines.append(dot(e, b) / (dot(e, e) * dot(b, b)).squareRoot())
    }
    let mean = cosines.reduce(0, +) / Double(cosines.count)
    #expect(mean > 0, "cosines of seeds 0..<40: \(cosines.sorted())")
  }

  @Test("samples do not touch, runs add up, and load starts over")
  func samplesAndRuns() throws {
    let test = EpropCase.random(3)
    let network = try EpropNetwork(
      spec: test.spec, batch: test.batch, surrogate: test.surrogate)
    func gradient() -> [Float] {
      var gradient = [Float](repeating: 0, count: test.parameters.count)
      var span = gradient.mutableSpan
      network.addGradient(to: &span)
      return gradient
    }
    let once = try test.eprop()
    network.load(test.parameters.span)
    test.run(network)
    #expect(gradient() == once)
    test.run(network)
    for (twice, once) in zip(gradient(), once) { #expect(abs(twice - 2 * once) <= 1e-4) }
    network.load(test.parameters.span)
    #expect(gradient().allSatisfy { $0 == 0 })
    test.run(network)
    #expect(gradient() == once)
  }

  /// One lane kept for every tick would be twice the bound; other tests take little meanwhile.
  @Test("a run takes no memory, however long")
  func memoryIsConstant() throws {
    let spec = NetworkSpec(inputs: 1, outputs: 1, hidden: [PopulationSpec(size: 2)])
    let test = EpropCase(spec: spec, surrogate: Surrogate(), batch: 1, seed: 5)
    let network = try EpropNetwork(spec: spec, batch: 1)
    network.load(test.parameters.span)
    /// Resident memory of the process [bytes].
    func resident() -> Int? {
      let pages = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      return (pages?.split(separator: " ")[1]).flatMap { Int($0) }.map { 4096 * $0 }
    }
    test.run(network)
    let (before, ticks) = (try #require(resident()), 500_000)
    var after: Int?
    test.run(network, ticks: ticks) { after = resident() }
    #expect(try #require(after) - before < 16 * ticks)
  }

  @Test("what it cannot learn is refused by name")
  func refusals() throws {
    let plastic = PlasticitySpec()
    let cases: [(String, (inout NetworkSpec) -> Void)] = [
      ("hidden", { $0.hidden.append(PopulationSpec(size: 2)) }),
      ("hidden[0].inputPlasticity", { $0.hidden[0].inputPlasticity = plastic }),
      ("hidden[0].recurrentPlasticity", { $0.hidden[0].recurrentPlasticity = plastic }),
      ("readout.plasticity", { $0.readout.plasticity = plastic }),
      ("inputs", { $0.inputs = 0 }),
    ]
    let valid = NetworkSpec(
      inputs: 2, outputs: 1, hidden: [PopulationSpec(size: 3, recurrent: true)])
    _ = try EpropNetwork(spec: valid, batch: 1)
    for (field, breaking) in cases {
      var spec = valid
      breaking(&spec)
      let error = #expect(throws: NetworkSpecError.self, "\(field)") {
        try EpropNetwork(spec: spec, batch: 1)
      }
      #expect(error?.field == field)
    }
  }
}
