import Foundation
import SpikingNetworks
import Testing

/// The code's equations once more, in Double, with spikes that an observer can count.
private struct ReferenceCode {
  let code: PopulationCode
  var voltage: [Double]
  /// The least distance of any potential from the threshold so far.
  var margin = Double.infinity

  init(_ code: PopulationCode, channels: Int) {
    self.code = code
    voltage = Array(repeating: 0, count: channels * code.neurons)
  }

  func stimulation(_ observation: [Float]) -> [Double] {
    observation.flatMap { s in
      (0..<code.neurons).map { n in
        let spacing = 2 * Double(code.range) / Double(max(code.neurons - 1, 1))
        let centre = code.neurons == 1 ? 0 : -Double(code.range) + spacing * Double(n)
        return exp(-pow((Double(s) - centre) / Double(code.width), 2) / 2)
      }
    }
  }

  mutating func deterministic(_ observation: [Float]) -> [Float] {
    stimulation(observation).enumerated().map { n, a in
      voltage[n] += a
      margin = min(margin, abs(voltage[n] - 1))
      guard voltage[n] >= 1 else { return 0 }
      voltage[n] -= 1
      return 1
    }
  }
}

@Suite("Gaussian population code")
struct PopulationCodeTests {
  private func network(
    _ code: PopulationCode, inputs: Int = 1, ticks: Int = 1
  ) throws -> Network {
    try Network(
      spec: NetworkSpec(
        inputs: inputs, outputs: 1, ticksPerStep: ticks, hidden: [PopulationSpec(size: 3)],
        populationCode: code))
  }

  /// Spikes of every input neuron over so many control steps of one tick.
  private func counts(_ network: Network, _ observation: [Float], ticks: Int) -> [Float] {
    var counts = [Float](repeating: 0, count: network.spec.encodedInputs)
    for _ in 0..<ticks {
      network.step(observation)
      for (n, z) in network.encodedInput.enumerated() { counts[n] += z }
    }
    return counts
  }

  @Test("centres divide the range evenly; one neuron sits at 0")
  func centres() {
    #expect(PopulationCode(neurons: 5, range: 3).centres == [-3, -1.5, 0, 1.5, 3])
    #expect(PopulationCode(neurons: 2, range: 0.5).centres == [-0.5, 0.5])
    #expect(PopulationCode(neurons: 1).centres == [0])
  }

  @Test(
    "an observation at a centre fires that neuron every tick",
    arguments: PopulationCode.Spikes.allCases)
  func rateAtACentre(_ spikes: PopulationCode.Spikes) throws {
    let code = PopulationCode(neurons: 7, range: 2, width: 0.3, spikes: spikes)
    for (n, centre) in code.centres.enumerated() {
      let found = counts(try network(code, inputs: 2), [centre, 100], ticks: 200)
      #expect(found[n] == 200)
      #expect(found[7...].allSatisfy { $0 == 0 }, "far from every centre")
    }
  }

  @Test("after t ticks a deterministic neuron has spiked ⌊tA⌋ times")
  func deterministicCounts() throws {
    var compared = 0
    for seed in 0..<40 {
      var random = SplitMix(seed)
      let code = PopulationCode(
        neurons: Int.random(in: 1...12, using: &random), range: random.uniform(0.5, 4),
        width: random.uniform(0.2, 2))
      let observation = [random.uniform(-4, 4), random.uniform(-4, 4)]
      let ticks = Int.random(in: 1...300, using: &random)
      let found = counts(try network(code, inputs: 2), observation, ticks: ticks)
      for (n, a) in ReferenceCode(code, channels: 2).stimulation(observation).enumerated() {
        let integral = Double(ticks) * a
        guard abs(integral - integral.rounded()) > 1e-3 else { continue }
        #expect(Double(found[n]) == floor(integral), "seed \(seed), neuron \(n), A \(a)")
        compared += 1
      }
    }
    #expect(compared > 200, "\(compared)")
  }

