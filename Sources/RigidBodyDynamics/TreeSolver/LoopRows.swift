import NumericalMethods

/// Joints and welds that close loops, which no tree holds: each direction that they lock is a row
/// of the step's complementarity problem.
struct LoopRows {
  /// A direction that a loop locks: along an axis at the anchors, or about it.
  private struct Lock: Equatable {
    let axis: Int
    let isAngular: Bool
  }
  private struct Loop {
    let edge: TreeEdge
    let locks: [Lock]
  }

  private let loops: [Loop]
  /// Rows that they take.
  let count: Int

  init(joints: [TreeEdge], welds: [TreeEdge]) {
    // Axes 1 and 2 of a joint's frame stand across axis 0.
    let all = (0..<6).map { Lock(axis: $0 % 3, isAngular: $0 >= 3) }
    loops =
      joints.map { edge in
        let free = Lock(axis: 0, isAngular: edge.motion == .hinge)
        return Loop(edge: edge, locks: all.filter { $0 != free })
      } + welds.map { Loop(edge: $0, locks: all) }
    count = loops.reduce(0) { $0 + $1.locks.count }
  }

  /// Writes the rows from `first` on; `share` of the drift is undone per second [1/s], and the rows
  /// have a compliance [1/kg].
  func pose(
    share: Double, compliance: Double, _ tree: ArticulatedTree, _ problem: inout ContactProblem,
    from first: Int
  ) {
    var i = first
    for loop in loops {
      let edge = loop.edge
      let (c, p) = (tree.nodeOfBody[edge.child], tree.nodeOfBody[edge.parent])
      let (child, parent) = (tree.node(c), tree.node(p))
      let (a, b) = (
        child.pointee.rotation * edge.childAnchor, parent.pointee.rotation * edge.parentAnchor
      )
      let axis = child.pointee.rotation * edge.childAxis
      let (t, u) = axis.tangents
      let axes: [3 of Vector3] = [axis, t, u]
      let gap = parent.pointee.position + b - child.pointee.position - a
      let turn =
        edge.motion == .hinge && loop.locks.count < 6
        ? axis.cross(parent.pointee.rotation * edge.parentAxis)
        : edge.misalignment(child.pointee.orientation, on: parent.pointee.orientation)
      let v =
        child.pointee.velocity.velocity(at: a) - parent.pointee.velocity.velocity(at: b)
      for lock in loop.locks {
        let (e, row) = (axes[lock.axis], problem.row(i))
        let (rate, drift) = lock.isAngular ? (v.angular, turn) : (v.linear, gap)
        let (onChild, onParent) =
          lock.isAngular
          ? (Spatial(linear: .zero, angular: e), Spatial(linear: .zero, angular: -e))
          : (Spatial(linear: e, angular: a.cross(e)), Spatial(linear: -e, angular: e.cross(b)))
        tree.addRow(onChild, on: c, to: row)
        tree.addRow(onParent, on: p, to: row)
        problem.c[i] = e.dot(rate) - share * e.dot(drift)
        problem.compliance[i] = compliance
        problem.isBilateral[i - 3 * problem.contacts] = true
        problem.impulse[i] = 0
        i += 1
      }
    }
  }
}

extension TreeEdge {
  /// The small turn [rad] that brings a child to its orientation on the parent, world axes: twice
  /// the vector part of the quaternion, as ODE has it for sliders and fixed joints.
  @inline(__always) func misalignment(_ child: Quaternion, on parent: Quaternion) -> Vector3 {
    let e = parent * toChildAtZero.conjugate * child.conjugate
    return Vector3(e.x, e.y, e.z) * (e.w < 0 ? -2 : 2)
  }
}
