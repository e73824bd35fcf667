public import NumericalMethods

/// Scalars in which networks are computed: `Float` to run and to train, `Double` to check.
public protocol NetworkScalar: DenseScalar, SIMDScalar, Codable {
  static func exponential(_ x: Self) -> Self
  static func logarithm(_ x: Self) -> Self
  static func arcTangent(_ x: Self) -> Self
  /// tanh of eight scalars.
  static func hyperbolicTangent(_ x: SIMD8<Self>) -> SIMD8<Self>
  /// 1 for anything but ±0, which is 0; by arithmetic, so that nothing branches on it.
  static func countOfActive(_ z: Self) -> Int
  // Comparisons of vectors are quick only where the scalar is known, and with a constant only where
  // it is `.zero`: against `SIMD8()`, the same, they are compiled to a loop over the scalars.
  /// 1 where u ≥ 0, elsewhere 0.
  static func spikes(_ u: SIMD8<Self>) -> SIMD8<Self>
  /// `cotangent` where |raw| ≤ bound, elsewhere 0.
  static func passed(
    _ cotangent: SIMD8<Self>, where raw: SIMD8<Self>, within bound: SIMD8<Self>
  ) -> SIMD8<Self>
}

extension Float: NetworkScalar {
  public static func exponential(_ x: Float) -> Float { Float.exp(x) }
  public static func logarithm(_ x: Float) -> Float { Float.log(x) }
  public static func arcTangent(_ x: Float) -> Float { Float.atan(x) }

  @inline(__always)
  public static func countOfActive(_ z: Float) -> Int {
    let bits = z.bitPattern &<< 1
    return Int(truncatingIfNeeded: (bits | (0 &- bits)) &>> 31)
  }

  @inline(__always)
  public static func spikes(_ u: SIMD8<Float>) -> SIMD8<Float> {
    SIMD8.zero.replacing(with: 1, where: u .>= .zero)
  }

  @inline(__always)
  public static func passed(
    _ cotangent: SIMD8<Float>, where raw: SIMD8<Float>, within bound: SIMD8<Float>
  ) -> SIMD8<Float> {
    SIMD8<Float>().replacing(with: cotangent, where: (raw .<= bound) .& (raw .>= -bound))
  }

  public static func hyperbolicTangent(_ x: SIMD8<Float>) -> SIMD8<Float> {
    SpikingNetworks.hyperbolicTangent(x)
  }
}

extension Double: NetworkScalar {
  public static func exponential(_ x: Double) -> Double { Double.exp(x) }
  public static func logarithm(_ x: Double) -> Double { Double.log(x) }
  public static func arcTangent(_ x: Double) -> Double { Double.atan(x) }

  @inline(__always)
  public static func countOfActive(_ z: Double) -> Int {
    let bits = z.bitPattern &<< 1
    return Int(truncatingIfNeeded: (bits | (0 &- bits)) &>> 63)
  }

  @inline(__always)
  public static func spikes(_ u: SIMD8<Double>) -> SIMD8<Double> {
    SIMD8.zero.replacing(with: 1, where: u .>= .zero)
  }

  @inline(__always)
  public static func passed(
    _ cotangent: SIMD8<Double>, where raw: SIMD8<Double>, within bound: SIMD8<Double>
  ) -> SIMD8<Double> {
    SIMD8<Double>().replacing(with: cotangent, where: (raw .<= bound) .& (raw .>= -bound))
  }

  public static func hyperbolicTangent(_ x: SIMD8<Double>) -> SIMD8<Double> {
    var result = x
    for lane in 0..<8 { result[lane] = Double.tanh(x[lane]) }
    return result
  }
}
