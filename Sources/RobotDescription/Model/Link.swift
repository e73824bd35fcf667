public import NumericalMethods

/// A rigid link with everything that fixed joints attach to it.
public struct Link: Sendable, Hashable {
  /// Of the first URDF link of the body, the one its joint moves.
  public let name: String
  /// [kg], positive.
  public let mass: Double
  /// Centre of mass [m], link frame.
  public let centerOfMass: Vector3
  /// Inertia [kg m²] about the centre of mass, along the link frame's axes.
  public let inertia: Matrix3
  /// Solids that collide, those of merged links included.
  public let shapes: [CollisionShape]
  /// What is to be said about the inertia, where it is not just as the URDF gives it.
  let inertiaNote: String?
}

/// A solid that meets the ground and other links.
public struct CollisionShape: Sendable, Hashable {
  /// The solid.
  public let geometry: Geometry
  /// Centre and orientation of the solid in the (merged) link's frame.
  public let pose: Pose
  /// The URDF link that declares the shape; differs from the link's name when it was merged.
  public let source: String
  /// The mesh file that the solid covers and stands for, as the URDF names it.
  var mesh: String?

  /// Height [m] of the lowest point of the solid, with the link's frame in the world.
  public func lowestPoint(link: Pose) -> Double {
    let pose = link * pose
    return pose.position.z - geometry.depth(pose.rotation)
  }
}

/// A shape by which a foot touches the ground.
public struct Foot: Sendable, Hashable {
  /// The URDF link the foot was named by; it may have been merged.
  public let name: String
  /// Index into the robot's links.
  public let link: Int
  /// Index into that link's shapes.
  public let shape: Int
}
