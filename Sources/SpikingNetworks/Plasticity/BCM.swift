/// The Bienenstock–Cooper–Munro rule: growth above, decline below a threshold that slides with the
/// neuron's own recent activity, and a slow decay ε. τ_θ is counted in plasticity updates.
public enum BCM: PlasticityEquation {
  public static let equation = "ΔE_ji = x_i y_j (y_j − θ_j) − ε E_ji"
  public static let source =
    "Bienenstock, Cooper, Munro 1982, J. Neurosci. 2:32; Intrator, Cooper 1992"
  public static let extraState: PlasticityState? = PlasticityState(
    .threshold, "θ_j ← θ_j + (y_j² − θ_j) / τ_θ")
  public static var readsThreshold: Bool { true }
  public static let coefficients = [RuleCoefficient(name: "epsilon", initial: 0.01, .logistic)]

  public static var coefficientCount: Int { 1 }

  @inlinable @inline(__always)
  public static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    let y = neuron.trace
    return SynapticChange(growth: y * (y - neuron.threshold), decay: k[0])
  }

  @inlinable @inline(__always)
  public static func slide<Value: RuleAlgebra>(
    threshold: Value, postsynaptic y: Value, rate: Value
  ) -> Value {
    threshold + (y * y - threshold) * rate
  }
}
