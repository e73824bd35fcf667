public import Locomotion
import NeuralControl
public import RobotDescription
public import SpikingNetworks

/// The few choices that shape the controller's network; `specification` spells it out in full.
public struct NetworkOptions: Sendable, Equatable, Codable {
  /// A connection of the network that plasticity may act on.
  public enum Projection: String, Sendable, Codable, CaseIterable {
    case input, recurrent, readout
  }

  /// The kind of neurons in the hidden populations.
  public enum Neuron: String, Sendable, Codable, CaseIterable {
    /// Leaky integrate-and-fire, spikes as currents.
    case lif
    /// The same with conductances, see ``ConductanceSpec``.
    case conductance
  }

  /// How the observation becomes the network's input.
  public enum Encoding: String, Sendable, Codable, CaseIterable {
    /// Injected as current.
    case current
    /// A Gaussian population code with deterministic spikes …
    case population
    /// … or with random ones.
    case stochasticPopulation = "stochastic-population"
  }

  /// What modulators follow: the spikes of the network, or an error that a robot's own sensors
  /// measure, M_j = tanh(b_j + w_j ε).
  public enum ModulationSource: String, Sendable, Codable, CaseIterable {
    case network
    /// Commanded minus measured forward velocity [m/s].
    case velocityError = "velocity-error"
    /// Commanded minus measured heading [rad].
    case headingError = "heading-error"

    /// Nil for spikes.
    var error: MeasuredGaitError? {
      switch self {
      case .network: nil
      case .velocityError: .velocity
      case .headingError: .heading
      }
    }
  }

  /// Largest hidden population.
  static let mostNeurons = 4096
  /// Most ticks in a control step.
  static let mostTicks = 100

  /// Neurons in each hidden population, from the input up.
  public var hidden = [64]
  /// Whether each population is connected to itself.
  public var recurrent = false
  /// Ticks in a control step.
  public var ticks = 4
  public var neuron = Neuron.lif
  public var lif = LIFOptions()
  public var conductance = ConductanceOptions()
  /// Share of the traces that outlives a tick, λ.
  public var traceDecay = 0.8
  /// How far each spike lifts the threshold, β_a; 0 is none.
  public var adaptation = 0.0
  /// Share of the lift that outlives a tick, ρ.
  public var adaptationDecay = 0.95
  /// Where the time constants of trained adaptation start [ticks]: [shortest, longest], and between
  /// them evenly in their logarithm; ρ and β_a are then those of each neuron. [] trains neither.
  public var adaptationTimeConstants: [Double] = []
  /// Whether a robot's observations are brought to the mean 0 and deviation 1 that they have in
  /// training, see `ObservationNormaliser`; with `ars` this makes V2 of V1.
  public var normaliseObservations = false
  /// How the observation becomes the network's input.
  public var encoding = Encoding.current
  /// What the observation is multiplied by where it is injected as current.
  public var inputGain = 1.5
  public var populationCode = PopulationCodeOptions()
  /// Share of the readout that outlives a tick, κ.
  public var readoutDecay = 0.8
  /// action = tanh(gain · readout).
  public var readoutGain = 0.5
  /// Where the time constants of slow traces of the last population's spikes start [ticks], as
  /// `adaptationTimeConstants` do; the readout receives them too. [] is a readout without.
  public var slowTraceTimeConstants: [Double] = []
  /// Projections with fast weights; none makes a fixed-weight network.
  public var plastic: [Projection] = [.input]
  public var rule = PlasticityRule.oja
  public var gate = PlasticityGate.modulated
  /// Groups of a robot's observation of which plastic synapses from the input see the deviation
  /// from their recent mean, and groups that they see as they are; they see none of the others. []
  /// and [] let them see the whole input as it is. See ``CentringSpec``.
  public var centred: [ObservationLayout.Group] = []
  public var tonic: [ObservationLayout.Group] = []
  /// Share of the way to the present input that these means go in a control step.
  public var centringRate = 0.02
  /// Whether η, α and the rule's own numbers are shared by a population, by the synapses onto a
  /// neuron or from one, by the inputs of a kind (such as all joint positions), or by none.
  public var granularity = Granularity.neuron
  /// Whether each synapse has an α of its own, whatever the granularity, that starts at random.
  public var synapticShares = false
  /// One modulator for all, or one per postsynaptic neuron.
  public var modulation = ModulationSpec.global
  /// What modulators follow.
  public var modulationSource = ModulationSource.network
  /// Whether modulators start at M = 0, so that a network that gains a modulated rule begins as the
  /// one without; else near 0.5.
  public var neutralModulators = false
  /// Fast weights stay within ± this.
  public var bound = 1.0
  /// Where η starts, in (0, 1), and α, in deviations of the initial weights.
  public var initialRate = 0.05
  public var initialShare = 0.2
  /// Where η starts instead: at 1/τ, for τ in updates from the first to the second, evenly in their
  /// logarithm; [] is `initialRate`.
  public var rateTimeConstants: [Double] = []
  /// τ_e of the eligibility gate [updates].
  public var eligibilityTimeConstant = 20.0
  /// τ_θ of the sliding threshold or mean of `bcm` and `differential-hebbian` [updates].
  public var bcmTimeConstant = 50.0

