/// What a plasticity rule declares, once: its equation and where it comes from, its coefficients
/// and extra state, and its factors. A new rule is one type of this protocol and one case of
/// ``PlasticityRule``; kernel, adjoint, parameter slices, printed equation and recorded columns
/// follow. See ``ABCD`` for an example.
public protocol PlasticityEquation {
  /// The equation as printed.
  static var equation: String { get }
  /// The paper the equation comes from.
  static var source: String { get }
  /// The rule's state besides E; nil without any.
  static var extraState: PlasticityState? { get }
  /// The rule's own coefficients, at most four, each a parameter slice of the projection.
  static var coefficients: [RuleCoefficient] { get }

  /// Their number, known where kernels are compiled.
  static var coefficientCount: Int { get }
  /// Whether the factors depend on s_j, and on θ_j; the adjoint leaves out what they do not.
  static var readsSpike: Bool { get }
  static var readsThreshold: Bool { get }

  /// The factors of ΔE for the synapses onto one neuron; `k[n]` is coefficient n.
  static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value>

  /// θ after the update, from θ before it and `rate` = 1/τ_θ; constant for rules without one.
  static func slide<Value: RuleAlgebra>(
    threshold: Value, postsynaptic y: Value, rate: Value
  ) -> Value
}

extension PlasticityEquation {
  /// None.
  public static var extraState: PlasticityState? { nil }
  /// None.
  public static var coefficients: [RuleCoefficient] { [] }

  /// None.
  public static var coefficientCount: Int { 0 }
  /// No.
  public static var readsSpike: Bool { false }
  /// No.
  public static var readsThreshold: Bool { false }

  /// θ unchanged.
  @inline(__always)
  public static func slide<Value: RuleAlgebra>(
    threshold: Value, postsynaptic y: Value, rate: Value
  ) -> Value { threshold }
}

/// A coefficient that a rule adds to α and η.
public struct RuleCoefficient: Sendable, Equatable {
  /// What the parameter slice is called after its projection, such as `epsilon`.
  public let name: String
  /// Where the coefficient starts.
  public let initial: Float
  /// Logistic where it is a rate in (0, 1).
  let transform: ParameterLayout.Transform

  init(name: String, initial: Float, _ transform: ParameterLayout.Transform = .identity) {
    (self.name, self.initial, self.transform) = (name, initial, transform)
  }
}

/// What a rule sees of the postsynaptic neuron: trace y, spike s and sliding threshold θ.
public struct PostsynapticSide<Value: RuleAlgebra> {
  public var trace: Value
  public var spike: Value
  public var threshold: Value

  @inline(__always)
  public init(trace: Value, spike: Value, threshold: Value) {
    (self.trace, self.spike, self.threshold) = (trace, spike, threshold)
  }
}

/// The values of a rule's coefficients at one synapse or neuron.
public struct RuleCoefficients<Value: RuleAlgebra> {
  var values: (Value, Value, Value, Value)

  /// All zero.
  @inline(__always)
  public init() {
    let zero = Value.constant(0)
    values = (zero, zero, zero, zero)
  }

  public subscript(index: Int) -> Value {
    @inline(__always) get {
      switch index {
      case 0: values.0
      case 1: values.1
      case 2: values.2
      default: values.3
      }
    }
    @inline(__always) set {
      switch index {
      case 0: values.0 = newValue
      case 1: values.1 = newValue
      case 2: values.2 = newValue
      default: values.3 = newValue
      }
    }
  }
}
