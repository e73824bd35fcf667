/// The generalised Hebbian rule with a correlation, a presynaptic, a postsynaptic and a constant
/// term, each with a coefficient of its own.
///
/// It is also the example of how a rule is added: this file declares equation, source, coefficients
/// and factors, ``PlasticityRule`` names it in one case, and everything else follows.
enum ABCD: PlasticityEquation {
  static let equation = "ΔE_ji = A y_j x_i + B x_i + C y_j + D"
  static let source = "Najarro, Risi 2020 (arXiv:2007.02686), eq. 1"
  static let coefficients = [
    RuleCoefficient(name: "a", initial: 1),
    RuleCoefficient(name: "b", initial: 0),
    RuleCoefficient(name: "c", initial: 0),
    RuleCoefficient(name: "d", initial: 0),
  ]

  static var coefficientCount: Int { 4 }

  @inline(__always)
  static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    let y = neuron.trace
    return SynapticChange(growth: k[0] * y + k[1], offset: k[2] * y + k[3])
  }
}
