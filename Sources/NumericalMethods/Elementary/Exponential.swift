// Elementary functions of + − × ÷ √ alone. Those of the C library are chosen by the processor and
// differ between machines in their last bits; these have the same bits wherever arithmetic is IEEE
// 754's and products are not fused with sums, which Swift never does by itself.

extension Double {
  /// eˣ within one unit in the last place; subnormal results within one of theirs.
  ///
  /// x = k ln 2 + r with |r| ≤ ½ ln 2, eˣ = 2ᵏ eʳ.
  public static func exp(_ x: Double) -> Double {
    // Beyond these, eˣ overflows or is below half of the least number.
    if !(abs(x) < 745.2) { return x > 0 ? .infinity : x < 0 ? 0 : x }
    let k = nearestInteger(x * log2OfE)
    // k ≤ 1075 has 11 bits, the first part of ln 2 has 32: their product is exact.
    let high = x - k * ln2
    let low = k * ln2Tail
    let power = 1 + (high + (exponentialRest(high - low) - low))
    // In two steps, since 2ᵏ itself may be no normal number.
    let half = nearestInteger(k / 2)
    return power * powerOfTwo(half) * powerOfTwo(k - half)
  }

  /// eˣ − 1 within four units in the last place, also near 0.
  public static func expMinusOne(_ x: Double) -> Double {
    if x == 0 { return x }
    return abs(x) < 0.3465 ? x + exponentialRest(x) : exp(x) - 1
  }

  /// The natural logarithm within three units in the last place; −∞ at 0, NaN below it.
  ///
  /// x = m 2ᵉ with m in [√½, √2), ln m = 2 artanh((m − 1)/(m + 1)) by its series to degree 21.
  public static func log(_ x: Double) -> Double {
    guard x.isNormal && x > 0 else {
      if x == 0 { return -.infinity }
      // A subnormal number is scaled up, exactly.
      return x > 0 && x.isFinite ? log(x * 0x1p64) - 64 * (ln2 + ln2Tail) : x > 0 ? x : .nan
    }
    let high = x.significand > 1.4142135623730951
    let m = high ? x.significand / 2 : x.significand
    let e = Double(high ? x.exponent + 1 : x.exponent)
    let s = (m - 1) / (m + 1)
    let z = s * s
    var series = 1.0 / 21 * z + 1.0 / 19
    series = series * z + 1.0 / 17
    series = series * z + 1.0 / 15
    series = series * z + 1.0 / 13
    series = series * z + 1.0 / 11
    series = series * z + 1.0 / 9
    series = series * z + 1.0 / 7
    series = series * z + 1.0 / 5
    series = series * z + 1.0 / 3
    series = series * z + 1
    return e * ln2 + (2 * s * series + e * ln2Tail)
  }

  /// xʸ = exp(y ln x) for x > 0: its relative error grows with |y ln x|, 4e-16 for each unit of it.
  public static func pow(_ x: Double, _ y: Double) -> Double { exp(y * log(x)) }

  /// tanh x within four units in the last place.
  public static func tanh(_ x: Double) -> Double {
    let length = abs(x)
    let rise = expMinusOne(2 * min(length, 20))
    return Double(signOf: x, magnitudeOf: x.isNaN ? x : rise / (rise + 2))
  }
}

extension Float {
  /// eˣ, of a series to degree 10 in double precision that is rounded once: the nearest number but
  /// for about one of a million.
  @inlinable
  public static func exp(_ x: Float) -> Float {
    // Beyond these, eˣ overflows or is below half of the least number; NaN passes.
    let wide = x < -104 ? -104 : x > 104 ? 104 : Double(x)
    // The whole number stands in the last bits of the sum: no call, no conversion and no branch, so
    // that a loop works on several at once.
    let sum = wide * 0x1.71547652b82fep+0 + 0x1.8p52
    let r = wide - (sum - 0x1.8p52) * 0x1.62e42fefa39efp-1
    let z = r * r
    var (even, odd) = (
      z * (1 / 3_628_800) + 1 / 40_320, z * (1 / 362_880) + 1 / 5_040
    )
    (even, odd) = (even * z + 1 / 720, odd * z + 1 / 120)
    (even, odd) = (even * z + 1 / 24, odd * z + 1 / 6)
    (even, odd) = (even * z + 0.5, odd * z + 1)
    // |k| ≤ 151: 2ᵏ is a normal number of double precision; what lies above it is shifted out.
    let power = Double(bitPattern: (sum.bitPattern &+ 1023) &<< 52)
    return Float((even * z + 1 + r * odd) * power)
  }

  /// ln x, rounded once from double precision.
  public static func log(_ x: Float) -> Float { Float(Double.log(Double(x))) }
}

private let log2OfE = 0x1.71547652b82fep+0
/// ln 2 in two parts: the first ends in zeros, so that a whole number below 2²¹ times it is exact.
private let ln2 = 0x1.62e42feep-1
private let ln2Tail = 0x1.a39ef35793c76p-33

/// eʳ − 1 − r for |r| ≤ 0.35: the Taylor series to degree 14, truncated by less than 1e-19; even
/// and odd terms apart, so that the processor works on both at once.
@inline(__always)
private func exponentialRest(_ r: Double) -> Double {
  let z = r * r
  var (even, odd) = (z / 87_178_291_200 + 1.0 / 479_001_600, z / 6_227_020_800 + 1.0 / 39_916_800)
  (even, odd) = (even * z + 1.0 / 3_628_800, odd * z + 1.0 / 362_880)
  (even, odd) = (even * z + 1.0 / 40_320, odd * z + 1.0 / 5_040)
  (even, odd) = (even * z + 1.0 / 720, odd * z + 1.0 / 120)
  (even, odd) = (even * z + 1.0 / 24, odd * z + 1.0 / 6)
  return z * (even * z + 0.5 + r * odd)
}

/// 2ᵏ of a whole number |k| ≤ 1022.
@inline(__always)
private func powerOfTwo(_ k: Double) -> Double {
  Double(bitPattern: UInt64(truncatingIfNeeded: Int64(k) &+ 1023) &<< 52)
}

/// The whole number next to |x| < 2⁵¹, by the rounding of a sum: no call, and no branch.
@inline(__always)
func nearestInteger(_ x: Double) -> Double { (x + 0x1.8p52) - 0x1.8p52 }
