import Foundation
public import NumericalMethods

/// What replaces the derivative of the spike H(u) at u = v − ϑ in the adjoint (Neftci, Mostafa, Zenke
/// 2019, *IEEE Signal Process. Mag.* 36:51), with slope γ, and its primitive S, which replaces H itself
/// in smooth mode: there the adjoint is the exact derivative of the forward pass.
public struct Surrogate: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// σ′ = 1 / (1 + γ|u|)², S = ½ + u / (1 + γ|u|) (Zenke, Ganguli 2018).
    case superspike
    /// σ′ = (γ/2) / (1 + (πγu/2)²), S = ½ + atan(πγu/2) / π (Fang et al. 2021).
    case atan
    /// σ′ = γ max(0, 1 − |u|), S = ½ + γ (u − u|u|/2), level beyond |u| = 1 (Bellec et al. 2018).
    case triangular
    /// σ′ = γ g (1 − g), S = g = 1 / (1 + e^(−γu)).
    case sigmoid
  }

  public var kind: Kind
  /// γ, above 0.
  public var slope: Float

  public init(_ kind: Kind = .superspike, slope: Float = 4) {
    self.kind = kind
    self.slope = slope
  }

  /// σ′(u).
  @inlinable
  public func derivative<Scalar: AdjointScalar>(_ u: Scalar) -> Scalar {
    let slope = Scalar(slope)
    switch kind {
    case .superspike:
      let d = 1 + slope * abs(u)
      return 1 / (d * d)
    case .atan:
      let w = Scalar.pi / 2 * slope * u
      return slope / 2 / (1 + w * w)
    case .triangular:
      return slope * max(0, 1 - abs(u))
    case .sigmoid:
      let g = 1 / (1 + Scalar.exponential(-slope * u))
      return slope * g * (1 - g)
    }
  }

  /// S(u).
  @inlinable
  public func primitive<Scalar: AdjointScalar>(_ u: Scalar) -> Scalar {
    let slope = Scalar(slope)
    switch kind {
    case .superspike: return 0.5 + u / (1 + slope * abs(u))
    case .atan: return 0.5 + Scalar.arcTangent(Scalar.pi / 2 * slope * u) / .pi
    case .triangular:
      let w = min(max(u, -1), 1)
      return 0.5 + slope * (w - w * abs(w) / 2)
    case .sigmoid: return 1 / (1 + Scalar.exponential(-slope * u))
    }
  }
}

extension Surrogate {
  /// σ′ of eight u.
  @inline(__always)
  func derivative<Scalar: AdjointScalar>(_ u: SIMD8<Scalar>) -> SIMD8<Scalar> {
    var result = u
    for lane in 0..<8 { result[lane] = derivative(u[lane]) }
    return result
  }

  /// S of eight u.
  func primitive<Scalar: AdjointScalar>(_ u: SIMD8<Scalar>) -> SIMD8<Scalar> {
    var result = u
    for lane in 0..<8 { result[lane] = primitive(u[lane]) }
    return result
  }
}

/// Scalars in which the adjoint works: `Float` to train, `Double` to check.
public protocol AdjointScalar: DenseScalar, SIMDScalar, Codable, RuleAlgebra {
  static func exponential(_ x: Self) -> Self
  static func arcTangent(_ x: Self) -> Self
  /// tanh of eight scalars.
  static func hyperbolicTangent(_ x: SIMD8<Self>) -> SIMD8<Self>
  /// 1 for anything but ±0, which is 0; by arithmetic, so that nothing branches on it.
  static func countOfActive(_ z: Self) -> Int
  // Comparisons of vectors are quick only where the scalar is known.
  /// 1 where u ≥ 0, elsewhere 0.
  static func spikes(_ u: SIMD8<Self>) -> SIMD8<Self>
  /// `cotangent` where |raw| ≤ bound, elsewhere 0.
  static func passed(
    _ cotangent: SIMD8<Self>, where raw: SIMD8<Self>, within bound: SIMD8<Self>
  ) -> SIMD8<Self>
}

extension Float: AdjointScalar {
  public static func exponential(_ x: Float) -> Float { exp(x) }
  public static func arcTangent(_ x: Float) -> Float { atan(x) }

  @inline(__always)
  public static func countOfActive(_ z: Float) -> Int {
    let bits = z.bitPattern &<< 1
    return Int(truncatingIfNeeded: (bits | (0 &- bits)) &>> 31)
  }

  @inline(__always)
  public static func spikes(_ u: SIMD8<Float>) -> SIMD8<Float> {
    SIMD8().replacing(with: 1, where: u .>= SIMD8())
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

extension Double: AdjointScalar {
  public static func exponential(_ x: Double) -> Double { exp(x) }
  public static func arcTangent(_ x: Double) -> Double { atan(x) }

  @inline(__always)
  public static func countOfActive(_ z: Double) -> Int {
    let bits = z.bitPattern &<< 1
    return Int(truncatingIfNeeded: (bits | (0 &- bits)) &>> 63)
  }

  @inline(__always)
  public static func spikes(_ u: SIMD8<Double>) -> SIMD8<Double> {
    SIMD8().replacing(with: 1, where: u .>= SIMD8())
  }

  @inline(__always)
  public static func passed(
    _ cotangent: SIMD8<Double>, where raw: SIMD8<Double>, within bound: SIMD8<Double>
  ) -> SIMD8<Double> {
    SIMD8<Double>().replacing(with: cotangent, where: (raw .<= bound) .& (raw .>= -bound))
  }

  public static func hyperbolicTangent(_ x: SIMD8<Double>) -> SIMD8<Double> {
    var result = x
    for lane in 0..<8 { result[lane] = tanh(x[lane]) }
    return result
  }
}
