/// e^x of eight scalars for x ≤ 0, within two units in the last place: e^x = 2ⁿ e^f with |f| ≤ ½ ln 2
/// and the polynomial of Cephes `expf`. Arithmetic alone, hence the same bits on every machine and no
/// call in the hot loop; below −80 the result is e⁻⁸⁰, still a normal number.
@inline(__always)
func exponential(_ argument: Lanes) -> Lanes {
  let x = argument.limited(Lanes(repeating: -80), Lanes(repeating: 0))
  // Added to 1.5 · 2²³, a number is rounded to an integer, which then is the last bits of the sum.
  let shifted = x * 1.442_695 + 12_582_912
  let n = shifted - 12_582_912
  let f = x - n * 0.693_359_375 + n * 2.121_944_4e-4
  var p = f * 1.987_569_1e-4 + 1.398_199_9e-3
  p = p * f + 8.333_452e-3
  p = p * f + 4.166_579_5e-2
  p = p * f + 0.166_666_65
  p = p * f + 0.5
  p = p * f * f + f + 1
  let bits = unsafeBitCast(shifted, to: SIMD8<UInt32>.self)
  return p * unsafeBitCast((bits &+ 127) &<< 23, to: Lanes.self)
}
