/// What a plasticity rule declares, once: its equation and where it comes from, its extra state,
/// and its factors. A new rule is one type of this protocol and one case of ``PlasticityRule``.
public protocol PlasticityEquation {
  /// The equation as printed.
  static var equation: String { get }
  /// The paper the equation comes from.
  static var source: String { get }
  /// The equation of the rule's state besides E; nil without any.
  static var extraState: String? { get }
  /// Whether the rule has the parameter ε, the decay rate of E.
  static var hasEpsilon: Bool { get }

  /// ΔE of the synapses onto one neuron with postsynaptic trace y, sliding threshold θ and ε.
  static func change<Scalar: BinaryFloatingPoint>(
    postsynaptic y: Scalar, threshold: Scalar, epsilon: Scalar
  ) -> SynapticChange<Scalar>

  /// θ after the update, from θ before it; constant for rules without a sliding threshold.
  static func slide<Scalar: BinaryFloatingPoint>(
    threshold: Scalar, postsynaptic y: Scalar, timeConstant: Scalar
  ) -> Scalar
}

extension PlasticityEquation {
  /// None.
  public static var extraState: String? { nil }
  /// No ε.
  public static var hasEpsilon: Bool { false }

  /// θ unchanged.
  @inlinable
  public static func slide<Scalar: BinaryFloatingPoint>(
    threshold: Scalar, postsynaptic y: Scalar, timeConstant: Scalar
  ) -> Scalar { threshold }
}
