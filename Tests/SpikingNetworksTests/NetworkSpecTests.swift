import Foundation
import SpikingNetworks
import Testing

@Suite("Specifications and parameter layouts")
struct NetworkSpecTests {
  @Test("slices tile the vector without gaps, under distinct names")
  func slicesTile() {
    for seed in 0..<200 {
      var random = SplitMix(seed)
      let layout = NetworkSpec.random(&random).layout
      var end = 0
      for slice in layout.slices {
        #expect(slice.range.lowerBound == end, "seed \(seed), \(slice.name)")
        #expect(slice.range.count == slice.shape.reduce(1, *), "seed \(seed), \(slice.name)")
        #expect(layout.slice(named: slice.name) == slice)
        end = slice.range.upperBound
      }
      #expect(layout.count == end)
      #expect(Set(layout.slices.map(\.name)).count == layout.slices.count, "seed \(seed)")
    }
  }

  @Test("a slice is found by owner and role as by name, and says how its numbers are meant")
  func slicesByRole() throws {
    let spec = NetworkSpec(
      inputs: 3, outputs: 2,
      hidden: [
        PopulationSpec(size: 5),
        PopulationSpec(
          size: 4, recurrent: true, recurrentPlasticity: PlasticitySpec(rule: .bcm)),
      ])
    let expected: [(ParameterLayout.Owner, ParameterLayout.Role, String)] = [
      (.input(0), .weight, "hidden1.input.weight"), (.population(1), .bias, "hidden2.bias"),
      (.recurrent(1), .share, "hidden2.recurrent.alpha"),
      (.recurrent(1), .rate, "hidden2.recurrent.eta"),
      (.recurrent(1), .coefficient("epsilon"), "hidden2.recurrent.epsilon"),
      (.population(1), .modulatorWeight, "hidden2.modulator.weight"),
      (.readout, .weight, "readout.weight"),
    ]
    let layout = spec.layout
    #expect(layout.isPlastic)
    #expect(!NetworkSpec(inputs: 1, outputs: 1, hidden: [PopulationSpec(size: 2)]).layout.isPlastic)
    for (owner, role, name) in expected {
      #expect(layout[owner, role] == layout.slice(named: name), "\(name)")
    }
    let logits = layout.slices.filter { $0.transform == .logistic }.map(\.name)
    #expect(logits == ["hidden2.recurrent.eta", "hidden2.recurrent.epsilon"])
    for rate: Float in [0.001, 0.05, 0.5, 0.99] {
      #expect(abs(ParameterLayout.Transform.logistic.value(logit(rate)) - rate) < 1e-6 * rate)
    }
  }

