/// The plain Hebbian rule; the clip alone bounds E.
enum Hebbian: PlasticityEquation {
  static let equation = "ΔE_ji = y_j x_i"
  static let source = "Hebb 1949; Miconi, Stanley, Clune 2018 (arXiv:1804.02464), eq. 2"

  @inline(__always)
  static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    SynapticChange(growth: neuron.trace)
  }
}

/// Oja's rule: Hebbian growth with a decay that keeps the weights onto a linear neuron at unit
/// norm. At constant x and y it comes to rest at E = x / y.
enum Oja: PlasticityEquation {
  static let equation = "ΔE_ji = y_j x_i − y_j² E_ji"
  static let source = "Oja 1982, J. Math. Biol. 15:267"

  @inline(__always)
  static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    SynapticChange(growth: neuron.trace, decay: neuron.trace * neuron.trace)
  }
}
