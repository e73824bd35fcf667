import COpenDE
import NumericalMethods

extension World {
  /// Contacts of every shape with the ground and of the declared pairs with each other. A bounding
  /// sphere rules most pairs out before ODE is asked.
  func findContacts() {
    contactCount = 0
    // Taken apart once: copying the record for each shape would retain its height field.
    let (groundID, highest) = (ground?.id, ground?.highest ?? -.infinity)
    let count = shapes.count
    shapes.withUnsafeMutableBufferPointer { shapes in
      for i in 0..<count {
        shapes[i].touchesGround = meetGround(shapes[i], groundID, highest: highest)
      }
      for (i, j) in selfPairs where boundsOverlap(shapes[i], shapes[j]) {
        _ = makeContacts(shapes[i].id, shapes[i].body, shapes[j].id, shapes[j].body)
      }
    }
  }

  private func meetGround(_ shape: ShapeRecord, _ ground: dGeomID?, highest: Double) -> Bool {
    guard let ground else { return false }
    let lowest = dGeomGetPosition(shape.id)[2] - shape.boundingRadius
    guard lowest <= highest else { return false }
    return makeContacts(shape.id, shape.body, ground, nil) > 0
  }

  private func boundsOverlap(_ a: ShapeRecord, _ b: ShapeRecord) -> Bool {
    let p = dGeomGetPosition(a.id)!
    let q = dGeomGetPosition(b.id)!
    let d = Vector3(p[0] - q[0], p[1] - q[1], p[2] - q[2])
    let reach = a.boundingRadius + b.boundingRadius
    return d.lengthSquared < reach * reach
  }

  /// Makes one contact joint for each point in which the two geoms meet; returns how many.
  private func makeContacts(
    _ a: dGeomID, _ bodyA: dBodyID, _ b: dGeomID, _ bodyB: dBodyID?
  ) -> Int32 {
    let cap = Int32(configuration.contactsPerPair)
    let found = dCollide(
      a, b, cap, &contactBuffer.pointee.geom, Int32(MemoryLayout<dContact>.stride))
    if found == cap { contactCapHits += 1 }
    for k in 0..<Int(found) {
      contactBuffer[k].surface = surface
      dJointAttach(dJointCreateContact(id, contactGroup, contactBuffer + k), bodyA, bodyB)
    }
    contactCount += Int(found)
    return found
  }

  /// Dry Coulomb friction, in proportion to the normal force (`dContactApprox1`; without it µ would
  /// be a force in newtons), and a slightly soft contact.
  private var surface: dSurfaceParameters {
    var s = dSurfaceParameters()
    s.mode = Int32(dContactApprox1 | dContactSoftERP | dContactSoftCFM)
    s.mu = friction
    s.soft_erp = configuration.contactERP
    s.soft_cfm = configuration.contactCFM
    return s
  }
}
