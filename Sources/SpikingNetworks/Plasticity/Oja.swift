/// Oja's rule: Hebbian growth with a decay that keeps the weights onto a linear neuron at unit norm.
public enum Oja: PlasticityEquation {
  /// The equation as printed.
  public static let equation = "ΔE_ji = y_j x_i − y_j² E_ji"
  /// The paper the equation comes from.
  public static let source = "Oja 1982, J. Math. Biol. 15:267"

  /// ΔE = y x − y² E. At constant x and y it comes to rest at E = x / y.
  @inlinable
  public static func change<Scalar: BinaryFloatingPoint>(
    postsynaptic y: Scalar, threshold: Scalar, epsilon: Scalar
  ) -> SynapticChange<Scalar> {
    SynapticChange(growth: y, decay: y * y)
  }
}
