import Foundation
import SpikingNetworks
import Testing

@Suite("Perturbation of currents and conductances")
struct PerturbationTests {
  private static func gradient(_ network: Network, _ scale: Float = 1) -> [Float] {
    var gradient = [Float](repeating: 0, count: network.layout.count)
    gradient.withUnsafeMutableBufferPointer {
      network.perturbation?.addGradient(scaledBy: scale, to: $0)
    }
    return gradient
  }

  /// A recurrent network without plasticity, with or without conductances.
  private static func spec(_ conductance: ConductanceSpec?, code: Bool = false) -> NetworkSpec {
    NetworkSpec(
      inputs: 3, outputs: 2,
      hidden: [
        PopulationSpec(size: 9, recurrent: true, conductance: conductance),
        PopulationSpec(size: 5, conductance: conductance),
      ],
      populationCode: code ? PopulationCode(neurons: 4, spikes: .stochastic) : nil)
  }

  @Test("an inactive perturbation changes no bit; an active one follows from its seed")
  func inactive() throws {
    for conductance in [nil, ConductanceSpec(synapses: DynamicSynapseSpec())] {
      var random = SplitMix(1)
      let spec = Self.spec(conductance, code: true)
      let parameters = spec.noisyParameters(&random).map { 2 * $0 }
      let rows = (0..<30).map { _ in random.vector(3) }
      let plain = try Network(spec, parameters)
      let expected = rows.map { plain.step($0) }
      let network = try Network(spec, parameters)
      let perturbation = try network.perturb(PerturbationSpec())
      func run(_ seed: UInt64, active: Bool) -> ([[Float]], [Float]) {
        perturbation.seed = seed
        perturbation.isActive = active
        network.reset()
        return (rows.map { network.step($0) }, Self.gradient(network))
      }
      #expect(run(1, active: false).0 == expected)
      let (first, gradient) = run(1, active: true)
      #expect(first != expected)
      for name in ["hidden1.input.weight", "hidden1.bias", "hidden2.bias", "readout.bias"] {
        let slice = try #require(spec.layout.slice(named: name))
        #expect(gradient[slice.range].contains { $0 != 0 }, "\(name)")
      }
      #expect(run(2, active: true).1 != gradient)
      #expect(run(1, active: true) == (first, gradient))
      #expect(run(1, active: false).0 == expected)
      #expect(Self.gradient(network).allSatisfy { $0 == 0 }, "a reset forgets")
    }
  }

