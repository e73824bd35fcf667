/// What a plastic projection keeps beside E, as its rule or its gate declares it.
public struct PlasticityState: Sendable, Equatable {
  /// The variables there are.
  public enum Variable: String, Sendable, CaseIterable {
    /// θ_j, one per postsynaptic neuron.
    case threshold
    /// e_ji, one per synapse.
    case eligibility
  }

  /// What is kept; its name is that of the column in a recorded table.
  public let variable: Variable
  /// The equation as printed.
  public let equation: String
}

extension PlasticitySpec {
  /// What the rule keeps, then what the gate keeps.
  var states: [PlasticityState] { [rule.extraState, gate.extraState].compactMap { $0 } }
}

extension FastWeights {
  /// The values of a variable that the specification's ``PlasticitySpec/states`` has.
  func values(of variable: PlasticityState.Variable) -> [Float] {
    switch variable {
    case .threshold: threshold.prefix(postsynaptic)
    case .eligibility: eligibility?.values ?? []
    }
  }
}
