import COpenDE
public import NumericalMethods

/// A collision shape fixed to a body of one `World`.
public struct Shape: Hashable, Sendable {
  let index: Int
}

/// The solid of a shape, centred on its own frame. Capsule and cylinder lie along local z; a
/// capsule's length leaves out its caps, as in ODE.
public enum Solid: Sendable, Equatable {
  case sphere(radius: Double)
  case box(size: Vector3)
  case capsule(radius: Double, length: Double)
  case cylinder(radius: Double, length: Double)

  /// Radius [m] of the smallest sphere about the centre that holds the solid.
  public var boundingRadius: Double {
    switch self {
    case .sphere(let radius): radius
    case .box(let size): size.length / 2
    case .capsule(let radius, let length): radius + length / 2
    case .cylinder(let radius, let length): (radius * radius + length * length / 4).squareRoot()
    }
  }
}

struct ShapeRecord {
  let id: dGeomID
  let body: dBodyID
  let bodyIndex: Int
  let solid: Solid
  let boundingRadius: Double
  /// [m], world frame, when contacts were last sought.
  var center = SIMD3<Double>()
  var touchesGround = false
  /// Whether it meets anything at all.
  var isTangible = true
}

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
    let q = offset.rotation
    move(geom, to: offset.position)
    var quaternion = (q.w, q.x, q.y, q.z)
    withUnsafeBytes(of: &quaternion) {
      dGeomSetOffsetQuaternion(geom, $0.bindMemory(to: Double.self).baseAddress)
    }
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