  /// Of one neuron below threshold and its readout the noise can be read off the potential.
  @Test("eligibilities are sums of noise times input", arguments: [nil, Float(5)])
  func currents(timeConstant: Float?) throws {
    var random = SplitMix(2)
    let spec = NetworkSpec(
      inputs: 3, outputs: 1, ticksPerStep: 1,
      hidden: [PopulationSpec(size: 1, decay: 0.5, threshold: 100)])
    let parameters = spec.noisyParameters(&random)
    let (network, twin) = (try Network(spec, parameters), try Network(spec, parameters))
    let noise = PerturbationSpec(
      rate: 0.25, amplitude: 0.4, readoutAmplitude: 0.8, eligibilityTimeConstant: timeConstant)
    try network.perturb(noise)
    let keep = timeConstant.map { 1 - 1 / $0 } ?? 1
    var (before, outputBefore): (Float, Float) = (0, 0)
    var expected = [Float](repeating: 0, count: spec.layout.count)
    var spikes = 0
    for _ in 0..<400 {
      let row = random.vector(3)
      network.step(row)
      twin.step(row)
      let shift =
        network.membranePotentials(ofPopulation: 0)[0] - twin.membranePotentials(ofPopulation: 0)[0]
      let xi = shift - 0.5 * before
      #expect(min(abs(xi + 0.1), abs(xi - 0.3)) < 1e-5, "\(xi)")
      spikes += xi > 0 ? 1 : 0
      let outputShift = network.outputs[0] - twin.outputs[0]
      let readoutXi = (outputShift - 0.8 * outputBefore) / 0.2
      (before, outputBefore) = (shift, outputShift)
      let z = row.map { spec.inputGain * $0 } + [1]
      for i in 0..<4 { expected[i] = keep * expected[i] + xi * z[i] / 0.03 }
      // Silence: the readout's weight is eligible for nothing.
      expected[5] = keep * expected[5] + readoutXi / 0.12
    }
    #expect((70...130).contains(spikes), "\(spikes) of 400 at a rate of 1/4")
    for (a, b) in zip(Self.gradient(network), expected) {
      #expect(abs(a - b) < 2e-3 * max(1, abs(b)), "\(a), not \(b)")
    }
    for (a, b) in zip(Self.gradient(network, -2), Self.gradient(network)) { #expect(a == -2 * b) }
  }

  /// Below threshold the reward V(T) is smooth, and finite differences of single runs are the
  /// truth.
  @Test("excitatory, inhibitory and injected input: the derivatives of a potential")
  func conductances() throws {
    var random = SplitMix(3)
    var conductance = ConductanceSpec(synapses: DynamicSynapseSpec())
    conductance.inhibitoryPotential = -95
    (conductance.threshold, conductance.resetPotential) = (-1, -60)
    for code in [true, false] {
      let spec = NetworkSpec(
        inputs: 4, outputs: 1, ticksPerStep: 1,
        hidden: [PopulationSpec(size: 1, conductance: conductance)],
        populationCode: code ? PopulationCode(neurons: 1, range: 1, width: 0.6) : nil)
      // A current so large that V_∞ is held at a reversal potential has no derivative there.
      let size: Float = code ? 1 : 0.1
      let parameters = [0.8, -1.5, 0.3, -0.4, 0.1, 0, 0].map { size * $0 }
      let rows = (0..<25).map { _ in random.vector(4) }
      let network = try Network(spec: spec)
      func reward(_ parameters: [Float], seed: UInt64) -> Float {
        network.perturbation?.seed = seed
        network.load(parameters)
        for row in rows { network.step(row) }
        return network.membranePotentials(ofPopulation: 0)[0]
      }
      let baseline = reward(parameters, seed: 0)
      let truth = (0..<5).map { i in
        var (up, down) = (parameters, parameters)
        (up[i], down[i]) = (up[i] + 0.02, down[i] - 0.02)
        return (reward(up, seed: 0) - reward(down, seed: 0)) / 0.04
      }
      #expect(truth.allSatisfy { abs($0) > 0.2 }, "\(truth)")
      try network.perturb(PerturbationSpec(amplitude: 0.04, readoutAmplitude: 0))
      let trials = 4000
      var mean = [Float](repeating: 0, count: 5)
      var square = mean
      for trial in 0..<trials {
        let advantage = reward(parameters, seed: UInt64(trial)) - baseline
        for (i, value) in Self.gradient(network, advantage).prefix(5).enumerated() {
          mean[i] += value / Float(trials)
          square[i] += value * value / Float(trials)
        }
      }
      for i in 0..<5 {
        let error = ((square[i] - mean[i] * mean[i]) / Float(trials)).squareRoot()
        #expect(error < 0.25 * abs(truth[i]), "\(i): \(error), truth \(truth[i])")
        #expect(
          abs(mean[i] - truth[i]) < 4 * error + 0.03 * abs(truth[i]),
          "\(i): \(mean[i]) ± \(error), not \(truth[i])")
      }
    }
  }

