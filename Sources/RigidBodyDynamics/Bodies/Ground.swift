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
  /// What large shapes meet in place of a height field: the level plane of its highest point.
  var plane: dGeomID?

  /// Bounding radius of the largest shape that meets a height field itself [m]. ODE sorts all
  /// triangles below a shape, in time that grows with the square of their number: below 2 m × 2 m
  /// there are 3200, below a house it would take minutes for each step.
  static let largestShape = 1.0

  func destroy() {
    dGeomDestroy(id)
    if let plane { dGeomDestroy(plane) }
    if let heights { dGeomHeightfieldDataDestroy(heights) }
  }
}
