import SpikingNetworks

/// SplitMix64 (Steele, Lea, Flood 2014): enough randomness for property tests, the same everywhere.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in [lower, upper).
  mutating func uniform(_ lower: Float = 0, _ upper: Float = 1) -> Float {
    lower + (upper - lower) * Float(next() >> 40) / Float(1 << 24)
  }

  /// Nearly standard normal: the sum of twelve uniforms, less six.
  mutating func gaussian() -> Float { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }

  mutating func vector(_ count: Int) -> [Float] { (0..<count).map { _ in gaussian() } }
}

extension Network {
  convenience init(_ spec: NetworkSpec, _ parameters: [Float]) throws {
    try self.init(spec: spec)
    load(parameters)
  }

  func load(_ parameters: [Float]) { load(parameters.span) }

  /// One control step with arrays.
  @discardableResult
  func step(_ observation: [Float]) -> [Float] {
    precondition(observation.count == spec.inputs)
    var action = [Float](repeating: .nan, count: spec.outputs)
    observation.withUnsafeBufferPointer { observation in
      action.withUnsafeMutableBufferPointer { action in
        guard let from = observation.baseAddress, let to = action.baseAddress else { return }
        step(observation: from, action: to)
      }
    }
    return action
  }
}

/// How the parameter vector holds a rate.
func logit(_ rate: Float) -> Float { ParameterLayout.Transform.logistic.parameter(rate) }

extension NetworkSpec {
  /// A zero parameter vector with the named slices filled with constants.
  func parameters(_ values: [String: Float]) -> [Float] {
    var vector = [Float](repeating: 0, count: layout.count)
    for (name, value) in values {
      guard let slice = layout.slice(named: name) else { preconditionFailure("no \(name)") }
      for index in slice.range { vector[index] = value }
    }
    return vector
  }

  /// The usual start with a good deal of noise on every slice, biases included, so that neurons
  /// fire and modulators take both signs.
  func noisyParameters(_ random: inout SplitMix) -> [Float] {
    var vector = initialParameters { random.gaussian() }
    for index in vector.indices { vector[index] += 0.3 * random.gaussian() }
    return vector
  }

  /// A random small network over all rules, gates, granularities, resets and modulations.
  /// - Parameter conductances: whether about two populations in three have them.
  static func random(_ random: inout SplitMix, conductances: Bool = false) -> NetworkSpec {
    func plasticity() -> PlasticitySpec? {
      guard random.uniform() < 0.8 else { return nil }
      return PlasticitySpec(
        rule: PlasticityRule.allCases.randomElement(using: &random)!,
        gate: PlasticityGate.allCases.randomElement(using: &random)!,
        granularity: Granularity.allCases.randomElement(using: &random)!,
        shareGranularity: (Granularity.allCases + [nil, nil]).randomElement(using: &random)!,
        bound: random.uniform(0.05, 1), period: [nil, 1, 2, 3, 7].randomElement(using: &random)!,
        bcmTimeConstant: random.uniform(1, 20))
    }
    func population() -> PopulationSpec {
      let recurrent = Bool.random(using: &random)
      var population = PopulationSpec(
        size: Int.random(in: 1...19, using: &random), recurrent: recurrent,
        decay: random.uniform(0, 0.95), threshold: random.uniform(0.3, 1.2),
        reset: ResetMode.allCases.randomElement(using: &random)!,
        traceDecay: random.uniform(0, 0.95), inputPlasticity: plasticity(),
        recurrentPlasticity: recurrent ? plasticity() : nil)
      guard conductances, random.uniform() < 0.67 else { return population }
      population.conductance = .random(&random)
      if Bool.random(using: &random) { population.adaptation = AdaptationSpec(decay: 0.9) }
      return population
    }
    let inputs = Int.random(in: 1...11, using: &random)
    return NetworkSpec(
      inputs: inputs, outputs: Int.random(in: 1...10, using: &random),
      ticksPerStep: Int.random(in: 1...5, using: &random),
      hidden: (0..<Int.random(in: 1...3, using: &random)).map { _ in population() },
      readout: ReadoutSpec(
        decay: random.uniform(0, 0.95), gain: random.uniform(0.1, 1), plasticity: plasticity()),
      modulation: ModulationSpec.allCases.randomElement(using: &random)!,
      inputGain: random.uniform(0.2, 1), inputKinds: (0..<inputs).map { $0 % 3 })
  }
}

