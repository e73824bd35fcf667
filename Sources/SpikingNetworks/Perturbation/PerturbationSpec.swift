/// How a network is disturbed to learn from what its reward makes of it.
///
/// Every neuron has an *empiric* synapse, whose Poisson train nobody else hears: in each tick it spikes
/// with probability `rate`, independently of every other tick and neuron, and adds
///
///     ξ = amplitude · (spike − rate),   ⟨ξ⟩ = 0,   ⟨ξ²⟩ = σ² = amplitude² rate (1 − rate)
///
/// to the neuron's current, or to its excitatory conductance where it has conductances.
public struct PerturbationSpec: Codable, Sendable, Equatable {
  /// Which neurons are disturbed, and learn.
  public enum Site: String, Codable, Sendable, CaseIterable {
    case all
    /// The outputs alone: few sources of noise, and so a sharper estimate for fewer weights.
    case readout
  }

  public var site = Site.all
  /// Probability of a spike in a tick, in (0, 1). At ½ the noise is symmetric.
  public var rate: Float = 0.5
  /// What a spike adds to a hidden neuron: to I in the units of ϑ, or to g^E in units of g_L.
  public var amplitude: Float = 0.2
  /// What a spike adds to the current of an output; 0 leaves the readout undisturbed and unlearnt.
  public var readoutAmplitude: Float = 0.2
  /// τ_e [ticks], at least 1: what a synapse remembers of the noise fades. nil keeps everything since
  /// the reset, for tasks that end.
  public var eligibilityTimeConstant: Float?

  /// Noise with the given parameters.
  public init(
    site: Site = .all, rate: Float = 0.5, amplitude: Float = 0.2, readoutAmplitude: Float = 0.2,
    eligibilityTimeConstant: Float? = nil
  ) {
    self.site = site
    self.rate = rate
    self.amplitude = amplitude
    self.readoutAmplitude = readoutAmplitude
    self.eligibilityTimeConstant = eligibilityTimeConstant
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case site, rate, amplitude, readoutAmplitude, eligibilityTimeConstant
  }

  /// Decodes with defaults for absent keys.
  /// - Throws: `DecodingError` for an unknown key or a value of the wrong type.
  public init(from decoder: any Decoder) throws {
    self.init()
    let values = try decoder.strictContainer(CodingKeys.self)
    try values.read(&site, .site)
    try values.read(&rate, .rate)
    try values.read(&amplitude, .amplitude)
    try values.read(&readoutAmplitude, .readoutAmplitude)
    eligibilityTimeConstant =
      try values.decodeIfPresent(Float.self, forKey: .eligibilityTimeConstant)
  }

  /// The share of an eligibility that outlives a tick.
  var eligibilityDecay: Float { eligibilityTimeConstant.map { 1 - 1 / $0 } ?? 1 }

  /// Checks every field.
  /// - Throws: ``NetworkSpecError`` for the first field out of range.
  public func validate() throws(NetworkSpecError) {
    let path = "perturbation"
    guard rate > 0, rate < 1 else {
      throw NetworkSpecError(
        field: path + ".rate", found: "\(rate)", expected: "a number between 0 and 1")
    }
    try NetworkSpecError.check(amplitude, positive: path + ".amplitude")
    // A conductance that only noise makes negative must leave the sum of all above 0.
    guard amplitude * rate <= 0.5 else {
      throw NetworkSpecError(
        field: path + ".amplitude", found: "\(amplitude)",
        expected: "at most \(0.5 / rate), half the leak in the mean")
    }
    try NetworkSpecError.check(readoutAmplitude, notNegative: path + ".readoutAmplitude")
    guard site == .all || readoutAmplitude > 0 else {
      throw NetworkSpecError(
        field: path + ".readoutAmplitude", found: "0", expected: "a number above 0, or all neurons")
    }
    guard eligibilityTimeConstant.map({ $0.isFinite && $0 >= 1 }) ?? true else {
      throw NetworkSpecError(
        field: path + ".eligibilityTimeConstant", found: "\(eligibilityTimeConstant ?? 0)",
        expected: "a finite number of ticks, at least 1")
    }
  }
}
