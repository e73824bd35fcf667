import COpenDE
import NumericalMethods

/// Steps a world's bodies under joints, stops, contacts and friction: ODE keeps bodies and finds
/// contacts, all forces between them are found here.
///
/// Joints are eliminated exactly from the leaves on (`ArticulatedTree`); stops, contacts and closed
/// loops make one complementarity problem with the exact friction cone (`ContactProblem`). Time
/// stepping is ODE's: velocities first, with all constraints at the end of the step, then positions
/// by them (Moreau 1988; Anitescu, Potra 1997).
final class TreeSolver {
  /// A point in which a shape meets the ground or another shape, as found for this step.
  struct Contact {
    /// Index of the body that the normal points into.
    var body: Int
    /// Index of the other; −1 for the ground.
    var other: Int
    /// [m], world frame.
    var point: Vector3
    var normal: Vector3
    /// [m]
    var depth: Double
    var friction: Double
    var compliance: ContactCompliance
    /// Where the impulse is remembered from step to step.
    var memory: Int
    /// Index of a shape whose ground forces are measured; −1 for none.
    var watched: Int
  }

  private var tree: ArticulatedTree
  private var problem = ContactProblem()
  private var loops: LoopRows
  private var z = Scratch(0.0)
  /// Impulses of the last step in world axes, and the step they belong to.
  private var memory: ContiguousArray<Remembered> = []
  private var clock = 1
  private(set) var contacts: ContiguousArray<Contact> = []
  private var stops: ContiguousArray<Stop> = []

  private struct Remembered {
    var impulse = Vector3.zero
    var step = 0
  }

  /// A joint beyond one of its stops, or whose stops coincide.
  private struct Stop {
    var node: Int
    /// +1 where the joint must not get lower, −1 where not higher.
    var sign: Double
    /// Beyond the stop [rad or m], negative.
    var overshoot: Double
    var isLocked: Bool
    var memory: Int
  }

  init(_ world: World) {
    let (joints, welds) = (world.joints.map(\.edge), Array(world.welds))
    tree = ArticulatedTree(bodies: world.bodies.count, joints: joints, welds: welds)
    loops = LoopRows(
      joints: tree.loopJoints.map { joints[$0] }, welds: tree.loopWelds.map { welds[$0] })
    contacts.reserveCapacity(64)
    stops.reserveCapacity(world.joints.count)
    z.require(tree.columns)
  }

  deinit {
    tree.deallocate()
    problem.deallocate()
    z.deallocate()
  }

  /// Whether some joint or weld is not of the trees.
  var closesLoops: Bool { loops.count > 0 }

  /// Starts the contacts of the step to come.
  func clearContacts() { contacts.removeAll(keepingCapacity: true) }

  func add(_ contact: Contact) { contacts.append(contact) }

  /// What is remembered of the last step's impulses no longer counts: a body was placed.
  func forget() { clock += 2 }

  /// Advances all bodies by `h` [s] under the contacts that were added.
  func step(_ world: World, _ h: Double) {
    read(world, h)
    tree.placeJoints(share: world.configuration.jointERP / h)
    findStops(world)
    tree.factor()
    tree.solveFreely()
    if !contacts.isEmpty || !stops.isEmpty || loops.count > 0 {
      pose(world, h)
      if problem.solve() > ContactProblem.negligible { world.solverMessages += 1 }
      remember()
      problem.gather(into: z.base)
      tree.respond(to: z.base)
      measure(world, h)
    }
    write(world, h)
    clock += 1
  }
}

// MARK: Bodies