  public init() {}

  /// Where temporal tasks start from: recurrent, one tick and one update an observation, fast
  /// weights on input and readout that act from the first generation on, a modulator for each
  /// neuron.
  static let temporal: NetworkOptions = {
    var options = NetworkOptions()
    options.recurrent = true
    options.ticks = 1
    options.lif.decay = 0.9
    options.inputGain = 0.5
    options.readoutDecay = 0.7
    options.readoutGain = 5
    options.plastic = [.input, .readout]
    options.modulation = .neuron
    options.initialRate = 0.3
    options.initialShare = 1
    return options
  }()

  /// The network for so many observations and actions.
  public func specification(inputs: Int, outputs: Int) -> NetworkSpec {
    let plasticity = PlasticitySpec(
      rule: rule, gate: gate, granularity: granularity,
      shareGranularity: synapticShares ? .synapse : nil, bound: Float(bound),
      bcmTimeConstant: Float(bcmTimeConstant),
      eligibilityTimeConstant: Float(eligibilityTimeConstant), initialRate: Float(initialRate),
      rateTimeConstants: TimeConstantRange(rateTimeConstants), initialShare: Float(initialShare))
    func onto(_ projection: Projection) -> PlasticitySpec? {
      plastic.contains(projection) ? plasticity : nil
    }
    let fatigue =
      adaptation > 0
      ? AdaptationSpec(
        strength: Float(adaptation), decay: Float(adaptationDecay),
        timeConstants: TimeConstantRange(adaptationTimeConstants)) : nil
    let populations = hidden.map {
      PopulationSpec(
        size: $0, recurrent: recurrent, decay: Float(lif.decay), reset: lif.reset,
        conductance: neuron == .conductance ? conductance.specification : nil, adaptation: fatigue,
        traceDecay: Float(traceDecay),
        inputPlasticity: onto(.input),
        recurrentPlasticity: recurrent ? onto(.recurrent) : nil)
    }
    return NetworkSpec(
      inputs: inputs, outputs: outputs, ticksPerStep: ticks, hidden: populations,
      readout: ReadoutSpec(
        decay: Float(readoutDecay), gain: Float(readoutGain), plasticity: onto(.readout),
        slowTraces: TimeConstantRange(slowTraceTimeConstants)),
      modulation: modulation, neutralModulators: neutralModulators, inputGain: Float(inputGain),
      populationCode: encoding == .current ? nil : populationCode.code(encoding))
  }
}

extension NetworkOptions {
  /// The network at the controls of a robot in a task. Of one that is told the gains of motors, the
  /// readout has a gain field.
  public func specification(for model: RobotModel, of task: LocomotionTask) -> NetworkSpec {
    var spec = specification(for: model, of: task, outputs: model.motors.count)
    spec.readout.gainField = GainFieldSpec(
      FactLayout(task.privileged, of: model), in: ObservationLayout(model, of: task))
    return spec
  }

