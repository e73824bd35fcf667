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

/// A joint or weld between two bodies, as they stood when it was made.
struct TreeEdge {
  /// Among the world's joints or welds.
  let index: Int
  let motion: JointMotion
  /// Indices of the bodies.
  let child: Int
  let parent: Int
  /// The anchor in the frames of both bodies [m]; welds have a joint there, too.
  let childAnchor: Vector3
  let parentAnchor: Vector3
  /// The axis in the frames of both.
  let childAxis: Vector3
  let parentAxis: Vector3
  /// From the parent's frame to the child's at position 0.
  let toChildAtZero: Quaternion
  /// Inertia about the joint's axis that turns with the joint's rate alone [kg m² or kg].
  let rotorInertia: Double

  /// That of a root.
  static let none = TreeEdge(
    index: -1, motion: .hinge, child: -1, parent: -1, childAnchor: .zero, parentAnchor: .zero,
    childAxis: .unitZ, parentAxis: .unitZ, toChildAtZero: .identity, rotorInertia: 0)

  /// The same with the parent hanging on the child: the rate keeps its sign as both axes are
  /// turned.
  var reversed: TreeEdge {
    TreeEdge(
      index: index, motion: motion, child: parent, parent: child, childAnchor: parentAnchor,
      parentAnchor: childAnchor, childAxis: -parentAxis, parentAxis: -childAxis,
      toChildAtZero: toChildAtZero.conjugate, rotorInertia: rotorInertia)
  }
}

struct JointRecord {
  let id: dJointID
  let child: dBodyID
  let parent: dBodyID
  let edge: TreeEdge
  /// Between these positions the joint is free [rad or m]; nil where nothing stops it.
  var stops: ClosedRange<Double>?

  var motion: JointMotion { edge.motion }
}