  @Test("slices exist where they are needed, in shapes set by the granularity")
  func slicesByName() {
    let spec = NetworkSpec(
      inputs: 3, outputs: 2,
      hidden: [
        PopulationSpec(
          size: 5, recurrent: true,
          inputPlasticity: PlasticitySpec(rule: .bcm, gate: .none, granularity: .synapse),
          recurrentPlasticity: PlasticitySpec(granularity: .population)),
        PopulationSpec(size: 4),
      ],
      readout: ReadoutSpec(plasticity: PlasticitySpec(rule: .hebbian)), modulation: .neuron)
    let found = spec.layout.slices.map { "\($0.name) \($0.kind) \($0.shape)" }
    #expect(
      found == [
        "hidden1.input.weight weight [3, 5]", "hidden1.input.alpha plasticity [3, 5]",
        "hidden1.input.eta plasticity [3, 5]", "hidden1.input.epsilon plasticity [3, 5]",
        "hidden1.recurrent.weight weight [5, 5]", "hidden1.recurrent.alpha plasticity [1]",
        "hidden1.recurrent.eta plasticity [1]", "hidden1.bias bias [5]",
        "hidden1.modulator.weight modulator [5, 5]", "hidden1.modulator.bias modulator [5]",
        "hidden2.input.weight weight [5, 4]", "hidden2.bias bias [4]",
        "readout.weight weight [4, 2]", "readout.alpha plasticity [2]",
        "readout.eta plasticity [2]", "readout.bias bias [2]",
        "readout.modulator.weight modulator [4, 2]", "readout.modulator.bias modulator [2]",
      ])
  }

  @Test("numbers tied over the synapses from a neuron, or over the inputs of a kind")
  func tiedSlices() {
    func shapes(_ granularity: Granularity, kinds: [Int]?) -> [[Int]] {
      let plasticity = PlasticitySpec(rule: .bcm, granularity: granularity)
      let spec = NetworkSpec(
        inputs: 5, outputs: 2,
        hidden: [
          PopulationSpec(
            size: 7, recurrent: true, inputPlasticity: plasticity,
            recurrentPlasticity: plasticity)
        ],
        readout: ReadoutSpec(plasticity: plasticity), populationCode: PopulationCode(neurons: 3),
        inputKinds: kinds)
      return spec.layout.slices.filter { $0.kind == .plasticity }.map(\.shape)
    }
    func each(_ counts: Int...) -> [[Int]] { counts.flatMap { [[$0], [$0], [$0]] } }
    #expect(shapes(.presynaptic, kinds: nil) == each(15, 7, 7))
    #expect(shapes(.joint, kinds: [0, 0, 2, 1, 2]) == each(3, 1, 1))
    #expect(shapes(.joint, kinds: nil) == each(1, 1, 1))
  }

  @Test(
    "kinds are one for each input, numbered without gaps",
    arguments: [[0, 1], [0, 2, 2], [-1, 0, 0]])
  func inputKinds(kinds: [Int]) throws {
    var spec = NetworkSpec(inputs: 3, outputs: 2, hidden: [PopulationSpec(size: 2)])
    spec.inputKinds = [1, 0, 1]
    try spec.validate()
    spec.inputKinds = kinds
    let error = #expect(throws: NetworkSpecError.self) { try spec.validate() }
    #expect(error?.field == "inputKinds")
  }

  @Test("initial parameters have the documented deviations")
  func initialParameters() throws {
    let spec = NetworkSpec(
      inputs: 25, outputs: 20,
      hidden: [PopulationSpec(size: 100, recurrent: true, inputPlasticity: PlasticitySpec())])
    var random = SplitMix(1)
    let parameters = spec.initialParameters { random.gaussian() }
    #expect(parameters.count == spec.layout.count)
    let expected: [String: Float] = [
      "hidden1.input.weight": 0.2, "hidden1.recurrent.weight": 0.05, "readout.weight": 0.5,
      "hidden1.bias": 0, "hidden1.modulator.weight": 0.01, "hidden1.input.alpha": 0.04,
    ]
    for (name, deviation) in expected {
      let values = parameters[try #require(spec.layout.slice(named: name)).range]
      let size = (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
      #expect(abs(size - deviation) <= 0.25 * deviation, "\(name): \(size)")
    }
    let eta = parameters[try #require(spec.layout.slice(named: "hidden1.input.eta")).range]
    #expect(eta.allSatisfy { abs(ParameterLayout.Transform.logistic.value($0) - 0.05) < 1e-6 })
  }

  @Test("specifications survive encoding")
  func codableRoundTrip() throws {
    for seed in 0..<100 {
      var random = SplitMix(seed)
      let spec = NetworkSpec.random(&random)
      let data = try JSONEncoder().encode(spec)
      #expect(try JSONDecoder().decode(NetworkSpec.self, from: data) == spec, "seed \(seed)")
    }
  }

  @Test("absent keys take their defaults, unknown ones are errors that name themselves")
  func decodingDefaults() throws {
    let text = #"{"inputs": 3, "outputs": 2, "hidden": [{"size": 8, "inputPlasticity": {}}]}"#
    let spec = try JSONDecoder().decode(NetworkSpec.self, from: Data(text.utf8))
    #expect(
      spec
        == NetworkSpec(
          inputs: 3, outputs: 2,
          hidden: [PopulationSpec(size: 8, inputPlasticity: PlasticitySpec())]))
    let wrong = #"{"inputs": 3, "outputs": 2, "hidden": [{"size": 8, "treshold": 2}]}"#
    #expect {
      try JSONDecoder().decode(NetworkSpec.self, from: Data(wrong.utf8))
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return context.debugDescription.contains("'treshold'")
    }
  }

  private static let valid = NetworkSpec(
    inputs: 2, outputs: 2,
    hidden: [PopulationSpec(size: 4, recurrent: true, inputPlasticity: PlasticitySpec())])

  @Test("a field out of range is named, with what was found")
  func validation() throws {
    try Self.valid.validate()
    let cases: [(String, String, (inout NetworkSpec) -> Void)] = [
      ("inputs", "0", { $0.inputs = 0 }),
      ("outputs", "-1", { $0.outputs = -1 }),
      ("ticksPerStep", "0", { $0.ticksPerStep = 0 }),
      ("inputGain", "0.0", { $0.inputGain = 0 }),
      ("hidden", "[]", { $0.hidden = [] }),
      ("hidden[0].size", "0", { $0.hidden[0].size = 0 }),
      ("hidden[0].decay", "1.0", { $0.hidden[0].decay = 1 }),
      ("hidden[0].threshold", "0.0", { $0.hidden[0].threshold = 0 }),
      ("hidden[0].traceDecay", "nan", { $0.hidden[0].traceDecay = .nan }),
      ("hidden[0].inputPlasticity.bound", "-1.0", { $0.hidden[0].inputPlasticity?.bound = -1 }),
      ("hidden[0].inputPlasticity.period", "0", { $0.hidden[0].inputPlasticity?.period = 0 }),
      (
        "hidden[0].inputPlasticity.bcmTimeConstant", "0.5",
        { $0.hidden[0].inputPlasticity?.bcmTimeConstant = 0.5 }
      ),
      ("readout.decay", "-0.1", { $0.readout.decay = -0.1 }),
      ("readout.gain", "inf", { $0.readout.gain = .infinity }),
    ]
    for (field, found, breaking) in cases {
      var spec = Self.valid
      breaking(&spec)
      let error = #expect(throws: NetworkSpecError.self, "\(field)") { try spec.validate() }
      #expect(error?.field == field)
      #expect(error?.found == found)
      #expect(throws: NetworkSpecError.self) { try Network(spec: spec) }
    }
  }

  @Test("recurrent plasticity needs recurrence")
  func plasticityWithoutRecurrence() {
    var spec = Self.valid
    spec.hidden[0].recurrent = false
    spec.hidden[0].recurrentPlasticity = PlasticitySpec()
    let error = #expect(throws: NetworkSpecError.self) { try spec.validate() }
    #expect(error?.field == "hidden[0].recurrentPlasticity")
  }
}
