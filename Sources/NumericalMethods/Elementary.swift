import Foundation

/// tanh in single precision, absolute error below 3e-7: odd, monotone, within ±1; NaN gives NaN.
///
/// The rational minimax approximation used by Eigen (`generic_fast_tanh_float`), flat beyond
/// |x| = 7.905. It is evaluated in double precision and rounded once, which keeps it monotone.
@inlinable
public func fastTanh(_ x: Float) -> Float {
  let limit = 7.90531110763549805
  let wide = Double(x)
  let t = wide > limit ? limit : wide < -limit ? -limit : wide
  let z = t * t
  var p = -2.76076847742355e-16 * z + 2.00018790482477e-13
  p = p * z - 8.60467152213735e-11
  p = p * z + 5.12229709037114e-08
  p = p * z + 1.48572235717979e-05
  p = p * z + 6.37261928875436e-04
  p = p * z + 4.89352455891786e-03
  var q = 1.19825839466702e-06 * z + 1.18534705686654e-04
  q = q * z + 2.26843463243900e-03
  q = q * z + 4.89352518554385e-03
  return Float(t * p / q)
}

/// The natural logarithm within 1e-15 relative, of + − × ÷ alone, so equal in bits on every
/// machine.
///
/// x = m 2ᵉ with m in [√½, √2), ln m = 2 artanh((m − 1)/(m + 1)) by its series to degree 21.
/// Precondition: x is positive and normal.
public func portableLog(_ x: Double) -> Double {
  precondition(x.isNormal && x > 0, "the logarithm needs a positive normal number")
  let high = x.significand > 1.4142135623730951
  let m = high ? x.significand / 2 : x.significand
  let e = Double(high ? x.exponent + 1 : x.exponent)
  let s = (m - 1) / (m + 1)
  let z = s * s
  var series = 1.0 / 21
  for odd in stride(from: 19.0, through: 1, by: -2) { series = series * z + 1 / odd }
  // ln 2 in two parts: the first has trailing zeros, so e times it is exact.
  return e * 0x1.62e42feep-1 + (2 * s * series + e * 0x1.a39ef35793c76p-33)
}

/// The same direction [rad] in (−π, π]; angles that lie there keep their bits.
public func wrappedAngle(_ angle: Double) -> Double {
  let wrapped = angle.remainder(dividingBy: 2 * .pi)
  return wrapped == -.pi ? .pi : wrapped
}
