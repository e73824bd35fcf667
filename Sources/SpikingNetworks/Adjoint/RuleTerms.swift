extension SynapticChange {
  /// Every factor times `scale`.
  @inline(__always)
  func scaled(by scale: Value) -> SynapticChange {
    SynapticChange(
      growth: scale * growth, spikeGrowth: scale * spikeGrowth, offset: scale * offset,
      decay: scale * decay)
  }

  /// What enters E_ji apart from its decay, for presynaptic trace x_i and spike s_i.
  @inline(__always)
  func drive<Scalar: NetworkScalar>(
    _ terms: SynapticChange<Presence>, trace x: Scalar, spike s: Scalar
  ) -> SIMD8<Scalar> where Value == SIMD8<Scalar> {
    var drive = terms.growth.isPresent ? x * growth : SIMD8<Scalar>()
    if terms.spikeGrowth.isPresent { drive += s * spikeGrowth }
    if terms.offset.isPresent { drive += offset }
    return drive
  }

  /// Σ of the products of like factors.
  @inline(__always)
  func dot<Scalar: NetworkScalar>(
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
  mutating func add<Scalar: NetworkScalar>(
    _ terms: SynapticChange<Presence>, _ other: SynapticChange
  ) where Value == SIMD8<Scalar> {
    if terms.growth.isPresent { growth += other.growth }
    if terms.spikeGrowth.isPresent { spikeGrowth += other.spikeGrowth }
    if terms.offset.isPresent { offset += other.offset }
    if terms.decay.isPresent { decay += other.decay }
  }

  /// Σ of the products of the factors' derivatives and `cotangents`.
  @inline(__always)
  func slope<Scalar: NetworkScalar>(
    along cotangents: SynapticChange<SIMD8<Scalar>>
  ) -> SIMD8<Scalar> where Value == Dual<SIMD8<Scalar>> {
    var sum = growth.moves ? growth.slope * cotangents.growth : SIMD8<Scalar>()
    if spikeGrowth.moves { sum += spikeGrowth.slope * cotangents.spikeGrowth }
    if offset.moves { sum += offset.slope * cotangents.offset }
    if decay.moves { sum += decay.slope * cotangents.decay }
    return sum
  }
}

extension SIMD8 where Scalar: FloatingPoint {
  /// The sum of the scalars, by halves.
  @inline(__always)
  var total: Scalar {
    let (four, two) = (lowHalf + highHalf, (lowHalf + highHalf).lowHalf)
    let pair = two + four.highHalf
    return pair[0] + pair[1]
  }
}
