import Foundation
import SpikingNetworks
import Testing

@Suite("Modulation by a measured error")
struct MeasuredErrorTests {
  private static func spec(
    _ plasticity: PlasticitySpec, _ modulation: ModulationSpec, _ error: MeasuredError
  ) -> NetworkSpec {
    NetworkSpec(
      inputs: 4, outputs: 2,
      hidden: [
        PopulationSpec(
          size: 5, recurrent: true, inputPlasticity: plasticity, recurrentPlasticity: plasticity)
      ], readout: ReadoutSpec(plasticity: plasticity), modulation: modulation,
      modulationError: error)
  }

  private static let errors = [
    MeasuredError(target: 3, measured: 1, scale: 0.7), MeasuredError(measured: 2, scale: -1.5),
  ]

  @Test("modulators have a weight for the error in place of the neurons'")
  func slices() {
    for (modulation, shapes) in [
      (ModulationSpec.global, [[1], [1]]), (.neuron, [[1, 5], [5]]),
    ] {
      let layout = Self.spec(PlasticitySpec(), modulation, Self.errors[0]).layout
      let names = ["hidden1.modulator.weight", "hidden1.modulator.bias"]
      #expect(names.map { layout.slice(named: $0)?.shape } == shapes)
    }
  }

  @Test("M = tanh(b + w ε), of the observation of the step")
  func closedForm() throws {
    for error in Self.errors {
      let spec = Self.spec(PlasticitySpec(), .global, error)
      let network = try Network(
        spec, spec.parameters(["hidden1.modulator.weight": 0.8, "hidden1.modulator.bias": -0.3]))
      var random = SplitMix(2)
      for _ in 0..<20 {
        let u = random.vector(4)
        network.step(u)
        let epsilon = error.scale * ((error.target.map { u[$0] } ?? 0) - u[error.measured])
        let level = try #require(network.diagnostics.modulators.first).level
        #expect(abs(level - tanh(0.8 * epsilon - 0.3)) < 1e-6)
      }
    }
  }

  @Test("the network agrees with the naive reference, operations included")
  func agreesWithReference() throws {
    var compared = 0
    for (number, plasticity) in everyPlasticity().enumerated() {
      var random = SplitMix(7000 + number)
      let modulation: ModulationSpec = number % 2 == 0 ? .global : .neuron
      let spec = Self.spec(plasticity, modulation, Self.errors[number % 2])
      let parameters = spec.noisyParameters(&random)
      let network = try Network(spec, parameters)
      var reference = ReferenceNetwork(spec, parameters)
      for _ in 0..<20 {
        let u = random.vector(4)
        let (action, expected) = (network.step(u), reference.step(u))
        guard reference.margin > 2e-5 else { break }
        for (a, b) in zip(action, expected) { #expect(abs(Double(a) - b) < 1e-4, "\(spec)") }
        #expect(network.diagnostics.operations == reference.operations, "\(spec)")
        compared += 1
      }
    }
    #expect(compared > 1000, "\(compared) steps")
  }

  @Test(
    "smooth, the adjoint is the derivative", arguments: [PlasticityGate.modulated, .eligibility])
  func adjoint(gate: PlasticityGate) throws {
    var (slices, telling) = (0, 0)
    for (number, rule) in PlasticityRule.allCases.enumerated() {
      for modulation in [ModulationSpec.global, .neuron] {
        var spec = Self.spec(
          PlasticitySpec(rule: rule, gate: gate, bound: 0.3, period: 1 + number % 2), modulation,
          Self.errors[number % 2])
        if number == 3 { spec.populationCode = PopulationCode(neurons: 3, range: 1, width: 0.6) }
        let test = try GradientCase(
          spec: spec, surrogate: Surrogate(.sigmoid, slope: 1.5), batch: 2, ticks: 6,
          clears: number == 1 ? [3] : [], seed: UInt64(30 + number))
        let result = try test.compare()
        #expect(
          result.worstError <= 1e-6,
          "\(rule) \(modulation): \(result.worstSlice) by \(result.worstError)")
        slices += result.slices
        telling += result.telling
      }
    }
    #expect(Double(telling) > 0.6 * Double(slices), "\(telling) of \(slices) slices tell")
  }

  @Test("a batch does what the network does", arguments: [nil, PopulationCode(neurons: 4)])
  func batch(code: PopulationCode?) throws {
    var random = SplitMix(11)
    var spec = Self.spec(PlasticitySpec(period: 2), .neuron, Self.errors[0])
    spec.populationCode = code
    let parameters = spec.noisyParameters(&random)
    let network = try Network(spec, parameters)
    let batch = try BatchNetwork<Float>(spec: spec, batch: 1, ticks: 40)
    let rows = (0..<10).map { _ in random.vector(4) }
    batch.load(parameters.span)
    batch.forward(ticks: 40) { t in
      for n in 0..<4 { batch.observation(t)[n] = rows[t / 4][n] }
    }
    for (step, row) in rows.enumerated() {
      network.step(row)
      for k in 0..<2 { #expect(abs(network.outputs[k] - batch.outputs(4 * step + 3)[k]) < 1e-4) }
    }
  }

  @Test("fields out of range are named, unknown keys too")
  func validation() throws {
    let cases: [(String, (inout NetworkSpec) -> Void)] = [
      ("modulationError.target", { $0.modulationError?.target = 4 }),
      ("modulationError.measured", { $0.modulationError?.measured = -1 }),
      ("modulationError.scale", { $0.modulationError?.scale = 0 }),
      ("modulation", { $0.modulation = .external }),
    ]
    for (field, breaking) in cases {
      var spec = Self.spec(PlasticitySpec(), .global, Self.errors[0])
      try spec.validate()
      #expect(
        try JSONDecoder().decode(NetworkSpec.self, from: JSONEncoder().encode(spec)) == spec)
      breaking(&spec)
      let error = #expect(throws: NetworkSpecError.self, "\(field)") { try spec.validate() }
      #expect(error?.field == field)
    }
    for text in ["{}", #"{"measured": 1, "gain": 2}"#] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(MeasuredError.self, from: Data(text.utf8))
      }
    }
  }
}