  @Test("new parameters in mid-run: what was learnt stays, the state goes on")
  func adoption() throws {
    var random = SplitMix(4)
    let plasticity = PlasticitySpec(gate: .none)
    let spec = NetworkSpec(
      inputs: 3, outputs: 2,
      hidden: [PopulationSpec(size: 9, recurrent: true, inputPlasticity: plasticity)])
    let parameters = spec.noisyParameters(&random)
    let (moved, still) = (try Network(spec, parameters), try Network(spec, parameters))
    let rows = (0..<30).map { _ in random.vector(3) }
    for row in rows.prefix(15) { #expect(moved.step(row) == still.step(row)) }
    moved.adopt(parameters.span)
    #expect(moved.fastWeights(of: "hidden1.input") == still.fastWeights(of: "hidden1.input"))
    for row in rows.suffix(15) { #expect(moved.step(row) == still.step(row)) }
    let other = parameters.map { 1.1 * $0 }
    moved.adopt(other.span)
    #expect(rows.map { moved.step($0) } != rows.map { still.step($0) })
  }

  @Test("a readout disturbed alone: the rest of the network hears nothing and learns nothing")
  func readoutAlone() throws {
    var random = SplitMix(6)
    let spec = Self.spec(nil)
    let parameters = spec.noisyParameters(&random)
    let (network, twin) = (try Network(spec, parameters), try Network(spec, parameters))
    try network.perturb(PerturbationSpec(site: .readout))
    for _ in 0..<40 {
      let row = random.vector(spec.inputs)
      #expect(network.step(row) != twin.step(row))
      for n in spec.hidden.indices {
        #expect(
          network.membranePotentials(ofPopulation: n) == twin.membranePotentials(ofPopulation: n))
      }
    }
    let gradient = Self.gradient(network)
    for slice in spec.layout.slices {
      let isEligible = slice.range.contains { gradient[$0] != 0 }
      #expect(
        isEligible == ["readout.weight", "readout.bias"].contains(slice.name), "\(slice.name)")
    }
  }

  /// The readout's noise can be read off the outputs of a twin without; decays and strengths are
  /// eligible for nothing.
  @Test("synapses from slow traces learn from the readout's noise, time constants do not")
  func slowTraces() throws {
    var random = SplitMix(9)
    let range = TimeConstantRange(shortest: 3, longest: 100)
    let spec = NetworkSpec(
      inputs: 3, outputs: 1, ticksPerStep: 1,
      hidden: [PopulationSpec(size: 5, adaptation: AdaptationSpec(timeConstants: range))],
      readout: ReadoutSpec(decay: 0.8, slowTraces: range))
    let parameters = spec.noisyParameters(&random)
    let (network, twin) = (try Network(spec, parameters), try Network(spec, parameters))
    try network.perturb(PerturbationSpec(site: .readout, readoutAmplitude: 0.8))
    let layout = spec.layout
    let slow = try #require(layout.slice(named: "readout.slow.weight")).range
    var (before, expected) = (Float(0), [Float](repeating: 0, count: layout.count))
    for _ in 0..<300 {
      let row = random.vector(3)
      network.step(row)
      twin.step(row)
      let shift = network.outputs[0] - twin.outputs[0]
      let xi = (shift - 0.8 * before) / 0.2
      before = shift
      for (place, trace) in zip(slow, network.slowTraceValues) {
        expected[place] += xi * trace / 0.16
      }
    }
    let gradient = Self.gradient(network)
    #expect(slow.filter { abs(expected[$0]) > 0.1 }.count > 3, "\(expected[slow])")
    for place in slow {
      #expect(abs(gradient[place] - expected[place]) < 5e-3 * max(1, abs(expected[place])))
    }
    for slice in layout.slices where slice.kind == .dynamics {
      #expect(slice.range.allSatisfy { gradient[$0] == 0 }, "\(slice.name)")
    }
  }

  @Test("noise out of range is named")
  func validation() throws {
    let network = try Network(spec: Self.spec(nil))
    let cases: [(String, (inout PerturbationSpec) -> Void)] = [
      ("rate", { $0.rate = 0 }), ("rate", { $0.rate = 1 }), ("amplitude", { $0.amplitude = 0 }),
      ("amplitude", { $0.amplitude = 1.5 }), ("readoutAmplitude", { $0.readoutAmplitude = -1 }),
      ("eligibilityTimeConstant", { $0.eligibilityTimeConstant = 0.5 }),
      ("readoutAmplitude", { ($0.site, $0.readoutAmplitude) = (.readout, 0) }),
    ]
    for (field, breaking) in cases {
      var spec = PerturbationSpec()
      breaking(&spec)
      let error = #expect(throws: NetworkSpecError.self) { try network.perturb(spec) }
      #expect(error?.field == "perturbation." + field)
    }
    let text = #"{"amplitude": 0.1}"#
    #expect(
      try JSONDecoder().decode(PerturbationSpec.self, from: Data(text.utf8))
        == PerturbationSpec(amplitude: 0.1))
  }
}