extension NetworkSpec {
  /// The same with trained adaptation in about two populations of three, and slow traces in about
  /// two readouts of three.
  func withTrainedDynamics(_ random: inout SplitMix) -> NetworkSpec {
    func range() -> TimeConstantRange {
      let shortest = random.uniform(1.1, 5)
      return TimeConstantRange(shortest: shortest, longest: shortest * random.uniform(1, 30))
    }
    var spec = self
    for index in spec.hidden.indices where random.uniform() < 0.67 {
      spec.hidden[index].adaptation = AdaptationSpec(strength: 0.1, timeConstants: range())
    }
    if random.uniform() < 0.67 { spec.readout.slowTraces = range() }
    return spec
  }
}

extension NetworkSpec {
  /// The same with plastic synapses that see a centred input of some channels, and in about two of
  /// three networks a gain field.
  func withCentring(_ random: inout SplitMix) -> NetworkSpec {
    var spec = self
    if spec.hidden[0].inputPlasticity == nil {
      spec.hidden[0].inputPlasticity = PlasticitySpec(
        rule: PlasticityRule.allCases.randomElement(using: &random)!, gate: .none,
        granularity: .neuron, shareGranularity: .synapse, bound: 3,
        rateTimeConstants: TimeConstantRange(shortest: 2, longest: 30))
    }
    let channels = (0..<inputs).shuffled(using: &random)
    let (first, second) = (
      Int.random(in: 1...inputs, using: &random), Int.random(in: 0...inputs, using: &random)
    )
    spec.centring = CentringSpec(
      rate: random.uniform(0.01, 1), centred: Array(channels.prefix(first)),
      tonic: Array(channels.dropFirst(first).prefix(second)))
    guard random.uniform() < 0.67 else { return spec }
    let count = inputs
    func channel() -> Int { Int.random(in: 0..<count, using: &random) }
    spec.readout.gainField = GainFieldSpec(
      gains: (0..<outputs).map { _ in channel() },
      factors: (0..<Int.random(in: 0...3, using: &random)).map { _ in channel() })
    return spec
  }
}

extension ConductanceSpec {
  /// Random constants, in range.
  static func random(_ random: inout SplitMix) -> ConductanceSpec {
    var spec = ConductanceSpec()
    spec.tick = random.uniform(0.2, 5)
    spec.membraneTimeConstant = random.uniform(5, 40)
    spec.synapticTimeConstant = random.uniform(1, 20)
    spec.inhibitoryPotential = random.uniform(-95, -70)
    spec.resetPotential = random.uniform(-69, -51)
    spec.refractoryPeriod = random.uniform(0, 8)
    if Bool.random(using: &random) {
      spec.synapses = DynamicSynapseSpec(
        utilisation: random.uniform(0.05, 1), recoveryTimeConstant: random.uniform(5, 300),
        facilitationTimeConstant: Bool.random(using: &random) ? 0 : random.uniform(5, 300))
    }
    return spec
  }
}

/// A single neuron between one input and one output, without noise.
func singleNeuron(
  reset: ResetMode = .subtract, decay: Float = 0.8, traceDecay: Float = 0.8,
  input: PlasticitySpec? = nil, readout: ReadoutSpec = ReadoutSpec(), ticksPerStep: Int = 1
) -> NetworkSpec {
  NetworkSpec(
    inputs: 1, outputs: 1, ticksPerStep: ticksPerStep,
    hidden: [
      PopulationSpec(
        size: 1, decay: decay, reset: reset, traceDecay: traceDecay, inputPlasticity: input)
    ], readout: readout)
}
