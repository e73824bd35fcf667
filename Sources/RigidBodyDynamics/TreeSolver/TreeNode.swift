import NumericalMethods

/// How a body hangs on its parent.
enum TreeLink {
  /// Free in space.
  case root
  case weld
  case joint(JointMotion)
}

/// One body of the forest that joints and welds make, with all that a step computes of it.
///
/// Velocities of a joint's two bodies are bound exactly, by v_c = X v_p + S q̇ + b: X takes the
/// parent's velocity to the child's centre of mass over both anchors, S is the motion of the
/// joint's rate q̇ and b what undoes a share of the drift.
struct TreeNode {
  // What does not change from step to step.
  let body: Int
  /// Index among the nodes, less than this one's; −1 for a root.
  let parent: Int
  let link: TreeLink
  /// Index among the world's joints; −1 for roots and welds.
  let joint: Int
  /// Where this node's rate stands among the columns of a row; a root has six columns.
  let column: Int
  let edge: TreeEdge

  // The state, read at the start of a step and written at its end.
  var mass = 0.0
  var position = Vector3.zero
  var orientation = Quaternion.identity
  /// Body to world.
  var rotation = Matrix3.identity
  /// Before the step, then after it.
  var velocity = Spatial.zero

  // What the step makes of it.
  /// From the parent's centre of mass to the child's, over both anchors [m].
  var arm = Vector3.zero
  /// Motion of one unit of the joint's rate.
  var motion = Spatial.zero
  /// Velocity that undoes drift.
  var correction = Spatial.zero
  /// Inertia and momentum of this body and of all that hangs on it.
  var inertia = SpatialInertia.zero
  var momentum = Spatial.zero
  /// U = A S.
  var response = Spatial.zero
  /// 1/√(Sᵀ A S + a).
  var inverseRoot = 0.0
  /// Sᵀ p + a q̇⁻ − Uᵀ b over its pivot's root.
  var drive = 0.0
  /// Of a root's inertia.
  var factor = SpatialCholesky()
}

extension TreeNode {
  /// Rate of the joint [rad/s or m/s] as the two bodies move now.
  @inline(__always) func rate(on parent: UnsafeMutablePointer<TreeNode>) -> Double {
    switch link {
    case .joint(.hinge): motion.angular.dot(velocity.angular - parent.pointee.velocity.angular)
    case .joint(.slider):
      motion.linear.dot(velocity.linear - parent.pointee.velocity.velocity(at: arm).linear)
    case .root, .weld: 0
    }
  }
}
