import CODEGuard
import COpenDE
import NumericalMethods

extension World {
  /// Contacts of every shape with the ground and of the declared pairs with each other. A bounding
  /// sphere rules most pairs out before ODE is asked.
  func findContacts(_ dt: Double) {
    contactCount = 0
    // Taken apart once: copying the record for each shape would retain its height field.
    let (groundID, highest) = (ground?.id, ground?.highest ?? -.infinity)
    let planeID = ground?.plane ?? groundID
    shapes.withUnsafeMutableBufferPointer { shapes in
      for i in shapes.indices {
        shapes[i].center = SIMD3(dGeomGetPosition(shapes[i].id))
        shapes[i].touchesGround =
          shapes[i].isTangible && shapes[i].center.z - shapes[i].boundingRadius <= highest
          && makeContacts(
            shapes[i],
            with: shapes[i].boundingRadius > GroundRecord.largestShape ? planeID : groundID,
            of: nil, watched: i, memory: i, dt) > 0
      }
    }
    for (k, pair) in selfPairs.enumerated() {
      let d = shapes[pair.first].center - shapes[pair.second].center
      guard (d * d).sum() < pair.squaredReach else { continue }
      let other = shapes[pair.second]
      guard other.isTangible, shapes[pair.first].isTangible else { continue }
      _ = makeContacts(
        shapes[pair.first], with: other.id, of: other, memory: shapes.count + k, dt)
    }
  }

  /// Impulses that the tree solver remembers: a place for each contact of each pair of shapes.
  var contactMemories: Int { (shapes.count + selfPairs.count) * configuration.contactsPerPair }

  /// How deep the two shapes are in each other [m], as they stand; 0 where they are apart.
  public func overlap(of a: Shape, with b: Shape) -> Double {
    let (a, b) = (shapes[a.index], shapes[b.index])
    let apart = SIMD3(dGeomGetPosition(a.id)) - SIMD3(dGeomGetPosition(b.id))
    let reach = a.boundingRadius + b.boundingRadius
    guard (apart * apart).sum() < reach * reach else { return 0 }
    let found = contacts(of: a.id, with: b.id)
    return (0..<Int(found)).reduce(0) { max($0, contactBuffer[$1].geom.depth) }
  }

  /// Puts the contacts of two geoms into the buffer, which has room for as many as ODE writes;
  /// returns how many. Where ODE's assertions fail there are none, and the world is broken.
  private func contacts(of a: dGeomID, with b: dGeomID) -> Int32 {
    let cap = Int32(configuration.contactsPerPair)
    let found = ganglionCollide(
      a, b, cap, &contactBuffer.pointee.geom, Int32(MemoryLayout<dContact>.stride))
    if found >= 0 { return found }
    breakDown()
    return 0
  }

  /// Makes a contact for each point in which the two geoms meet; returns how many.
  /// - Parameters:
  ///   - watched: index of the shape if the other geom is the ground, whose forces may be measured.
  ///   - memory: index of the pair among those whose impulses are remembered.
  private func makeContacts(
    _ shape: ShapeRecord, with other: dGeomID?, of otherShape: ShapeRecord?, watched: Int? = nil,
    memory: Int, _ dt: Double
  ) -> Int32 {
    guard let other else { return 0 }
    let cap = Int32(configuration.contactsPerPair)
    let isGround = otherShape == nil
    let found: Int32
    if isGround, shape.boundingRadius <= GroundRecord.largestShape,
      let cylinder = cylinderGround(shape)
    {
      found = collide(shape, cylinder, with: other)
    } else {
      found = contacts(of: shape.id, with: other)
    }
    if found == cap { contactCapHits += 1 }
    let compliance = isGround ? groundCompliance ?? configuration.contact : configuration.contact
    for k in 0..<Int(found) {
      let geom = contactBuffer[k].geom
      let point = Vector3(geom.pos)
      var friction = friction
      if let frictionPatches, isGround, frictionPatches.cover(x: point.x, y: point.y) {
        friction *= frictionPatches.factor
      }
      if let tree {
        tree.add(
          TreeSolver.Contact(
            body: shape.bodyIndex, other: otherShape?.bodyIndex ?? -1, point: point,
            normal: Vector3(geom.normal), depth: geom.depth, friction: friction,
            compliance: compliance, memory: memory * configuration.contactsPerPair + k,
            watched: watched ?? -1))
        continue
      }
      contactBuffer[k].surface = surface(friction: friction, compliance, dt)
      let joint: dJointID = dJointCreateContact(id, contactGroup, contactBuffer + k)
      dJointAttach(joint, shape.body, otherShape?.body)
      if let groundForces, let watched {
        let contact = GroundForceMeter.Contact(
          point: point, normal: Vector3(geom.normal), friction: friction)
        groundForces.watch(joint, contact, of: watched)
      }
    }
    contactCount += Int(found)
    return found
  }

  /// Dry Coulomb friction, in proportion to the normal force (`dContactApprox1`; without it µ would
  /// be a force in newtons), and a slightly soft contact.
  private func surface(
    friction: Double, _ compliance: ContactCompliance, _ dt: Double
  ) -> dSurfaceParameters {
    var s = dSurfaceParameters()
    s.mode = Int32(dContactApprox1 | dContactSoftERP | dContactSoftCFM)
    s.mu = friction
    s.soft_erp = compliance.erp(dt)
    s.soft_cfm = compliance.cfm(dt)
    return s
  }
}

extension World {
  /// Puts the deepest contacts of a cylinder with a height field into the buffer, as many as fit,
  /// give or take a fifth of their depth; returns how many.
  func collide(_ shape: ShapeRecord, _ cylinder: CylinderGround, with ground: dGeomID) -> Int32 {
    let cap = configuration.contactsPerPair
    var count = 0
    cylinder.contacts { point, normal, depth in
      var place = count
      if count < cap {
        count += 1
      } else {
        place = (0..<cap).min { contactBuffer[$0].geom.depth < contactBuffer[$1].geom.depth } ?? 0
        // Contacts that change places at rest by rounding alone would rock the body.
        if depth < 1.2 * contactBuffer[place].geom.depth { return }
      }
      var geom = dContactGeom()
      geom.pos = (point.x, point.y, point.z, 0)
      geom.normal = (normal.x, normal.y, normal.z, 0)
      geom.depth = depth
      (geom.g1, geom.g2, geom.side1, geom.side2) = (shape.id, ground, -1, -1)
      contactBuffer[place].geom = geom
    }
    return Int32(count)
  }

  /// The shape as a cylinder on the present ground, if that is what they are.
  func cylinderGround(_ shape: ShapeRecord) -> CylinderGround? {
    guard case .cylinder(let radius, let length) = shape.solid,
      case .heightfield(let field) = ground?.description
    else { return nil }
    var q = (0.0, 0.0, 0.0, 0.0)
    withUnsafeMutableBytes(of: &q) {
      dGeomGetQuaternion(shape.id, $0.bindMemory(to: Double.self).baseAddress)
    }
    return CylinderGround(
      radius: radius, halfLength: length / 2,
      pose: Pose(
        position: Vector3(dGeomGetPosition(shape.id)),
        rotation: Quaternion(w: q.0, x: q.1, y: q.2, z: q.3)), field: field)
  }
}

extension Vector3 {
  fileprivate init(_ p: dVector3) { self.init(p.0, p.1, p.2) }
}

extension SIMD3<Double> {
  /// The first three of ODE's padded four.
  fileprivate init(_ p: UnsafePointer<Double>) { self.init(p[0], p[1], p[2]) }
}
