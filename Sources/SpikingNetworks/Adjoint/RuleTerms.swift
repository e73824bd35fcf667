/// Whether a value may differ from zero: an algebra in which a rule tells which of its factors exist,
/// so that kernels leave out the others.
struct Presence: RuleAlgebra {
  let isPresent: Bool

  @inline(__always)
  static func constant(_ value: Float) -> Presence { Presence(isPresent: value != 0) }

  @inline(__always)
  static func + (a: Presence, b: Presence) -> Presence {
    Presence(isPresent: a.isPresent || b.isPresent)
  }

  @inline(__always)
  static func - (a: Presence, b: Presence) -> Presence { a + b }

  @inline(__always)
  static func * (a: Presence, b: Presence) -> Presence {
    Presence(isPresent: a.isPresent && b.isPresent)
  }
}

extension PlasticityEquation {
  /// Which factors the rule has.
  @inline(__always)
  static var terms: SynapticChange<Presence> {
    let some = Presence(isPresent: true)
    var k = RuleCoefficients<Presence>()
    for n in 0..<coefficientCount { k[n] = some }
    return change(PostsynapticSide(trace: some, spike: some, threshold: some), k)
  }
}

extension SynapticChange {
  /// Every factor times `scale`.
  @inline(__always)
  func scaled(by scale: Value) -> SynapticChange {
    SynapticChange(
      growth: scale * growth, spikeGrowth: scale * spikeGrowth, offset: scale * offset,
      decay: scale * decay)
  }
}

extension SynapticChange {
  /// What enters E_ji apart from its decay, for presynaptic trace x_i and spike s_i.
  @inline(__always)
  func drive<Scalar: AdjointScalar>(
    _ terms: SynapticChange<Presence>, trace x: Scalar, spike s: Scalar
  ) -> SIMD8<Scalar> where Value == SIMD8<Scalar> {
    var drive = terms.growth.isPresent ? x * growth : SIMD8<Scalar>()
    if terms.spikeGrowth.isPresent { drive += s * spikeGrowth }
    if terms.offset.isPresent { drive += offset }
    return drive
  }

  /// Σ of the products of like factors.
  @inline(__always)
  func dot<Scalar: AdjointScalar>(
    _ terms: SynapticChange<Presence>, _ other: SynapticChange
  ) -> SIMD8<Scalar> where Value == SIMD8<Scalar> {
    var sum = terms.growth.isPresent ? growth * other.growth : SIMD8<Scalar>()
    if terms.spikeGrowth.isPresent { sum += spikeGrowth * other.spikeGrowth }
    if terms.offset.isPresent { sum += offset * other.offset }
    if terms.decay.isPresent { sum += decay * other.decay }
    return sum
  }

  /// Adds like factors.
  @inline(__always)
  mutating func add<Scalar: AdjointScalar>(
    _ terms: SynapticChange<Presence>, _ other: SynapticChange
  ) where Value == SIMD8<Scalar> {
    if terms.growth.isPresent { growth += other.growth }
    if terms.spikeGrowth.isPresent { spikeGrowth += other.spikeGrowth }
    if terms.offset.isPresent { offset += other.offset }
    if terms.decay.isPresent { decay += other.decay }
  }

  /// The factors' derivatives along the direction at hand.
  @inline(__always)
  func slopes<Number: RuleAlgebra>() -> SynapticChange<Number> where Value == Dual<Number> {
    SynapticChange<Number>(
      growth: growth.slope, spikeGrowth: spikeGrowth.slope, offset: offset.slope,
      decay: decay.slope)
  }
}
