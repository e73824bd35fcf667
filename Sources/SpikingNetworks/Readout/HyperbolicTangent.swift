/// tanh of eight scalars by the rational minimax fit of degree 13/6 used by Eigen
/// (`ptanh_float`), within a few units in the last place. Arithmetic alone, hence the same bits
/// on every machine and no call in the hot loop; beyond ±7.9 the result is ±1 to rounding.
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
