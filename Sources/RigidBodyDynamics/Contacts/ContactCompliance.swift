/// How far a contact gives way: a spring and a damper at each contact point, along the normal.
public struct ContactCompliance: Sendable, Equatable {
  /// k [N/m], positive.
  public var stiffness: Double
  /// d [N s/m].
  public var damping: Double

  public init(stiffness: Double, damping: Double) {
    precondition(stiffness > 0 && damping >= 0, "a spring and a damper")
    (self.stiffness, self.damping) = (stiffness, damping)
  }

  /// Share of the penetration that a step of `dt` [s] undoes, ERP = h k / (h k + d) (ODE user
  /// guide, "How to use ERP and CFM"): the implicit Euler step of spring and damper, stable at any
  /// length.
  public func erp(_ dt: Double) -> Double { dt * stiffness / (dt * stiffness + damping) }

  /// Speed at which the contact gives way to a force in a step of `dt` [s], CFM = 1 / (h k + d)
  /// [m/(N s)].
  public func cfm(_ dt: Double) -> Double { 1 / (dt * stiffness + damping) }
}
