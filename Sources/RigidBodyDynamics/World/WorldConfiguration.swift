public import NumericalMethods

/// How a world integrates and how soft its constraints are.
///
/// Values were measured for legged robots of 8–13 kg; ODE user guide, "Joint error and the error
/// reduction parameter (ERP)", "Soft constraint and constraint force mixing (CFM)".
public struct WorldConfiguration: Sendable, Equatable {
  /// The constraint solver.
  public enum Solver: Sendable, Hashable {
    /// Our own: joints eliminated leaf first, contacts with the exact friction cone.
    case tree
    /// `dWorldStep`: direct factorisation and Dantzig's algorithm. Exact for joints and wrong for
    /// friction, which it bounds by the normal force of a frictionless solve: never a reference for
    /// contacts.
    case direct
    /// `dWorldQuickStep`: projected Gauss–Seidel, friction bounded by the present normal force
    /// along two axes apart (a pyramid).
    case iterative(iterations: Int)
  }

  /// Gravity [m/s²] in the world frame, z up.
  public var gravity = Vector3(0, 0, -9.81)
  public var solver = Solver.tree
  /// Share of a joint's position error that is corrected in a step, by velocity. Bodies move along
  /// straight lines, so the anchors of a hinge that swings at ω on an arm r part by ½ω²r dt² a
  /// step, 1 mm at 10 ms and 14 rad/s; the drift settles at that over the ERP.
  public var jointERP = 0.8
  /// Compliance [m/(N s)] of stops, of what closes loops and of contacts along the ground, which
  /// keeps impulses unique; under ODE's solvers of all joints.
  public var jointCFM = 1e-5
  /// Share of the overshoot beyond a joint stop that is corrected in a step. High values release
  /// hundreds of joules from a pushed stop.
  public var stopERP = 0.2
  /// Of every contact point: a rubber foot on a hard floor, for robots of about ten kilograms. A
  /// ball of 50 mm and 2.5 MPa gives way by 1 mm under 40 N (Hertz).
  public var contact = ContactCompliance(stiffness: 50e3, damping: 500)
  /// Coulomb coefficient µ of every contact.
  public var friction = 1.0
  /// At most this many contact points for each pair of shapes; the cap being reached is counted.
  var contactsPerPair = 4

  public init() {}
}
