import Foundation
import SpikingNetworks
import Testing

@Suite("Specifications of conductances")
struct ConductanceSpecTests {
  private static let valid = NetworkSpec(
    inputs: 2, outputs: 2,
    hidden: [
      PopulationSpec(
        size: 4, conductance: ConductanceSpec(synapses: DynamicSynapseSpec()))
    ])

  @Test("a constant out of range is named, with what was found")
  func validation() throws {
    try Self.valid.validate()
    let cases: [(String, String, (inout ConductanceSpec) -> Void)] = [
      ("tick", "0.0", { $0.tick = 0 }),
      ("membraneTimeConstant", "-1.0", { $0.membraneTimeConstant = -1 }),
      ("synapticTimeConstant", "0.0", { $0.synapticTimeConstant = 0 }),
      ("refractoryPeriod", "-1.0", { $0.refractoryPeriod = -1 }),
      ("refractoryPeriod", "1e+09", { $0.refractoryPeriod = 1e9 }),
      ("leakPotential", "-inf", { $0.leakPotential = -.infinity }),
      ("threshold", "-70.0", { $0.threshold = -70 }),
      ("threshold", "nan", { $0.threshold = .nan }),
      ("excitatoryPotential", "-50.0", { $0.excitatoryPotential = -50 }),
      ("inhibitoryPotential", "-69.0", { $0.inhibitoryPotential = -69 }),
      ("resetPotential", "-50.0", { $0.resetPotential = -50 }),
      ("resetPotential", "-81.0", { $0.resetPotential = -81 }),
      ("synapses.utilisation", "0.0", { $0.synapses?.utilisation = 0 }),
      ("synapses.utilisation", "1.5", { $0.synapses?.utilisation = 1.5 }),
      ("synapses.recoveryTimeConstant", "0.0", { $0.synapses?.recoveryTimeConstant = 0 }),
      ("synapses.facilitationTimeConstant", "-1.0", { $0.synapses?.facilitationTimeConstant = -1 }),
    ]
    for (field, found, breaking) in cases {
      var spec = Self.valid
      breaking(&spec.hidden[0].conductance!)
      let error = #expect(throws: NetworkSpecError.self, "\(field)") { try spec.validate() }
      #expect(error?.field == "hidden[0].conductance." + field)
      #expect(error?.found == found)
    }
  }

  @Test("they survive encoding; unknown keys are errors")
  func coding() throws {
    for seed in 0..<50 {
      var random = SplitMix(seed)
      let spec = NetworkSpec.random(&random, conductances: true)
      let data = try JSONEncoder().encode(spec)
      #expect(try JSONDecoder().decode(NetworkSpec.self, from: data) == spec, "seed \(seed)")
    }
    for text in [#"{"treshold": -50}"#, #"{"synapses": {"recovery": 3}}"#] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(ConductanceSpec.self, from: Data(text.utf8))
      }
    }
    let empty = try JSONDecoder().decode(ConductanceSpec.self, from: Data("{}".utf8))
    #expect(empty == ConductanceSpec())
  }

  @Test("the adjoint refuses them")
  func adjoint() {
    let errors = [
      #expect(throws: NetworkSpecError.self) {
        try BatchNetwork<Float>(spec: Self.valid, batch: 1, ticks: 1)
      },
      #expect(throws: NetworkSpecError.self) {
        try BatchNetwork<Float>.memoryEstimate(spec: Self.valid, batch: 1, ticks: 1)
      },
      #expect(throws: NetworkSpecError.self) { try EpropNetwork(spec: Self.valid, batch: 1) },
    ]
    for error in errors { #expect(error?.field == "hidden[0].conductance") }
  }
}