  /// A network that sees a robot in a task, such as one that estimates so many facts.
  public func specification(
    for model: RobotModel, of task: LocomotionTask, outputs: Int
  ) -> NetworkSpec {
    let layout = ObservationLayout(model, of: task)
    let inputs = task.inputs(of: model)
    var spec = specification(inputs: inputs, outputs: outputs)
    if granularity == .joint { spec.inputKinds = Array(layout.kinds.prefix(inputs)) }
    spec.modulationError = modulationSource.error?.error(in: layout)
    if !centred.isEmpty || !tonic.isEmpty {
      spec.centring = CentringSpec(
        rate: Float(centringRate), centred: layout.channels(of: centred),
        tonic: layout.channels(of: tonic))
    }
    return spec
  }

  func validate(_ bounds: Bounds) throws {
    try bounds.require(
      !hidden.isEmpty && hidden.allSatisfy { (1...Self.mostNeurons).contains($0) },
      "hidden", hidden.count <= 16 ? "\(hidden)" : "\(hidden.count) sizes",
      "a list of sizes from 1 to \(Self.mostNeurons)")
    try bounds.require(
      hidden.count <= WorkBounds.mostLayers, "hidden", "\(hidden.count) layers",
      "at most \(WorkBounds.mostLayers)")
    let connections = WorkBounds.connections(
      inputs: 0, layers: hidden, isRecurrent: recurrent, outputs: 0)
    try bounds.require(
      connections <= WorkBounds.mostConnections, "hidden",
      "\(hidden), about \(connections) connections", "at most \(WorkBounds.mostConnections)")
    try bounds.require(
      (1...Self.mostTicks).contains(ticks), "ticks", ticks, "1 to \(Self.mostTicks)")
    try lif.validate(bounds.of("lif"))
    try conductance.validate(bounds.of("conductance"))
    try populationCode.validate(bounds.of("population_code"))
    try bounds.share(traceDecay, "trace_decay")
    try bounds.nonNegative(adaptation, "adaptation")
    try bounds.share(adaptationDecay, "adaptation_decay")
    try bounds.timeConstants(adaptationTimeConstants, "adaptation_time_constants")
    try bounds.require(
      adaptation > 0 || adaptationTimeConstants.isEmpty, "adaptation", adaptation,
      "a number above 0, for adaptation_time_constants")
    try bounds.share(readoutDecay, "readout_decay")
    try bounds.positiveFloat(readoutGain, "readout_gain")
    try bounds.timeConstants(slowTraceTimeConstants, "slow_trace_time_constants")
    try bounds.positiveFloat(inputGain, "input_gain")
    try bounds.positiveFloat(bound, "bound")
    try bounds.require(
      Float(initialRate) > 0 && Float(initialRate) < 1, "initial_rate", initialRate,
      "a number between 0 and 1")
    try bounds.finite(initialShare, "initial_share")
    try bounds.timeConstants(rateTimeConstants, "rate_time_constants")
    try validateCentring(bounds)
    try bounds.timeConstant(eligibilityTimeConstant, "eligibility_time_constant")
    try bounds.timeConstant(bcmTimeConstant, "bcm_time_constant")
  }
}

extension NetworkOptions {
  private func validateCentring(_ bounds: Bounds) throws {
    try bounds.decay(centringRate, "centring_rate")
    let groups = centred + tonic
    if groups.isEmpty { return }
    try bounds.require(
      Set(groups).count == groups.count, "centred", groups.map(\.rawValue),
      "each group once, centred or tonic")
    try bounds.require(
      plastic.contains(.input) && encoding == .current && neuron == .lif, "centred",
      groups.map(\.rawValue),
      "[], or plastic: [input] with encoding: current and neuron: lif")
  }
}

extension GainFieldSpec {
  /// Nil where nothing is told of gains. Friction, load and strength are factors of all.
  fileprivate init?(_ facts: FactLayout, in layout: ObservationLayout) {
    guard let gains = facts[.gain] else { return nil }
    let start = layout[.privileged].offset
    let factors = facts.slices.filter { [.friction, .load, .strength].contains($0.fact) }
    self.init(
      gains: gains.map { start + $0 }, factors: factors.flatMap { $0.range.map { start + $0 } })
  }
}

extension ObservationLayout {
  /// Channels of groups, of those that there are.
  fileprivate func channels(of groups: [Group]) -> [Int] {
    slices.filter { groups.contains($0.group) }.flatMap { $0.offset..<$0.offset + $0.count }
  }
}

