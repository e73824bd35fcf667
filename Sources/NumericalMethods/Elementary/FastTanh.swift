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