extension TreeSolver {
  /// Takes states and loads from ODE, and makes of them each body's momentum after the step if it
  /// were free.
  private func read(_ world: World, _ h: Double) {
    let gravity = world.gravity
    for k in tree.nodes.indices {
      let n = tree.node(k)
      let record = world.bodies[n.pointee.body]
      let body = record.id
      n.pointee.mass = record.mass
      n.pointee.position = Vector3(dBodyGetPosition(body))
      n.pointee.orientation = Quaternion(dBodyGetQuaternion(body))
      let r = dBodyGetRotation(body)!
      let rotation = Matrix3(
        rows: Vector3(r[0], r[1], r[2]), Vector3(r[4], r[5], r[6]), Vector3(r[8], r[9], r[10]))
      n.pointee.rotation = rotation
      let velocity = Spatial(
        linear: Vector3(dBodyGetLinearVel(body)), angular: Vector3(dBodyGetAngularVel(body)))
      n.pointee.velocity = velocity
      let inertia = Symmetric3(record.inertia, turnedBy: rotation)
      n.pointee.inertia = SpatialInertia(mass: record.mass, inertia: inertia)
      let spin = Self.turned(inertia * velocity.angular, of: inertia, h)
      n.pointee.momentum = Spatial(
        linear: (velocity.linear + gravity * h) * record.mass + Vector3(dBodyGetForce(body)) * h,
        angular: spin + Vector3(dBodyGetTorque(body)) * h)
    }
  }

  /// Angular momentum L of a free body after `h` [s], by the implicit step of Euler's equation that
  /// ODE takes, which is stable at any spin: I (I − h [L]×)⁻¹ L (Lacoursière 2006).
  private static func turned(_ l: Vector3, of i: Symmetric3, _ h: Double) -> Vector3 {
    let s = l * h
    // Columns of I − h [L]×.
    let a = Vector3(i.xx, i.xy - s.z, i.xz + s.y)
    let b = Vector3(i.xy + s.z, i.yy, i.yz - s.x)
    let c = Vector3(i.xz - s.y, i.yz + s.x, i.zz)
    let bc = b.cross(c)
    let spin = Vector3(l.dot(bc), a.dot(l.cross(c)), a.dot(b.cross(l))) / a.dot(bc)
    return i * spin
  }

  /// Moves all bodies by their new velocities, along straight lines and by infinitesimal turns as
  /// ODE does, and clears their loads. A body whose velocity left the finite range stays and shows
  /// it.
  private func write(_ world: World, _ h: Double) {
    for k in tree.nodes.indices {
      let n = tree.node(k)
      let body = world.bodies[n.pointee.body].id
      let v = n.pointee.velocity
      // ODE would abort the process on a pose that is not finite.
      guard v.isModerate else {
        dBodySetLinearVel(body, .nan, .nan, .nan)
        continue
      }
      let p = n.pointee.position + v.linear * h
      let q = n.pointee.orientation
      let w = v.angular * (h / 2)
      let turn = Quaternion(w: 0, x: w.x, y: w.y, z: w.z) * q
      dBodySetPosition(body, p.x, p.y, p.z)
      Quaternion(w: q.w + turn.w, x: q.x + turn.x, y: q.y + turn.y, z: q.z + turn.z).withODE {
        dBodySetQuaternion(body, $0)
      }
      dBodySetLinearVel(body, v.linear.x, v.linear.y, v.linear.z)
      dBodySetAngularVel(body, v.angular.x, v.angular.y, v.angular.z)
      dBodySetForce(body, 0, 0, 0)
      dBodySetTorque(body, 0, 0, 0)
    }
  }
}

// MARK: Constraints

extension TreeSolver {
  private func findStops(_ world: World) {
    stops.removeAll(keepingCapacity: true)
    for k in tree.nodes.indices {
      let joint = tree.node(k).pointee.joint
      guard joint >= 0, let range = world.joints[joint].stops else { continue }
      let q = world.position(of: Joint(index: joint))
      let isLocked = range.lowerBound == range.upperBound
      let isLow = q <= range.lowerBound || isLocked
      guard isLow || q >= range.upperBound else { continue }
      stops.append(
        Stop(
          node: k, sign: isLow ? 1 : -1,
          overshoot: isLow ? q - range.lowerBound : range.upperBound - q, isLocked: isLocked,
          memory: world.contactMemories + joint))
    }
  }

