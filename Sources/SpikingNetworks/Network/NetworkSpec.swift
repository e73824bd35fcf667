/// A spiking network: a stack of populations between an encoded observation and a leaky readout.
///
/// Time advances in ticks, `ticksPerStep` to a control step. At each tick a population receives the
/// spikes of the one below at the same tick and its own of the tick before.
public struct NetworkSpec: Codable, Sendable, Equatable {
  /// Number of observations.
  public var inputs: Int
  /// Number of actions.
  public var outputs: Int
  /// K, ticks in a control step.
  public var ticksPerStep: Int = 4
  /// The stack of populations, from the input up; at least one.
  public var hidden: [PopulationSpec]
  /// The leaky readout from the last population.
  public var readout: ReadoutSpec = ReadoutSpec()
  /// Whom the neuromodulators reach.
  public var modulation: ModulationSpec = .global
  /// Whether they start at M = 0, which keeps E at 0 until training moves them: a network that
  /// gains a modulated rule so begins as the one without. Their gradient is not 0 there.
  public var neutralModulators = false
  /// The error that neuromodulators follow in place of the network's spikes; nil for spikes.
  public var modulationError: MeasuredError?
  /// Input current injected per unit of observation: z = inputGain · observation. A population code
  /// makes no use of it.
  public var inputGain: Float = 0.5
  /// Population code of the observation; nil injects it as current.
  public var populationCode: PopulationCode?
  /// What plastic synapses from an injected input see of it; nil is the input itself.
  public var centring: CentringSpec?
  /// The kind of each observation, from 0 on, for ``Granularity/joint``: those of one kind, such as
  /// the positions of all joints, share the numbers of the rule. nil makes them all one kind.
  public var inputKinds: [Int]?

  /// A network with the given parameters.
  public init(
    inputs: Int, outputs: Int, ticksPerStep: Int = 4, hidden: [PopulationSpec],
    readout: ReadoutSpec = ReadoutSpec(), modulation: ModulationSpec = .global,
    neutralModulators: Bool = false, modulationError: MeasuredError? = nil, inputGain: Float = 0.5,
    populationCode: PopulationCode? = nil, centring: CentringSpec? = nil, inputKinds: [Int]? = nil
  ) {
    (self.inputs, self.outputs, self.ticksPerStep) = (inputs, outputs, ticksPerStep)
    (self.hidden, self.readout, self.modulation) = (hidden, readout, modulation)
    (self.neutralModulators, self.modulationError) = (neutralModulators, modulationError)
    (self.inputGain, self.populationCode) = (inputGain, populationCode)
    (self.centring, self.inputKinds) = (centring, inputKinds)
  }

  /// Presynaptic rows of the first population's input: those of every channel's neurons under a
  /// population code, else one per observation.
  public var encodedInputs: Int { inputs * (populationCode?.neurons ?? 1) }

  /// Decodes with defaults for absent keys; `inputs`, `outputs` and `hidden` are required.
  /// - Throws: `DecodingError` for an unknown key or a value of the wrong type.
  public init(from decoder: any Decoder) throws {
    self.init(inputs: 0, outputs: 0, hidden: [])
    try decoder.fill(
      &self, ("inputs", \.inputs), ("outputs", \.outputs), ("ticksPerStep", \.ticksPerStep),
      ("hidden", \.hidden), ("readout", \.readout), ("modulation", \.modulation),
      ("neutralModulators", \.neutralModulators), ("modulationError", \.modulationError),
      ("inputGain", \.inputGain),
      ("populationCode", \.populationCode), ("centring", \.centring),
      ("inputKinds", \.inputKinds),
      required: ["inputs", "outputs", "hidden"])
  }

  /// Checks every field.
  /// - Throws: ``NetworkSpecError`` for the first field out of range.
  public func validate() throws(NetworkSpecError) {
    let fields = SpecFields()
    try fields.positive(inputs, "inputs")
    try fields.positive(outputs, "outputs")
    try fields.positive(ticksPerStep, "ticksPerStep")
    try fields.positive(inputGain, "inputGain")
    try populationCode?.validate(fields.of("populationCode"))
    try fields.require(!hidden.isEmpty, "hidden", "[]", "at least one population")
    for (index, population) in hidden.enumerated() {
      try population.validate(fields.of("hidden[\(index)]"))
    }
    try readout.validate(fields.of("readout"), inputs: inputs, outputs: outputs)
    try validateCentring(fields)
    try validateInputKinds(fields)
    try modulationError?.validate(fields.of("modulationError"), inputs: inputs)
    try fields.require(
      modulationError == nil || modulation != .external, "modulation", modulation.rawValue,
      "global or neuron, with a modulationError")
  }

  private func validateCentring(_ fields: SpecFields) throws(NetworkSpecError) {
    guard let centring else { return }
    try centring.validate(fields.of("centring"), inputs: inputs)
    try fields.require(
      hidden[0].inputPlasticity != nil, "centring", "an input without plastic synapses",
      "hidden[0].inputPlasticity, or no centring")
    try fields.require(
      populationCode == nil && hidden[0].conductance == nil, "centring",
      "spikes as input", "an injected current, or no centring")
  }

  private func validateInputKinds(_ fields: SpecFields) throws(NetworkSpecError) {
    guard let inputKinds else { return }
    try fields.require(
      inputKinds.count == inputs, "inputKinds", "\(inputKinds.count) kinds",
      "one for each of \(inputs) observations")
    let known = Set(inputKinds)
    try fields.require(
      known == Set(0..<known.count), "inputKinds", "\(known.sorted())",
      "the numbers from 0 on, each used")
  }

  /// Noise in a current is not what a gain field makes of it.
  func validateWithoutGainField(_ learning: String) throws(NetworkSpecError) {
    try SpecFields().require(
      readout.gainField == nil, "readout.gainField", "one", "none, for \(learning)")
  }

  /// The adjoint's equations are those of current-based neurons.
  func validateForAdjoint() throws(NetworkSpecError) {
    for (index, population) in hidden.enumerated() {
      try SpecFields().require(
        population.conductance == nil, "hidden[\(index)].conductance", "conductance-based neurons",
        "none, for backpropagation through time and e-prop")
    }
  }
}
