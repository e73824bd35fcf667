extension Double {
  /// sin x of an angle [rad], within one unit in the last place or 1e-30, whichever is more, for
  /// |x| ≤ 1.6e6; larger angles are first reduced by the double nearest to 2π.
  public static func sin(_ x: Double) -> Double {
    if x == 0 { return x }
    let angle = Reduced(x)
    let value = angle.quarter & 1 == 0 ? angle.sine : angle.cosine
    return angle.quarter & 2 == 0 ? value : -value
  }

  /// cos x of an angle [rad], as near as ``sin(_:)``.
  public static func cos(_ x: Double) -> Double {
    let angle = Reduced(x)
    let value = angle.quarter & 1 == 0 ? angle.cosine : angle.sine
    return (angle.quarter &+ 1) & 2 == 0 ? value : -value
  }

  /// The angle [rad] in [−π/2, π/2] of tangent x, within two units in the last place.
  ///
  /// atan x = atan c + atan((x − c)/(1 + c x)), c the multiple of ⅛ next to x; beyond 1 by
  /// atan x = π/2 − atan(1/x).
  public static func atan(_ x: Double) -> Double {
    let length = abs(x)
    if x.isNaN { return x }
    if length <= 1 { return Double(signOf: x, magnitudeOf: arc(length, 1, from: (0, 0))) }
    return Double(signOf: x, magnitudeOf: arc(-1, length, from: quarterTurn))
  }

  /// The angle [rad] in [−π, π] of the point (x, y), within two units in the last place; signs of
  /// zeros count as in IEEE 754.
  public static func atan2(y: Double, x: Double) -> Double {
    guard !x.isNaN && !y.isNaN else { return .nan }
    var (across, up) = (abs(x), abs(y))
    if across.isInfinite && up.isInfinite { (across, up) = (1, 1) }
    // Scaled, exactly, so that no quotient of finite numbers leaves the range of exact division.
    if max(across, up) > 0x1p1000 { (across, up) = (across * 0x1p-64, up * 0x1p-64) }
    if max(across, up) < 0x1p-900 { (across, up) = (across * 0x1p120, up * 0x1p120) }
    let isLeft = x.sign == .minus
    let angle =
      up <= across
      ? isLeft ? arc(-up, across, from: halfTurn) : arc(up, across, from: (0, 0))
      : isLeft ? arc(across, up, from: quarterTurn) : arc(-across, up, from: quarterTurn)
    return Double(signOf: y, magnitudeOf: angle)
  }

  /// The angle [rad] in [0, π] of cosine x, within three units in the last place; NaN beyond ±1.
  public static func acos(_ x: Double) -> Double {
    atan2(y: ((1 - x) * (1 + x)).squareRoot(), x: x)
  }
}

extension Float {
  /// atan x [rad], rounded once from double precision.
  public static func atan(_ x: Float) -> Float { Float(Double.atan(Double(x))) }
}

/// The same direction [rad] in (−π, π]; angles that lie there keep their bits.
public func wrappedAngle(_ angle: Double) -> Double {
  let wrapped = angle.remainder(dividingBy: 2 * .pi)
  return wrapped == -.pi ? .pi : wrapped
}

/// An angle as quarter turns and a rest, which has a tail of its own.
private struct Reduced {
  /// How many quarter turns, modulo 4 in its last two bits.
  let quarter: Int64
  /// In [−π/4, π/4] [rad].
  private let rest: Double
  private let tail: Double

  init(_ x: Double) {
    // The remainder is exact in IEEE 754. Not finite: NaN, which turns nothing.
    let angle = abs(x) <= 1.6e6 ? x : x.remainder(dividingBy: 2 * .pi)
    let turns = angle.isFinite ? nearestInteger(angle * (2 / .pi)) : 0
    // π/2 in three parts; turns ≤ 2²⁰ times one of the first two, of 33 bits each, is exact, and so
    // is the difference of what lies so near.
    let first = angle - turns * 0x1.921fb544p+0
    let second = turns * 0x1.0b4611a6p-34
    let near = first - second
    let missing = (first - near) - second - turns * 0x1.3198a2e037073p-69
    quarter = Int64(turns)
    rest = near + missing
    tail = (near - rest) + missing
  }

  /// sin(rest + tail): the Taylor series to degree 17, truncated by less than 1e-19.
  var sine: Double {
    let z = rest * rest
    var series = z / 355_687_428_096_000 - 1.0 / 1_307_674_368_000
    series = series * z + 1.0 / 6_227_020_800
    series = series * z - 1.0 / 39_916_800
    series = series * z + 1.0 / 362_880
    series = series * z - 1.0 / 5_040
    series = series * z + 1.0 / 120
    series = series * z - 1.0 / 6
    return rest + (rest * z * series + tail * (1 - z / 2))
  }

  /// cos(rest + tail): the Taylor series to degree 18, truncated by less than 1e-20.
  var cosine: Double {
    let z = rest * rest
    var series = 1.0 / 20_922_789_888_000 - z / 6_402_373_705_728_000
    series = series * z - 1.0 / 87_178_291_200
    series = series * z + 1.0 / 479_001_600
    series = series * z - 1.0 / 3_628_800
    series = series * z + 1.0 / 40_320
    series = series * z - 1.0 / 720
    series = series * z + 1.0 / 24
    let half = z / 2
    let whole = 1 - half
    return whole + (((1 - whole) - half) + (z * z * series - rest * tail))
  }
}

private let quarterTurn = (0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54)
private let halfTurn = (0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53)

/// start + atan(y / x) for |y| ≤ x; the start is an angle and its tail.
@inline(__always)
private func arc(_ y: Double, _ x: Double, from start: (Double, Double)) -> Double {
  guard x > 0 && x.isFinite else { return start.0 }
  let length = abs(y)
  let eighth = Int(nearestInteger(8 * (length / x)))
  let near = Double(eighth) / 8
  // (y/x − c)/(1 + c y/x) with one rounding less.
  let t = (length - near * x) / (x + near * length)
  let z = t * t
  var series = 1.0 / 13 - z / 15
  series = series * z - 1.0 / 11
  series = series * z + 1.0 / 9
  series = series * z - 1.0 / 7
  series = series * z + 1.0 / 5
  series = series * z - 1.0 / 3
  let (angle, tail) = angleOfEighths(eighth)
  let rest = t + (t * z * series + tail)
  // Of numbers of either sign the larger stands first, so that the sum of the tails is small.
  return y < 0
    ? start.0 - (angle + (rest - start.1))
    : start.0 + (angle + (rest + start.1))
}

/// atan(k/8) [rad] and what is missing of it.
@inline(__always)
private func angleOfEighths(_ k: Int) -> (Double, Double) {
  switch k {
  case 1: (0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59)
  case 2: (0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57)
  case 3: (0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56)
  case 4: (0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56)
  case 5: (0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58)
  case 6: (0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56)
  case 7: (0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56)
  case 8: (0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55)
  default: (0, 0)
  }
}
