/// The change of a fast weight from presynaptic trace x_i and spike s_i,
///
///     ΔE_ji = growth_j x_i + spikeGrowth_j s_i + offset_j − decay_j E_ji:
///
/// what every rule in the registry has in common. The factors depend on the postsynaptic side and
/// the rule's coefficients alone, so the inner loop of all rules is the same and a rule is only its
/// factors.
public struct SynapticChange<Value: RuleAlgebra> {
  /// Factor of the presynaptic trace x_i.
  public var growth: Value
  /// Factor of the presynaptic spike s_i (or of the analogue input).
  public var spikeGrowth: Value
  /// Part that no presynaptic activity enters.
  public var offset: Value
  /// Factor of the fast weight E_ji.
  public var decay: Value

  /// A change with the given factors; those left out are zero.
  @inline(__always)
  public init(
    growth: Value = .constant(0), spikeGrowth: Value = .constant(0), offset: Value = .constant(0),
    decay: Value = .constant(0)
  ) {
    self.growth = growth
    self.spikeGrowth = spikeGrowth
    self.offset = offset
    self.decay = decay
  }

  /// ΔE_ji for presynaptic trace x_i, spike s_i and fast weight E_ji.
  @inline(__always)
  public func callAsFunction(trace: Value, spike: Value, fast: Value) -> Value {
    growth * trace + spikeGrowth * spike + offset - decay * fast
  }
}
