/// Gaussian population code of an observation: every channel excites a row of neurons, neuron n by
///
///     A_n = exp(−(s − μ_n)² / 2σ²)
///
/// where the centres μ_n divide [−range, range] evenly. Its spikes are the first population's
/// input.
///
/// Tang, Kumar, Yoo, Michmizos 2020, *Deep reinforcement learning with population-coded spiking
/// neural network for continuous control*, CoRL (arXiv 2010.09635). There μ and σ are
/// trained; here they stay.
public struct PopulationCode: Codable, Sendable, Equatable {
  /// Most neurons per channel.
  public static let mostNeurons = 1024

  /// Neurons per channel, 1…1024. A single one is centred at 0.
  public var neurons: Int = 10
  /// Magnitude of the outermost centres, in units of the normalised observation; above 0.
  public var range: Float = 3
  /// σ, in the same units; above 0. The default is √0.15, where the paper's training starts.
  public var width: Float = 0.387_298_35
  /// How A becomes spikes.
  public var spikes: Spikes = .deterministic

  /// A code with the given parameters.
  public init(
    neurons: Int = 10, range: Float = 3, width: Float = 0.387_298_35,
    spikes: Spikes = .deterministic
  ) {
    (self.neurons, self.range, self.width, self.spikes) = (neurons, range, width, spikes)
  }

  /// μ, from −range to range.
  public var centres: [Float] {
    guard neurons > 1 else { return [0] }
    return (0..<neurons).map { range * (2 * Float($0) / Float(neurons - 1) - 1) }
  }

  /// Decodes with defaults for absent keys; throws a `DecodingError` for an unknown one.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.fill(
      &self, ("neurons", \.neurons), ("range", \.range), ("width", \.width), ("spikes", \.spikes))
  }

  func validate(_ fields: SpecFields) throws(NetworkSpecError) {
    let most = Self.mostNeurons
    try fields.require(1...most ~= neurons, "neurons", neurons, "an integer in 1…\(most)")
    try fields.positive(range, "range")
    try fields.positive(width, "width")
  }
}
