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
  var boundingRadius: Double {
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

/// Two shapes that may touch, of which the bounding spheres do where their centres are nearer than
/// `squaredReach`^½ [m].
struct ShapePair {
  let first: Int
  let second: Int
  let squaredReach: Double
}
