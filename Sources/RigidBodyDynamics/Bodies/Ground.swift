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
