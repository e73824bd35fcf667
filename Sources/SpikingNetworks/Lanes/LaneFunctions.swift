// Functions of eight scalars by arithmetic alone, hence the same bits on every machine and no call
// in a hot loop.

extension SIMD8 where Scalar: Comparable {
  /// Every scalar limited to [lower, upper]; written so that it compiles to two vector minima.
  @inline(__always)
  func limited(_ lower: SIMD8, _ upper: SIMD8) -> SIMD8 {
    var result = self
    for lane in 0..<8 {
      let below = self[lane] < upper[lane] ? self[lane] : upper[lane]
      result[lane] = below > lower[lane] ? below : lower[lane]
    }
    return result
  }
}

extension SIMD8<Float> {
  /// Rounds to multiples of about 2⁻²³ `scale`, so that a decaying value comes to rest at zero or
  /// at one of the least multiples instead of lingering among the slow subnormal numbers. Values
  /// far above `scale` are unchanged.
  @inline(__always)
  func withoutSubnormals(scale: Float) -> Lanes {
    (self + Lanes(repeating: scale)) - Lanes(repeating: scale)
  }
}

/// e^x for x ≤ 0, within two units in the last place: e^x = 2ⁿ e^f with |f| ≤ ½ ln 2 and the
/// polynomial of Cephes `expf`; below −80 the result is e⁻⁸⁰, still a normal number.
@inline(__always)
func exponential(_ argument: Lanes) -> Lanes {
  let x = argument.limited(Lanes(repeating: -80), Lanes(repeating: 0))
  // Added to 1.5 · 2²³, a number is rounded to an integer, which then is the last bits of the sum.
  let shifted = x * 1.442_695 + 12_582_912
  let n = shifted - 12_582_912
  // ln 2 in two parts: n times the first, which has few bits, is exact.
  let f = x - n * 0.693_359_375 + n * 2.121_944_4e-4
  var p = f * 1.987_569_1e-4 + 1.398_199_9e-3
  p = p * f + 8.333_452e-3
  p = p * f + 4.166_579_5e-2
  p = p * f + 0.166_666_65
  p = p * f + 0.5
  p = p * f * f + f + 1
  // n ≥ −116, so that n + 127 is the exponent field of a normal number.
  let bits = unsafeBitCast(shifted, to: SIMD8<UInt32>.self)
  return p * unsafeBitCast((bits &+ 127) &<< 23, to: Lanes.self)
}

/// tanh by the rational minimax fit of degree 13/6 used by Eigen (`ptanh_float`), within a few
/// units in the last place; beyond ±7.9 the result is ±1 to rounding.
@inline(__always)
func hyperbolicTangent(_ argument: Lanes) -> Lanes {
  let limit = Lanes(repeating: 7.905_311)
  let x = argument.limited(-limit, limit)
  let u = x * x
  var p = u * -2.760_768_5e-16 + 2.000_187_9e-13
  p = p * u + -8.604_671_5e-11
  p = p * u + 5.122_297e-08
  p = p * u + 1.485_722_4e-05
  p = p * u + 6.372_619e-04
  p = p * u + 4.893_524_6e-03
  var q = u * 1.198_258_4e-06 + 1.185_347e-04
  q = q * u + 2.268_434_6e-03
  q = q * u + 4.893_525e-03
  return x * p / q
}
