/// How finely the plasticity coefficients α, η and ε are set.
public enum Granularity: String, Codable, Sendable, CaseIterable {
  /// One value per synapse: [presynaptic, postsynaptic].
  case synapse
  /// One value per postsynaptic neuron: [postsynaptic].
  case neuron
  /// One value for the projection: [1].
  case population

  /// Shape of a coefficient of a projection between populations of the given sizes.
  public func shape(presynaptic: Int, postsynaptic: Int) -> [Int] {
    switch self {
    case .synapse: [presynaptic, postsynaptic]
    case .neuron: [postsynaptic]
    case .population: [1]
    }
  }
}
