/// Pair-based spike-timing-dependent plasticity with all-to-all traces: a postsynaptic spike
/// strengthens what has recently arrived, a presynaptic spike weakens what arrives after the
/// postsynaptic neuron has fired. Spikes and traces are those of the tick of the update, so that
/// the rule sees every spike only with an update at every tick.
enum STDP: PlasticityEquation {
  static let equation = "ΔE_ji = A₊ s_j x_i − A₋ y_j s_i"
  static let source = "Gerstner, Kistler 2002, Spiking Neuron Models, ch. 10.3"
  static var readsSpike: Bool { true }
  static let coefficients = [
    RuleCoefficient(name: "potentiation", initial: 1),
    RuleCoefficient(name: "depression", initial: 1),
  ]

  static var coefficientCount: Int { 2 }

  @inline(__always)
  static func change<Value: RuleAlgebra>(
    _ neuron: PostsynapticSide<Value>, _ k: RuleCoefficients<Value>
  ) -> SynapticChange<Value> {
    SynapticChange(
      growth: k[0] * neuron.spike, spikeGrowth: .constant(0) - k[1] * neuron.trace)
  }
}
