/// How a network is disturbed to learn from what its reward makes of it.
///
/// Every neuron has an *empiric* synapse, whose Poisson train nobody else hears: in each tick it
/// spikes with probability `rate`, independently of every other tick and neuron, and adds
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
  /// τ_e [ticks], at least 1: what a synapse remembers of the noise fades. nil keeps everything
  /// since the reset, for tasks that end.
  public var eligibilityTimeConstant: Float?

  /// Noise with the given parameters.
  public init(
    site: Site = .all, rate: Float = 0.5, amplitude: Float = 0.2, readoutAmplitude: Float = 0.2,
    eligibilityTimeConstant: Float? = nil
  ) {
    (self.site, self.rate, self.amplitude) = (site, rate, amplitude)
    self.readoutAmplitude = readoutAmplitude
    self.eligibilityTimeConstant = eligibilityTimeConstant
  }

  /// Decodes with defaults for absent keys; throws a `DecodingError` for an unknown one.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.fill(
      &self, ("site", \.site), ("rate", \.rate), ("amplitude", \.amplitude),
      ("readoutAmplitude", \.readoutAmplitude),
      ("eligibilityTimeConstant", \.eligibilityTimeConstant))
  }

  /// The share of an eligibility that outlives a tick.
  var eligibilityDecay: Float { eligibilityTimeConstant.map { 1 - 1 / $0 } ?? 1 }

  /// Checks every field.
  /// - Throws: ``NetworkSpecError`` for the first field out of range.
  public func validate() throws(NetworkSpecError) {
    let fields = SpecFields(path: "perturbation.")
    try fields.require(rate > 0 && rate < 1, "rate", rate, "a number between 0 and 1")
    try fields.positive(amplitude, "amplitude")
    // A conductance that only noise makes negative must leave the sum of all above 0.
    try fields.require(
      amplitude * rate <= 0.5, "amplitude", amplitude,
      "at most \(0.5 / rate), half the leak in the mean")
    try fields.notNegative(readoutAmplitude, "readoutAmplitude")
    try fields.require(
      site == .all || readoutAmplitude > 0, "readoutAmplitude", "0",
      "a number above 0, or all neurons")
    try fields.require(
      eligibilityTimeConstant.map { $0.isFinite && $0 >= 1 } ?? true, "eligibilityTimeConstant",
      eligibilityTimeConstant ?? 0, "a finite number of ticks, at least 1")
  }
}
