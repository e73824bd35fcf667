import NumericalMethods

/// The bodies of a world as trees, and velocities from impulses under their joints: the
/// articulated-body algorithm (Featherstone 2008, *Rigid Body Dynamics Algorithms*, §7.3) on
/// velocities, in world axes and with the coordinates of each body its own, so that momentum is
/// kept to rounding.
///
/// With H the inertia of all bodies on the velocities that joints allow, H⁻¹ = Wᵀ W: an impulse on
/// a body is a row of W f, with six columns for the tree's root and one for each joint between, and
/// the responses of two rows to each other are their scalar product.
struct ArticulatedTree {
  /// Parents before their children.
  private(set) var nodes: UnsafeMutableBufferPointer<TreeNode>
  /// Index of each body's node.
  let nodeOfBody: [Int]
  /// Columns of a row, a multiple of four; those beyond the last joint stay 0.
  let columns: Int
  /// Joints and welds that close loops, which no tree holds.
  let loopJoints: [Int]
  let loopWelds: [Int]
  private let scratch: UnsafeMutablePointer<Double>

  func deallocate() {
    nodes.deallocate()
    scratch.deallocate()
  }

  init(bodies: Int, joints: [TreeEdge], welds: [TreeEdge]) {
    var edge = [(edge: TreeEdge, isWeld: Bool)?](repeating: nil, count: bodies)
    var island = Array(0..<bodies)
    func find(_ b: Int) -> Int {
      var b = b
      while island[b] != b { b = island[b] }
      return b
    }
    /// Hangs the edge's child on its parent, turning the edge round where the child hangs already.
    func hang(_ e: TreeEdge, isWeld: Bool) -> Bool {
      let (a, b) = (find(e.child), find(e.parent))
      guard a != b, edge[e.child] == nil || edge[e.parent] == nil else { return false }
      let e = edge[e.child] == nil ? e : e.reversed
      edge[e.child] = (e, isWeld)
      island[find(e.child)] = find(e.parent)
      return true
    }
    loopJoints = joints.indices.filter { !hang(joints[$0], isWeld: false) }
    loopWelds = welds.indices.filter { !hang(welds[$0], isWeld: true) }
    var order: [Int] = []
    var depthFirst = (0..<bodies).filter { edge[$0] == nil }.reversed() as [Int]
    var children = [[Int]](repeating: [], count: bodies)
    for b in 0..<bodies { if let e = edge[b]?.edge { children[e.parent].append(b) } }
    while let b = depthFirst.popLast() {
      order.append(b)
      depthFirst.append(contentsOf: children[b].reversed())
    }
    var place = [Int](repeating: 0, count: bodies)
    for (k, b) in order.enumerated() { place[b] = k }
    nodeOfBody = place
    var column = 0
    nodes = .allocate(capacity: bodies)
    for (k, b) in order.enumerated() {
      let e = edge[b]?.edge
      let link: TreeLink =
        if let edge = edge[b] { edge.isWeld ? .weld : .joint(edge.edge.motion) } else { .root }
      nodes.initializeElement(
        at: k,
        to: TreeNode(
          body: b, parent: e.map { place[$0.parent] } ?? -1, link: link,
          joint: edge[b].map { $0.isWeld ? -1 : $0.edge.index } ?? -1, column: column,
          edge: e ?? .none))
      switch link {
      case .root: column += 6
      case .weld: break
      case .joint: column += 1
      }
    }
    columns = (column + 3) / 4 * 4
    // Room for a root's six columns, as the first body is a root.
    scratch = .allocate(capacity: max(columns, 4))
    scratch.initialize(repeating: 0, count: max(columns, 4))
  }
}

extension ArticulatedTree {
  /// Places every joint: arm, motion and the correction of drift.
  ///
  /// - Parameter share: share of the drift to be undone per second, ERP/h [1/s].
  func placeJoints(share: Double) {
    for k in nodes.indices where node(k).pointee.parent >= 0 {
      node(k).pointee.place(on: node(node(k).pointee.parent), share: share)
    }
  }

  /// Eliminates joints from the leaves on: inertia and momentum of every body with what hangs on
  /// it. Before, each node holds its own body's.
  func factor() {
    for k in nodes.indices.reversed() {
      let n = node(k)
      guard n.pointee.parent >= 0 else {
        n.pointee.factor = SpatialCholesky(n.pointee.inertia)
        continue
      }
      let parent = node(n.pointee.parent)
      n.pointee.eliminate(rate: n.pointee.rate(on: parent))
      var inertia = n.pointee.inertia
      var momentum = n.pointee.momentum - inertia * n.pointee.correction
      let s = n.pointee.inverseRoot
      if s > 0 {
        inertia.add(-s * s, outer: n.pointee.response)
        momentum = momentum - n.pointee.response * (s * n.pointee.drive)
      }
      parent.pointee.inertia =
        parent.pointee.inertia + inertia.shifted(by: n.pointee.arm)
      parent.pointee.momentum =
        parent.pointee.momentum + momentum.impulse(from: n.pointee.arm)
    }
  }

