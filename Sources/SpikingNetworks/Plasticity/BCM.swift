/// The Bienenstock–Cooper–Munro rule: growth above, decline below a threshold that slides with the
/// neuron's own recent activity, and a slow decay ε. τ_θ is counted in plasticity updates.
enum BCM: PlasticityEquation {
  static let equation = "ΔE_ji = x_i y_j (y_j − θ_j) − ε E_ji"
  static let source =
    "Bienenstock, Cooper, Munro 1982, J. Neurosci. 2:32; Intrator, Cooper 1992"
  static let extraState: PlasticityState? = PlasticityState(
    variable: .threshold, equation: "θ_j ← θ_j + (y_j² − θ_j) / τ_θ")
  static var readsThreshold: Bool { true }
  static let coefficients = [RuleCoefficient(name: "epsilon", initial: 0.01, .logistic)]

  static var coefficientCount: Int { 1 }

  @inline(__always)
  static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    let y = neuron.trace
    return SynapticChange(growth: y * (y - neuron.threshold), decay: k[0])
  }

  @inline(__always)
  static func slide<Value: RuleAlgebra>(
    threshold: Value, postsynaptic y: Value, rate: Value
  ) -> Value {
    threshold + (y * y - threshold) * rate
  }
}
