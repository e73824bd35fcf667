/// The plain Hebbian rule; the clip alone bounds E.
enum Hebbian: PlasticityEquation {
  static let equation = "ΔE_ji = y_j x_i"
  static let source = "Hebb 1949; Miconi, Stanley, Clune 2018 (arXiv:1804.02464), eq. 2"

  @inline(__always)
  static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    SynapticChange(growth: neuron.trace)
  }
}

/// The differential Hebbian rule with decay: what raises or lowers a neuron's activity above or
/// below its own recent mean ȳ strengthens or weakens the synapses of the inputs that were there. A
/// steady neuron forgets at the rate λ of its own. ȳ is kept as θ, and τ_θ is counted in plasticity
/// updates.
enum DifferentialHebbian: PlasticityEquation {
  static let equation = "ΔE_ji = (y_j − θ_j) x_i − λ E_ji"
  static let source = "Kosko 1986, AIP Conf. Proc. 151:277; Klopf 1988, Psychobiology 16:85"
  static let extraState: PlasticityState? = PlasticityState(
    variable: .threshold, equation: "θ_j ← θ_j + (y_j − θ_j) / τ_θ")
  static var readsThreshold: Bool { true }
  static let coefficients = [RuleCoefficient(name: "lambda", initial: 0.88, .logistic)]

  static var coefficientCount: Int { 1 }

  @inline(__always)
  static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    SynapticChange(growth: neuron.trace - neuron.threshold, decay: k[0])
  }

  @inline(__always)
  static func slide<Value: RuleAlgebra>(
    threshold: Value, postsynaptic y: Value, rate: Value
  ) -> Value {
    threshold + (y - threshold) * rate
  }
}

/// Oja's rule: Hebbian growth with a decay that keeps the weights onto a linear neuron at unit
/// norm. At constant x and y it comes to rest at E = x / y.
enum Oja: PlasticityEquation {
  static let equation = "ΔE_ji = y_j x_i − y_j² E_ji"
  static let source = "Oja 1982, J. Math. Biol. 15:267"

  @inline(__always)
  static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    SynapticChange(growth: neuron.trace, decay: neuron.trace * neuron.trace)
  }
}
