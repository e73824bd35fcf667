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
  /// Input current injected per unit of observation: z = inputGain · observation. A population code
  /// makes no use of it.
  public var inputGain: Float = 0.5
  /// Population code of the observation; nil injects it as current.
  public var populationCode: PopulationCode?

  /// A network with the given parameters.
  public init(
    inputs: Int, outputs: Int, ticksPerStep: Int = 4, hidden: [PopulationSpec],
    readout: ReadoutSpec = ReadoutSpec(), modulation: ModulationSpec = .global,
    inputGain: Float = 0.5, populationCode: PopulationCode? = nil
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.ticksPerStep = ticksPerStep
    self.hidden = hidden
    self.readout = readout
    self.modulation = modulation
    self.inputGain = inputGain
    self.populationCode = populationCode
  }

  /// Presynaptic rows of the first population's input: those of every channel's neurons under a
  /// population code, else one per observation.
  public var encodedInputs: Int { inputs * (populationCode?.neurons ?? 1) }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case inputs, outputs, ticksPerStep, hidden, readout, modulation, inputGain
    case populationCode
  }

  /// Decodes with defaults for absent keys; `inputs`, `outputs` and `hidden` are required.
  /// - Throws: `DecodingError` for an unknown key or a value of the wrong type.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.strictContainer(CodingKeys.self)
    self.init(
      inputs: try values.decode(Int.self, forKey: .inputs),
      outputs: try values.decode(Int.self, forKey: .outputs),
      hidden: try values.decode([PopulationSpec].self, forKey: .hidden))
    try values.read(&ticksPerStep, .ticksPerStep)
    try values.read(&readout, .readout)
    try values.read(&modulation, .modulation)
    try values.read(&inputGain, .inputGain)
    populationCode = try values.decodeIfPresent(PopulationCode.self, forKey: .populationCode)
  }

  /// Checks every field.
  /// - Throws: ``NetworkSpecError`` for the first field out of range.
  public func validate() throws(NetworkSpecError) {
    try NetworkSpecError.check(inputs, positive: "inputs")
    try NetworkSpecError.check(outputs, positive: "outputs")
    try NetworkSpecError.check(ticksPerStep, positive: "ticksPerStep")
    try NetworkSpecError.check(inputGain, positive: "inputGain")
    try populationCode?.validate(at: "populationCode")
    guard !hidden.isEmpty else {
      throw NetworkSpecError(field: "hidden", found: "[]", expected: "at least one population")
    }
    for (index, population) in hidden.enumerated() {
      try population.validate(at: "hidden[\(index)]")
    }
    try readout.validate(at: "readout")
  }

  /// The adjoint's equations are those of current-based neurons.
  func validateForAdjoint() throws(NetworkSpecError) {
    for (index, population) in hidden.enumerated() where population.conductance != nil {
      throw NetworkSpecError(
        field: "hidden[\(index)].conductance", found: "conductance-based neurons",
        expected: "none, for backpropagation through time and e-prop")
    }
  }
}
