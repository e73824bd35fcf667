/// The change of a fast weight from presynaptic trace x_i and spike s_i,
///
///     ΔE_ji = growth_j x_i + spikeGrowth_j s_i + offset_j − decay_j E_ji:
///
/// what every rule in the registry has in common. The factors depend on the postsynaptic side and
/// the rule's coefficients alone, so the inner loop of all rules is the same and a rule is only its
/// factors.
struct SynapticChange<Value: RuleAlgebra> {
  /// Factor of the presynaptic trace x_i.
  var growth = Value.constant(0)
  /// Factor of the presynaptic spike s_i (or of the analogue input).
  var spikeGrowth = Value.constant(0)
  /// Part that no presynaptic activity enters.
  var offset = Value.constant(0)
  /// Factor of the fast weight E_ji.
  var decay = Value.constant(0)

  /// ΔE_ji for presynaptic trace x_i, spike s_i and fast weight E_ji.
  @inline(__always)
  func callAsFunction(trace: Value, spike: Value, fast: Value) -> Value {
    growth * trace + spikeGrowth * spike + offset - decay * fast
  }
}
