/// The change of a fast weight, ΔE_ji = growth_j x_i − decay_j E_ji: what every rule in the registry
/// has in common. The factors depend on the postsynaptic side alone, so that the inner loop of all
/// rules is the same and a rule is only its factors.
@frozen
public struct SynapticChange<Scalar: BinaryFloatingPoint> {
  /// Factor of the presynaptic trace x_i.
  public var growth: Scalar
  /// Factor of the fast weight E_ji.
  public var decay: Scalar

  /// A change with the given factors.
  @inlinable
  public init(growth: Scalar, decay: Scalar) {
    self.growth = growth
    self.decay = decay
  }

  /// ΔE_ji for presynaptic trace x_i and fast weight E_ji.
  @inlinable
  public func callAsFunction(presynaptic: Scalar, fast: Scalar) -> Scalar {
    growth * presynaptic - decay * fast
  }
}
