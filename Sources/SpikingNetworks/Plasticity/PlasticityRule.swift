/// The registry of plasticity rules: how presynaptic trace x, postsynaptic trace y and the fast
/// weight E give the raw change ΔE.
public enum PlasticityRule: String, Codable, Sendable, CaseIterable {
  /// ``Hebbian``.
  case hebbian
  /// ``DifferentialHebbian``.
  case differentialHebbian = "differential-hebbian"
  /// ``Oja``.
  case oja
  /// ``BCM``.
  case bcm
  /// ``STDP``.
  case stdp
  /// ``ABCD``.
  case abcd

  /// Hands the type that declares the rule to `visitor`, whose code is compiled for each rule: the
  /// one place that lists them.
  @inline(__always)
  func accept<Visitor: RuleVisitor>(_ visitor: Visitor) -> Visitor.Result {
    switch self {
    case .hebbian: visitor.visit(Hebbian.self)
    case .differentialHebbian: visitor.visit(DifferentialHebbian.self)
    case .oja: visitor.visit(Oja.self)
    case .bcm: visitor.visit(BCM.self)
    case .stdp: visitor.visit(STDP.self)
    case .abcd: visitor.visit(ABCD.self)
    }
  }

  /// The type that declares the rule.
  var definition: any PlasticityEquation.Type { accept(RuleDefinition()) }

  /// The equation as printed.
  public var equation: String { definition.equation }
  /// The paper the equation comes from.
  public var source: String { definition.source }
  /// The rule's state besides E; nil without any.
  public var extraState: PlasticityState? { definition.extraState }
  /// The rule's own coefficients.
  public var coefficients: [RuleCoefficient] { definition.coefficients }
}

/// What is done with a rule, compiled for each.
protocol RuleVisitor {
  associatedtype Result
  func visit<Rule: PlasticityEquation>(_ rule: Rule.Type) -> Result
}

private struct RuleDefinition: RuleVisitor {
  func visit<Rule: PlasticityEquation>(_ rule: Rule.Type) -> any PlasticityEquation.Type { rule }
}