/// What `lif` neurons alone have.
public struct LIFOptions: Sendable, Equatable, Codable {
  /// Share of the membrane potential that outlives a tick, β, and its reset.
  public var decay = 0.8
  public var reset = ResetMode.subtract

  public init() {}

  func validate(_ bounds: Bounds) throws { try bounds.share(decay, "decay") }
}

/// What `conductance` neurons alone have; times in ms.
public struct ConductanceOptions: Sendable, Equatable, Codable {
  /// What a tick lasts, τ_m, τ_s and τ_ref …
  public var tickDuration = 1.0
  public var membraneTimeConstant = 20.0
  public var synapticTimeConstant = 5.0
  public var refractoryPeriod = 2.0
  /// … and U, τ_rec and τ_facil of dynamic synapses; U = 0 makes static ones.
  public var utilisation = 0.0
  public var recoveryTimeConstant = 100.0
  public var facilitationTimeConstant = 0.0

  public init() {}

  var specification: ConductanceSpec {
    var spec = ConductanceSpec()
    spec.tick = Float(tickDuration)
    spec.membraneTimeConstant = Float(membraneTimeConstant)
    spec.synapticTimeConstant = Float(synapticTimeConstant)
    spec.refractoryPeriod = Float(refractoryPeriod)
    guard utilisation > 0 else { return spec }
    spec.synapses = DynamicSynapseSpec(
      utilisation: Float(utilisation), recoveryTimeConstant: Float(recoveryTimeConstant),
      facilitationTimeConstant: Float(facilitationTimeConstant))
    return spec
  }

  func validate(_ bounds: Bounds) throws {
    try bounds.positiveFloat(tickDuration, "tick_duration")
    try bounds.positiveFloat(membraneTimeConstant, "membrane_time_constant")
    try bounds.positiveFloat(synapticTimeConstant, "synaptic_time_constant")
    try bounds.require(
      refractoryPeriod >= 0 && refractoryPeriod <= 1e5 * tickDuration, "refractory_period",
      refractoryPeriod, "0 to 100000 ticks of \(tickDuration) ms")
    try bounds.require(
      utilisation >= 0 && utilisation <= 1, "utilisation", utilisation,
      "a number from 0, for static synapses, to 1")
    try bounds.positiveFloat(recoveryTimeConstant, "recovery_time_constant")
    try bounds.nonNegative(facilitationTimeConstant, "facilitation_time_constant")
  }
}

/// What encodings by a population code alone have; see ``PopulationCode``.
public struct PopulationCodeOptions: Sendable, Equatable, Codable {
  /// Neurons for each observation.
  public var neurons = 10
  /// Magnitude of their outermost centres, and their width, in units of the observation.
  public var range = 3.0
  public var width = 0.6

  public init() {}

  func code(_ encoding: NetworkOptions.Encoding) -> PopulationCode {
    PopulationCode(
      neurons: neurons, range: Float(range), width: Float(width),
      spikes: encoding == .stochasticPopulation ? .stochastic : .deterministic)
  }

  func validate(_ bounds: Bounds) throws {
    try bounds.require(
      (1...PopulationCode.mostNeurons).contains(neurons), "neurons", neurons,
      "1 to \(PopulationCode.mostNeurons)")
    try bounds.positiveFloat(range, "range")
    try bounds.positiveFloat(width, "width")
  }
}

extension TimeConstantRange {
  /// Nil for [].
  fileprivate init?(_ ticks: [Double]) {
    guard ticks.count == 2 else { return nil }
    self.init(shortest: Float(ticks[0]), longest: Float(ticks[1]))
  }
}

extension Bounds {
  /// [shortest, longest] in ticks, or [].
  fileprivate func timeConstants(_ ticks: [Double], _ key: String) throws {
    let limit = Double(TimeConstantRange.limit)
    let isRange =
      ticks.count == 2 && Float(ticks[0]) > 1 && ticks[0] <= ticks[1] && ticks[1] <= limit
    try require(
      ticks.isEmpty || isRange, key, ticks,
      "[shortest, longest] in ticks, above 1 and at most \(Int(limit)), or []")
  }
}
