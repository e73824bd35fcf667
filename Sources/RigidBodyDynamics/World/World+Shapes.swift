import COpenDE
public import NumericalMethods

extension World {
  /// Fixes a solid to `body` at `offset` from the body's frame (its centre of mass).
  public func addShape(_ solid: Solid, to body: Body, offset: Pose) -> Shape {
    let geom: dGeomID =
      switch solid {
      case .sphere(let radius): dCreateSphere(nil, radius)
      case .box(let size): dCreateBox(nil, size.x, size.y, size.z)
      case .capsule(let radius, let length): dCreateCapsule(nil, radius, length)
      case .cylinder(let radius, let length): dCreateCylinder(nil, radius, length)
      }
    tape?.note(solid, on: body, offset: offset)
    let record = ShapeRecord(
      id: geom, body: bodies[body.index].id, bodyIndex: body.index, solid: solid,
      boundingRadius: solid.boundingRadius)
    dGeomSetBody(geom, record.body)
    move(geom, to: offset.position)
    offset.rotation.withODE { dGeomSetOffsetQuaternion(geom, $0) }
    shapes.append(record)
    return Shape(index: shapes.count - 1)
  }

  /// Moves a shape on its body to `position` [m] from the body's frame, as it is turned.
  public func move(_ shape: Shape, to position: Vector3) {
    move(shapes[shape.index].id, to: position)
  }

  private func move(_ geom: dGeomID, to p: Vector3) {
    dGeomSetOffsetPosition(geom, p.x, p.y, p.z)
  }

  /// Lets a shape pass through everything, or no longer.
  public func setTangible(_ isTangible: Bool, _ shape: Shape) {
    shapes[shape.index].isTangible = isTangible
  }

  /// Lets two shapes of different bodies collide with each other; by default shapes meet only the
  /// ground.
  public func collide(_ a: Shape, with b: Shape) {
    tape?.note("pair", [a.index, b.index])
    let reach = shapes[a.index].boundingRadius + shapes[b.index].boundingRadius
    selfPairs.append(ShapePair(first: a.index, second: b.index, squaredReach: reach * reach))
  }

  /// Whether the shape touched the ground in the last step.
  public func touchesGround(_ shape: Shape) -> Bool { shapes[shape.index].touchesGround }

  /// Centre of the shape [m], world frame.
  public func position(of shape: Shape) -> Vector3 {
    Vector3(dGeomGetPosition(shapes[shape.index].id))
  }
}
