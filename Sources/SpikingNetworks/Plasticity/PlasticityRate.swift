import Foundation

/// The rates η and ε lie in (0, 1); the parameter vector holds their logit, so that a trainer may
/// move it anywhere and a step changes a small rate in proportion.
public enum PlasticityRate {
  /// The rate 1 / (1 + e⁻ᵖ) for the unconstrained parameter p.
  public static func rate(_ parameter: Float) -> Float { 1 / (1 + exp(-parameter)) }

  /// The parameter log(r / (1 − r)) for a rate r in (0, 1).
  public static func parameter(_ rate: Float) -> Float { log(rate / (1 - rate)) }
}
