/// The registry of plasticity rules: how presynaptic trace x, postsynaptic trace y and the fast
/// weight E give the raw change ΔE.
public enum PlasticityRule: String, Codable, Sendable, CaseIterable {
  /// ``Hebbian``.
  case hebbian
  /// ``Oja``.
  case oja
  /// ``BCM``.
  case bcm
  /// ``STDP``.
  case stdp
  /// ``ABCD``.
  case abcd

  /// The type that declares the rule.
  public var definition: any PlasticityEquation.Type {
    switch self {
    case .hebbian: Hebbian.self
    case .oja: Oja.self
    case .bcm: BCM.self
    case .stdp: STDP.self
    case .abcd: ABCD.self
    }
  }

  /// The equation as printed.
  public var equation: String { definition.equation }
  /// The paper the equation comes from.
  public var source: String { definition.source }
  /// The rule's state besides E; nil without any.
  public var extraState: PlasticityState? { definition.extraState }
  /// The rule's own coefficients.
  public var coefficients: [RuleCoefficient] { definition.coefficients }
}
