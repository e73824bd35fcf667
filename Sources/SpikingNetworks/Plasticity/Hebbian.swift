/// The plain Hebbian rule; the clip alone bounds E.
public enum Hebbian: PlasticityEquation {
  public static let equation = "ΔE_ji = y_j x_i"
  public static let source = "Hebb 1949; Miconi, Stanley, Clune 2018 (arXiv:1804.02464), eq. 2"

  @inlinable @inline(__always)
  public static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    SynapticChange(growth: neuron.trace)
  }
}
