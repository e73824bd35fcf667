/// The Bienenstock–Cooper–Munro rule: growth above, decline below a threshold that slides with the
/// neuron's own recent activity, and a slow decay ε.
public enum BCM: PlasticityEquation {
  /// The equation as printed.
  public static let equation = "ΔE_ji = x_i y_j (y_j − θ_j) − ε E_ji"
  /// The paper the equation comes from.
  public static let source =
    "Bienenstock, Cooper, Munro 1982, J. Neurosci. 2:32; Intrator, Cooper 1992"
  /// The sliding threshold.
  public static let extraState: String? = "θ_j ← θ_j + (y_j² − θ_j) / τ_θ"
  /// ε is a parameter.
  public static let hasEpsilon = true

  /// ΔE = x y (y − θ) − ε E.
  @inlinable
  public static func change<Scalar: BinaryFloatingPoint>(
    postsynaptic y: Scalar, threshold: Scalar, epsilon: Scalar
  ) -> SynapticChange<Scalar> {
    SynapticChange(growth: y * (y - threshold), decay: epsilon)
  }

  /// θ ← θ + (y² − θ) / τ_θ, τ_θ counted in plasticity updates.
  @inlinable
  public static func slide<Scalar: BinaryFloatingPoint>(
    threshold: Scalar, postsynaptic y: Scalar, timeConstant: Scalar
  ) -> Scalar {
    threshold + (y * y - threshold) / timeConstant
  }
}