  /// Writes the step's complementarity problem.
  private func pose(_ world: World, _ h: Double) {
    problem.begin(
      contacts: contacts.count, scalars: stops.count + loops.count, columns: tree.columns)
    let memories = world.contactMemories + world.joints.count
    if memory.count < memories {
      memory.append(
        contentsOf: repeatElement(Remembered(), count: memories - memory.count))
    }
    for k in contacts.indices { pose(contacts[k], at: k, world, h) }
    for (k, stop) in stops.enumerated() {
      let i = 3 * contacts.count + k
      tree.addRow(ofJoint: stop.node, to: problem.row(i))
      if stop.sign < 0 { for j in 0..<tree.columns { problem.row(i)[j].negate() } }
      let n = tree.node(stop.node)
      let rate = n.pointee.rate(on: tree.node(n.pointee.parent))
      problem.c[i] = stop.sign * rate + world.configuration.stopERP / h * stop.overshoot
      problem.compliance[i] = world.configuration.jointCFM / h
      problem.isBilateral[k] = stop.isLocked
      problem.impulse[i] = recall(stop.memory).x
    }
    loops.pose(
      share: world.configuration.jointERP / h, compliance: world.configuration.jointCFM / h, tree,
      &problem, from: 3 * contacts.count + stops.count)
  }

  /// The three rows of a contact.
  @inline(__always)
  private func pose(_ contact: Contact, at k: Int, _ world: World, _ h: Double) {
    let (t, u) = contact.normal.tangents
    let axes: [3 of Vector3] = [contact.normal, t, u]
    let remembered = recall(contact.memory)
    let body = tree.nodeOfBody[contact.body]
    let arm = contact.point - tree.node(body).pointee.position
    var approach = tree.node(body).pointee.velocity.velocity(at: arm).linear
    if contact.other >= 0 {
      let other = tree.node(tree.nodeOfBody[contact.other])
      approach -=
        other.pointee.velocity.velocity(at: contact.point - other.pointee.position).linear
    }
    for r in 0..<3 {
      let i = 3 * k + r
      let axis = axes[r]
      let row = problem.row(i)
      tree.addRow(Spatial(linear: axis, angular: arm.cross(axis)), on: body, to: row)
      if contact.other >= 0 {
        let other = tree.nodeOfBody[contact.other]
        let arm = contact.point - tree.node(other).pointee.position
        tree.addRow(Spatial(linear: -axis, angular: axis.cross(arm)), on: other, to: row)
      }
      problem.c[i] = approach.dot(axis)
      problem.compliance[i] =
        (r == 0 ? contact.compliance.cfm(h) : world.configuration.jointCFM) / h
      problem.impulse[i] = remembered.dot(axis)
    }
    problem.c[3 * k] -= contact.compliance.erp(h) / h * contact.depth
    problem.friction[k] = contact.friction
  }

  /// The impulse of the step before, if there was one.
  private func recall(_ place: Int) -> Vector3 {
    let remembered = memory[place]
    return remembered.step == clock - 1 ? remembered.impulse : .zero
  }

  private func remember() {
    for k in contacts.indices {
      memory[contacts[k].memory] = Remembered(impulse: impulse(ofContact: k), step: clock)
    }
    for k in stops.indices {
      let i = 3 * contacts.count + k
      memory[stops[k].memory] = Remembered(
        impulse: Vector3(problem.impulse[i], 0, 0), step: clock)
    }
  }

  /// [N s], world axes.
  func impulse(ofContact k: Int) -> Vector3 {
    let (t, u) = contacts[k].normal.tangents
    let i = 3 * k
    return contacts[k].normal * problem.impulse[i] + t * problem.impulse[i + 1]
      + u * problem.impulse[i + 2]
  }

  /// Tells the world's meter, if there is one, of the ground's forces.
  private func measure(_ world: World, _ h: Double) {
    guard let meter = world.groundForces else { return }
    for (k, contact) in contacts.enumerated() where contact.watched >= 0 {
      meter.add(
        force: impulse(ofContact: k) / h,
        GroundForceMeter.Contact(
          point: contact.point, normal: contact.normal, friction: contact.friction),
        dt: h, to: contact.watched)
    }
  }
}
