/// What replaces the derivative of the spike H(u) at u = v − ϑ in the adjoint (Neftci, Mostafa,
/// Zenke 2019, *IEEE Signal Process. Mag.* 36:51), with slope γ, and its primitive S, which
/// replaces H itself in smooth mode: there the adjoint is the exact derivative of the forward pass.
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
    (self.kind, self.slope) = (kind, slope)
  }

  /// σ′(u).
  public func derivative<Scalar: NetworkScalar>(_ u: Scalar) -> Scalar {
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
  func primitive<Scalar: NetworkScalar>(_ u: Scalar) -> Scalar {
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
  func derivative<Scalar: NetworkScalar>(_ u: SIMD8<Scalar>) -> SIMD8<Scalar> {
    var result = u
    for lane in 0..<8 { result[lane] = derivative(u[lane]) }
    return result
  }

  /// S of eight u.
  func primitive<Scalar: NetworkScalar>(_ u: SIMD8<Scalar>) -> SIMD8<Scalar> {
    var result = u
    for lane in 0..<8 { result[lane] = primitive(u[lane]) }
    return result
  }
}
