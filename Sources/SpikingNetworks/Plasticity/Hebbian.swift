/// The plain Hebbian rule; the clip alone bounds E.
public enum Hebbian: PlasticityEquation {
  /// The equation as printed.
  public static let equation = "ΔE_ji = y_j x_i"
  /// The paper the equation comes from.
  public static let source = "Hebb 1949; Miconi, Stanley, Clune 2018 (arXiv:1804.02464), eq. 2"

  /// ΔE = y x.
  @inlinable
  public static func change<Scalar: BinaryFloatingPoint>(
    postsynaptic y: Scalar, threshold: Scalar, epsilon: Scalar
  ) -> SynapticChange<Scalar> {
    SynapticChange(growth: y, decay: 0)
  }
}
