import COpenDE
import NumericalMethods

extension World {
  /// Sets or replaces the ground.
  public func setGround(_ ground: Ground) {
    self.ground?.destroy()
    switch ground {
    case .plane(let n, let offset):
      self.ground = GroundRecord(
        id: dCreatePlane(nil, n.x, n.y, n.z, offset), heights: nil,
        highest: n == .unitZ ? offset : .infinity, description: ground)
    case .heightfield(let field):
      self.ground = field.makeRecord()
    }
  }

  /// The ground as it was set last; nil before.
  public var groundDescription: Ground? { ground?.description }

  /// Height of the ground [m] at (x, y), world frame; −∞ where there is none.
  public func groundHeight(x: Double, y: Double) -> Double {
    switch ground?.description {
    case .plane(let n, let offset): (offset - n.x * x - n.y * y) / n.z
    case .heightfield(let field): field.height(x: x, y: y)
    case nil: -.infinity
    }
  }
}

extension World {
  /// From now on the forces of the ground are summed for ``groundLoad(on:)``. No bit of the motion
  /// changes. Shapes have to be added before.
  public func measureGroundForces() {
    groundForces = GroundForceMeter(
      shapes: shapes.count, contactsPerShape: configuration.contactsPerPair)
  }

  /// Starts the sums anew; does nothing where forces are not measured.
  public func clearGroundLoads() { groundForces?.clear() }

  /// What the ground did to a shape since the sums were started; nothing where it is not measured.
  public func groundLoad(on shape: Shape) -> GroundLoad {
    groundForces?.loads[shape.index] ?? GroundLoad()
  }
}
