import COpenDE
import NumericalMethods

/// A joint between two bodies of one `World`.
public struct Joint: Hashable, Sendable {
  let index: Int
}

/// What a joint leaves free.
public enum JointMotion: Sendable, Equatable {
  /// Turns about the axis; position [rad], effort [N m].
  case hinge
  /// Slides along the axis; position [m], effort [N].
  case slider
}

struct JointRecord {
  let id: dJointID
  let motion: JointMotion
  let child: dBodyID
  let parent: dBodyID
  /// Indices of the bodies.
  let childIndex: Int
  let parentIndex: Int
  /// The anchor in the frames of both bodies [m].
  let childAnchor: Vector3
  let parentAnchor: Vector3
  /// The axis in the parent's frame, and from the parent's frame to the child's at position 0.
  let axis: Vector3
  let toChildAtZero: Quaternion
  /// [kg m² or kg]
  let rotorInertia: Double
  /// Between these positions the joint is free [rad or m]; nil where nothing stops it.
  var stops: ClosedRange<Double>?
}
