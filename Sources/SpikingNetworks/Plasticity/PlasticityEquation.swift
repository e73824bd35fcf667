/// What a plasticity rule declares, once: its equation and where it comes from, its coefficients
/// and extra state, and its factors. A new rule is one type of this protocol and one case of
/// ``PlasticityRule``; kernel, adjoint, parameter slices, printed equation and recorded columns
/// follow. See ``ABCD`` for an example.
protocol PlasticityEquation {
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
  static var extraState: PlasticityState? { nil }
  /// None.
  static var coefficients: [RuleCoefficient] { [] }

  /// None.
  static var coefficientCount: Int { 0 }
  /// No.
  static var readsSpike: Bool { false }
  /// No.
  static var readsThreshold: Bool { false }

  /// θ unchanged.
  @inline(__always)
  static func slide<Value: RuleAlgebra>(
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
struct PostsynapticSide<Value: RuleAlgebra> {
  var trace: Value
  var spike: Value
  var threshold: Value
}

/// One value for each of a rule's coefficients, such as that at one synapse or neuron.
struct RuleCoefficients<Value> {
  private var values: (Value, Value, Value, Value)

  @inline(__always)
  init(_ value: (_ n: Int) -> Value) { values = (value(0), value(1), value(2), value(3)) }

  subscript(index: Int) -> Value {
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

extension RuleCoefficients where Value: RuleAlgebra {
  /// All zero.
  @inline(__always)
  init() { self.init { _ in .constant(0) } }
}
