/// A constraint that gives way: a spring and a damper along a contact's normal or at a joint's
/// stop.
public struct MJCFSpring: Sendable, Hashable {
  /// [N/m]
  public var stiffness: Double
  /// [N s/m]
  public var damping: Double

  public init(stiffness: Double, damping: Double) {
    precondition(stiffness > 0 && damping >= 0, "a spring and a damper")
    (self.stiffness, self.damping) = (stiffness, damping)
  }

  /// The spring and damper that ODE's ERP and CFM mean at a step `dt` [s]: ERP = h k / (h k + d),
  /// CFM = 1 / (h k + d) (ODE user guide, "How to use ERP and CFM").
  public init(erp: Double, cfm: Double, dt: Double) {
    self.init(stiffness: erp / (cfm * dt), damping: (1 - erp) / cfm)
  }
}

/// A constraint's compliance in MuJoCo's terms: `solref` in its direct form and a constant
/// `solimp`.
struct MJCFCompliance {
  let solref: String
  let solimp: String

  /// The same row as ODE's, at a step h = `dt` [s]. A spring and a damper by backward Euler push
  /// two bodies that are r deep in each other and part at v, after the step at v⁺ = v + h a, with
  ///
  ///     F = k (r − h v⁺) − d v⁺    ⇔    a + R F = −v/h + k R r,    R = 1 / (h (h k + d))
  ///
  /// MuJoCo solves a + R F = −B v + K I r with R = Â (1 − I)/I, in which I is the impedance and Â
  /// the inverse of the mass that the constraint feels (its documentation, "Computation",
  /// "Parameters" of the solver). So B = 1/h, K I = k R and I = Â / (Â + R). It takes the direct
  /// form as −K I² and −B I.
  ///
  /// - Parameter inverseMass: Â [1/kg, or 1/(kg m²) for a hinge].
  init(_ contact: MJCFSpring, dt h: Double, inverseMass: Double) {
    let regularisation = 1 / (h * (h * contact.stiffness + contact.damping))
    // MuJoCo keeps impedances within these bounds.
    let impedance = min(max(inverseMass / (inverseMass + regularisation), 1e-4), 0.9999)
    let stiffness = contact.stiffness * regularisation * impedance
    solref = "\(-stiffness) \(-impedance / h)"
    solimp = "\(impedance) \(impedance) 0.001 0.5 2"
  }
}
