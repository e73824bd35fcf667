import COpenDE
public import NumericalMethods

/// The immovable ground of a world.
public enum Ground: Sendable, Equatable {
  /// All points with normal · p ≤ offset are solid; `normal` is a unit vector.
  case plane(normal: Vector3, offset: Double)
  case heightfield(Heightfield)

  /// The horizontal plane z = 0.
  public static let flat = Ground.plane(normal: .unitZ, offset: 0)
}

struct GroundRecord {
  let id: dGeomID
  let heights: dHeightfieldDataID?
  /// No point of the ground lies above this [m]; infinite for a tilted plane.
  let highest: Double
  let description: Ground

  func destroy() {
    dGeomDestroy(id)
    if let heights { dGeomHeightfieldDataDestroy(heights) }
  }
}

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
