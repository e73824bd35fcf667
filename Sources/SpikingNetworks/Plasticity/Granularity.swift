/// How finely the plasticity coefficients α, η and those of the rule are set.
public enum Granularity: String, Codable, Sendable, CaseIterable {
  /// One value per synapse: [presynaptic, postsynaptic].
  case synapse
  /// One value per postsynaptic neuron: [postsynaptic].
  case neuron
  /// One value for the projection: [1].
  case population
  /// One value per presynaptic neuron or input: [presynaptic].
  case presynaptic
  /// One value for each kind of presynaptic input, such as all joint positions of a robot, shared
  /// by its joints: [kinds]. Neurons are all of one kind. What is learnt for one joint so holds for
  /// all, and a rule is few numbers. See ``NetworkSpec/inputKinds``.
  case joint

  /// Shape of a coefficient of a projection between populations of the given sizes.
  /// - Parameter kinds: that of each presynaptic neuron, from 0 on.
  func shape(presynaptic: Int, postsynaptic: Int, kinds: [Int]) -> [Int] {
    switch self {
    case .synapse: [presynaptic, postsynaptic]
    case .neuron: [postsynaptic]
    case .population: [1]
    case .presynaptic: [presynaptic]
    case .joint: [(kinds.max() ?? 0) + 1]
    }
  }

  /// Which numbers of a coefficient the synapses have.
  func tying(presynaptic: Int, kinds: [Int]) -> ParameterLayout.Tying {
    switch self {
    case .synapse, .neuron, .population: .none
    case .presynaptic: .rows(Array(0..<presynaptic))
    case .joint: .rows(kinds)
    }
  }

  /// Whether the synapses onto a neuron share one value.
  var isShared: Bool {
    switch self {
    case .neuron, .population: true
    case .synapse, .presynaptic, .joint: false
    }
  }

  /// Whether a rule is so few numbers that they can be searched alone.
  public var isFew: Bool {
    switch self {
    case .population, .joint: true
    case .synapse, .neuron, .presynaptic: false
    }
  }
}