  /// Velocities that momenta and joints alone lead to, from the roots on.
  func solveFreely() {
    for k in nodes.indices {
      let n = node(k)
      guard n.pointee.parent >= 0 else {
        n.pointee.factor.forward(n.pointee.momentum, into: scratch)
        n.pointee.velocity = n.pointee.factor.backward(scratch)
        continue
      }
      let carried = node(n.pointee.parent).pointee.velocity.velocity(at: n.pointee.arm)
      var velocity = carried + n.pointee.correction
      let s = n.pointee.inverseRoot
      if s > 0 {
        let rate = s * (n.pointee.drive - s * n.pointee.response.dot(carried))
        velocity = velocity + n.pointee.motion * rate
      }
      n.pointee.velocity = velocity
    }
  }

  /// Adds the velocities that impulses lead to, which `z` = Wᵀ λ holds by columns.
  func respond(to z: UnsafePointer<Double>) {
    for k in nodes.indices {
      let n = node(k)
      // The momentum is spent: its place holds the change of velocity.
      if n.pointee.parent < 0 {
        n.pointee.momentum = n.pointee.factor.backward(z + n.pointee.column)
      } else {
        var change = node(n.pointee.parent).pointee.momentum.velocity(at: n.pointee.arm)
        let s = n.pointee.inverseRoot
        if s > 0 {
          let rate = s * (z[n.pointee.column] - s * n.pointee.response.dot(change))
          change = change + n.pointee.motion * rate
        }
        n.pointee.momentum = change
      }
      n.pointee.velocity = n.pointee.velocity + n.pointee.momentum
    }
  }

  /// Adds the row of an impulse on a node's body, at its centre of mass.
  func addRow(_ impulse: Spatial, on index: Int, to row: UnsafeMutablePointer<Double>) {
    var f = impulse
    var n = node(index)
    while n.pointee.parent >= 0 {
      let s = n.pointee.inverseRoot
      if s > 0 {
        let w = s * n.pointee.motion.dot(f)
        row[n.pointee.column] += w
        f = f - n.pointee.response * (w * s)
      }
      f = f.impulse(from: n.pointee.arm)
      n = node(n.pointee.parent)
    }
    n.pointee.factor.forward(f, into: scratch)
    for c in 0..<6 { row[n.pointee.column + c] += scratch[c] }
  }

  /// Adds the row of a unit effort of a joint on its two bodies. The effort on the child and its
  /// counterpart on the parent cancel above the joint but for what the child's inertia hands on,
  /// U/D.
  func addRow(ofJoint index: Int, to row: UnsafeMutablePointer<Double>) {
    let n = node(index)
    let s = n.pointee.inverseRoot
    row[n.pointee.column] += s
    let handed = n.pointee.response * (-s * s)
    addRow(handed.impulse(from: n.pointee.arm), on: n.pointee.parent, to: row)
  }

  /// - Precondition: `k` is one of `nodes.indices`, which is not checked.
  @inline(__always) func node(_ k: Int) -> UnsafeMutablePointer<TreeNode> {
    nodes.baseAddress.unsafelyUnwrapped + k
  }
}

extension TreeNode {
  @inline(__always)
  fileprivate mutating func place(on parent: UnsafeMutablePointer<TreeNode>, share: Double) {
    let (a, b) = (rotation * edge.childAnchor, parent.pointee.rotation * edge.parentAnchor)
    let gap = parent.pointee.position + b - position - a
    switch link {
    case .root: return
    case .joint(.hinge):
      let axis = rotation * edge.childAxis
      arm = b - a
      motion = Spatial(linear: a.cross(axis), angular: axis)
      let turn = axis.cross(parent.pointee.rotation * edge.parentAxis) * share
      correction = Spatial(linear: gap * share + a.cross(turn), angular: turn)
    case .joint(.slider):
      let axis = rotation * edge.childAxis
      arm = position - parent.pointee.position
      motion = Spatial(linear: axis, angular: .zero)
      correction = Spatial(
        linear: (gap - axis * gap.dot(axis)) * share, angular: misalignment(on: parent) * share)
    case .weld:
      arm = position - parent.pointee.position
      correction = Spatial(linear: gap * share, angular: misalignment(on: parent) * share)
    }
  }

  @inline(__always)
  private func misalignment(on parent: UnsafeMutablePointer<TreeNode>) -> Vector3 {
    edge.misalignment(orientation, on: parent.pointee.orientation)
  }

  /// Pivot and drive of the joint; `rate` is the joint's before the step.
  @inline(__always)
  fileprivate mutating func eliminate(rate: Double) {
    switch link {
    case .root, .weld: return
    case .joint:
      response = inertia * motion
      inverseRoot = 1 / (motion.dot(response) + edge.rotorInertia).squareRoot()
      drive =
        inverseRoot * (motion.dot(momentum) + edge.rotorInertia * rate - response.dot(correction))
    }
  }
}
