public import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// What the ground does to one collision shape.
public struct GroundForce: Sendable, Equatable {
  /// Index of the shape's link.
  public let link: Int
  /// Mean force [N], world frame.
  public let force: Vector3
  /// Where it acts [m], world frame; nil for none.
  public let point: Vector3?
}

/// Tangential impulses of all contacts with the ground.
struct GroundPush: Sendable, Equatable {
  /// Σ |F_t| dt [N s].
  var tangentialImpulse = 0.0
  /// The part beyond Coulomb's bound [N s]: Σ max(0, |F_t| − µ F_n) dt.
  var excessImpulse = 0.0
  /// Whether a shape that is not a foot met the ground.
  var bearsOtherThanFeet = false

  /// Share of the tangential impulse beyond Coulomb's bound; 0 where there is none.
  var coneViolation: Double {
    tangentialImpulse > 0 ? excessImpulse / tangentialImpulse : 0
  }
}

extension Simulation {
  /// From now on the ground's forces are measured; the motion stays the same bit for bit.
  public func measureGroundForces() { world.measureGroundForces() }

  /// Mean force of the ground [N] on each collision shape over the last control period, and where
  /// it acted, world frame; links in order, each with its shapes in order.
  public var groundForces: [GroundForce] {
    let period = model.profile.controlPeriod
    return shapes.map { shape, link in
      let load = world.groundLoad(on: shape)
      return GroundForce(link: link, force: load.impulse / period, point: load.point)
    }
  }

  /// Tangential impulses over the last control period, as far as forces are measured.
  var groundPush: GroundPush {
    var push = GroundPush()
    for (shape, _) in shapes {
      let load = world.groundLoad(on: shape)
      push.tangentialImpulse += load.tangentialImpulse
      push.excessImpulse += load.excessImpulse
      if load.point != nil, !feet.contains(shape) { push.bearsOtherThanFeet = true }
    }
    return push
  }

  /// Height of the ground [m] under a point.
  func groundHeight(at p: Vector3) -> Double { world.groundHeight(x: p.x, y: p.y) }
}