  @Test("the mirrored observation mirrors the spikes")
  func symmetry() throws {
    // Dyadic centres, so that the mirror image is exact.
    let code = PopulationCode(neurons: 9, range: 2, width: 0.7)
    for seed in 0..<20 {
      var random = SplitMix(seed)
      let observation = random.uniform(-3, 3)
      let (left, right) = (try network(code), try network(code))
      for _ in 0..<50 {
        left.step([observation])
        right.step([-observation])
        #expect(left.encodedInput == right.encodedInput.reversed(), "seed \(seed)")
      }
    }
  }

  @Test("stochastic neurons spike with probability A, independently of each other and of the past")
  func stochasticRates() throws {
    let code = PopulationCode(neurons: 6, range: 2, width: 0.9, spikes: .stochastic)
    let network = try network(code)
    let (seeds, ticks, observation) = (50, 400, Float(0.3))
    let a = ReferenceCode(code, channels: 1).stimulation([observation])
    let trials = Double(seeds * ticks)
    var (sums, pairs, successions) = (a.map { _ in 0.0 }, a.map { _ in 0.0 }, a.map { _ in 0.0 })
    for seed in 0..<seeds {
      network.reset(seed: UInt64(seed))
      var before = a.map { _ in Float(0) }
      for _ in 0..<ticks {
        network.step([observation])
        let z = network.encodedInput
        for n in z.indices {
          sums[n] += Double(z[n])
          pairs[n] += Double(z[n] * z[(n + 1) % z.count])
          successions[n] += Double(z[n] * before[n])
        }
        before = z
      }
    }
    /// Within five standard deviations of a binomial count: one failure in a million trials.
    func expect(_ count: Double, _ probability: Double, of trials: Double, _ label: String) {
      let deviation = (trials * probability * (1 - probability)).squareRoot()
      #expect(
        abs(count - trials * probability) <= 5 * deviation + 1,
        "\(label): \(count) of \(trials), p \(probability), seeds 0..<\(seeds)")
    }
    for n in a.indices {
      expect(sums[n], a[n], of: trials, "neuron \(n)")
      expect(pairs[n], a[n] * a[(n + 1) % a.count], of: trials, "\(n) and its neighbour")
      expect(successions[n], a[n] * a[n], of: trials - Double(seeds), "\(n) twice in a row")
    }
  }

  @Test("one seed gives the same bits, another does not; reset starts the stream over")
  func seeds() throws {
    let code = PopulationCode(neurons: 6, spikes: .stochastic)
    func spikes(_ network: Network) -> [[Float]] {
      (0..<30).map { step in
        network.step([Float(step) / 10 - 1.5, 0.4])
        return network.encodedInput
      }
    }
    let network = try network(code, inputs: 2, ticks: 3)
    let fresh = spikes(network)
    network.reset(seed: 7)
    let seven = spikes(network)
    network.reset()
    #expect(spikes(network) == seven)
    #expect(seven != fresh)
    network.reset(seed: 0)
    #expect(spikes(network) == fresh)
    let parameters = [Float](repeating: 0, count: network.layout.count)
    network.reset(seed: 7)
    network.load(parameters)
    #expect(spikes(network) == seven)
  }

  @Test("a network under a code is one that is given the code's spikes")
  func agreesWithInjectedSpikes() throws {
    var compared = 0
    for seed in 0..<60 {
      var random = SplitMix(seed)
      var spec = NetworkSpec.random(&random)
      spec.populationCode = PopulationCode(
        neurons: Int.random(in: 1...9, using: &random), range: 2, width: random.uniform(0.3, 1))
      let parameters = spec.noisyParameters(&random)
      var plain = spec
      (plain.inputs, plain.inputGain, plain.populationCode) = (spec.encodedInputs, 1, nil)
      let codes = spec.encodedInputs / spec.inputs
      plain.inputKinds = spec.inputKinds.map {
        $0.flatMap { kind in Array(repeating: kind, count: codes) }
      }
      #expect(plain.layout == spec.layout)
      // One observation a tick, and the same ticks between updates.
      plain.ticksPerStep = 1
      plain.setPeriods(spec.ticksPerStep)
      let (coded, injected) = (try Network(spec, parameters), try Network(plain, parameters))
      var reference = ReferenceCode(spec.populationCode!, channels: spec.inputs)
      for step in 0..<20 {
        let observation = random.vector(spec.inputs)
        let action = coded.step(observation)
        var expected: [Float] = []
        for _ in 0..<spec.ticksPerStep {
          expected = injected.step(reference.deterministic(observation))
        }
        guard reference.margin > 1e-5 else { break }
        #expect(action == expected, "seed \(seed), step \(step): \(spec)")
        for name in coded.plasticProjections {
          #expect(coded.fastWeights(of: name) == injected.fastWeights(of: name), "seed \(seed)")
        }
        compared += 1
      }
    }
    #expect(compared > 600, "only \(compared) steps could be compared")
  }

  @Test("a batch has the runtime's spikes, tick by tick", arguments: PopulationCode.Spikes.allCases)
  func batchAgrees(_ spikes: PopulationCode.Spikes) throws {
    let (batch, steps, hold) = (3, 12, 4)
    for seed in 0..<10 {
      var random = SplitMix(seed)
      let spec = NetworkSpec(
        inputs: 3, outputs: 2, ticksPerStep: 1,
        hidden: [PopulationSpec(size: 11, recurrent: true, decay: 0.75)],
        populationCode: PopulationCode(neurons: 5, range: 2, width: 0.6, spikes: spikes))
      let parameters = spec.noisyParameters(&random)
      let observations = (0..<batch).map { _ in (0..<steps).map { _ in random.vector(spec.inputs) }
      }
      let together = try BatchNetwork<Float>(spec: spec, batch: batch, ticks: steps * hold)
      together.load(parameters.span)
      together.encodingSeeds = [4, 5, UInt64(seed)]
      // Run twice: the second finds the first one's spikes in place of the observations.
      for _ in 0..<2 {
        together.forward(ticks: steps * hold) { t in
          for sample in 0..<batch {
            for (i, s) in observations[sample][t / hold].enumerated() {
              together.observation(t)[sample * together.inputStride + i] = s
            }
          }
        }
      }
      for sample in 0..<batch {
        let alone = try Network(spec, parameters)
        alone.reset(seed: together.encodingSeeds[sample])
        for t in 0..<steps * hold {
          alone.step(observations[sample][t / hold])
          let z = together.observation(t) + sample * together.inputStride
          #expect(
            (0..<spec.encodedInputs).map { z[$0] } == alone.encodedInput,
            "seed \(seed), sample \(sample), tick \(t)")
          for k in 0..<spec.outputs {
            let o = together.outputs(t)[sample * together.outputStride + k]
            #expect(abs(o - alone.outputs[k]) < 1e-4, "seed \(seed), sample \(sample), tick \(t)")
          }
        }
      }
    }
  }

  @Test("in a batch a clear empties the potentials; the stream goes on")
  func batchClear() throws {
    for spikes in PopulationCode.Spikes.allCases {
      let spec = NetworkSpec(
        inputs: 1, outputs: 1, hidden: [PopulationSpec(size: 1)],
        populationCode: PopulationCode(neurons: 8, spikes: spikes))
      let network = try BatchNetwork<Float>(spec: spec, batch: 1, ticks: 40)
      network.forward(ticks: 40, clears: [20]) { network.observation($0)[0] = 0.7 }
      let z = (0..<40).map { t in (0..<spec.encodedInputs).map { network.observation(t)[$0] } }
      #expect((Array(z[..<20]) == Array(z[20...])) == (spikes == .deterministic), "\(spikes)")
    }
  }

  @Test(
    "under a code the smooth adjoint is the derivative", arguments: PopulationCode.Spikes.allCases)
  func smoothAdjoint(_ spikes: PopulationCode.Spikes) throws {
    for (number, rule) in PlasticityRule.allCases.enumerated() {
      var spec = AdjointTests.spec(rule, .eligibility, .neuron, .subtract, number: number)
      spec.populationCode = PopulationCode(neurons: 4, range: 1.5, width: 0.6, spikes: spikes)
      let test = try GradientCase(
        spec: spec, surrogate: Surrogate(.superspike, slope: 1.5), batch: 2, ticks: 6,
        clears: number == 1 ? [4] : [], resumes: number == 2, seed: UInt64(30 + number))
      let result = try test.compare()
      #expect(result.worstError <= 1e-6, "\(rule): \(result.worstSlice) by \(result.worstError)")
      #expect(Double(result.telling) > 0.6 * Double(result.slices), "\(rule): \(result)")
    }
  }

  private static let coded = NetworkSpec(
    inputs: 3, outputs: 2, hidden: [PopulationSpec(size: 4)],
    populationCode: PopulationCode(neurons: 6, range: 2, width: 0.5, spikes: .stochastic))

  @Test("the code widens the first population's input alone")
  func layout() {
    #expect(Self.coded.encodedInputs == 18)
    #expect(Self.coded.layout.slice(named: "hidden1.input.weight")?.shape == [18, 4])
    #expect(Self.coded.layout.slice(named: "readout.weight")?.shape == [4, 2])
  }

  @Test("the code survives encoding; without one the text is what it was")
  func codable() throws {
    let data = try JSONEncoder().encode(Self.coded)
    #expect(try JSONDecoder().decode(NetworkSpec.self, from: data) == Self.coded)
    var plain = Self.coded
    plain.populationCode = nil
    let text = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
    #expect(!text.contains("populationCode"))
    #expect(try JSONDecoder().decode(NetworkSpec.self, from: Data(text.utf8)) == plain)
    func decode(_ code: String) throws -> PopulationCode? {
      let text =
        #"{"inputs": 1, "outputs": 1, "hidden": [{"size": 1}], "populationCode": \#(code)}"#
      return try JSONDecoder().decode(NetworkSpec.self, from: Data(text.utf8)).populationCode
    }
    #expect(try decode("{}") == PopulationCode())
    #expect(try decode(#"{"spikes": "stochastic"}"#) == PopulationCode(spikes: .stochastic))
    #expect(throws: DecodingError.self) { try decode(#"{"spikes": "poisson"}"#) }
    #expect {
      try decode(#"{"sigma": 2}"#)
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return context.debugDescription.contains("'sigma'")
    }
  }

  @Test("a field out of range is named")
  func validation() throws {
    try Self.coded.validate()
    let cases: [(String, String, (inout PopulationCode) -> Void)] = [
      ("neurons", "0", { $0.neurons = 0 }), ("neurons", "1025", { $0.neurons = 1025 }),
      ("range", "0.0", { $0.range = 0 }), ("range", "inf", { $0.range = .infinity }),
      ("width", "-1.0", { $0.width = -1 }), ("width", "nan", { $0.width = .nan }),
    ]
    for (field, found, breaking) in cases {
      var spec = Self.coded
      breaking(&spec.populationCode!)
      let error = #expect(throws: NetworkSpecError.self, "\(field)") { try spec.validate() }
      #expect(error?.field == "populationCode." + field)
      #expect(error?.found == found)
    }
  }
}

extension NetworkSpec {
  /// Every projection that is updated once a control step is updated every `ticks` ticks.
  fileprivate mutating func setPeriods(_ ticks: Int) {
    func set(_ plasticity: inout PlasticitySpec?) {
      if plasticity?.period == nil { plasticity?.period = ticks }
    }
    for p in hidden.indices {
      set(&hidden[p].inputPlasticity)
      set(&hidden[p].recurrentPlasticity)
    }
    set(&readout.plasticity)
  }
}
