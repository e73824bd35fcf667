import NumericalMethods
import RigidBodyDynamics

/// A body so heavy that nothing moves it; `hold` carries its weight. It stands in for the world,
/// to which joints do not attach.
struct Pedestal {
  static let mass = 1e9
  let body: Body
  let pose: Pose

  init(in world: World, at position: Vector3 = .zero) {
    pose = Pose(position: position)
    body = world.addBody(
      mass: Self.mass, inertia: Matrix3(diagonal: Vector3(1e9, 1e9, 1e9)), pose: pose)
  }

  /// Call before every step, and before any effort is added.
  func hold(in world: World) {
    world.setState(of: body, BodyState(pose: pose))
    world.addForce(-Self.mass * world.gravity, to: body)
  }
}

/// The inertia [kg m²] of a solid box about its centre.
func boxInertia(mass: Double, size s: Vector3) -> Matrix3 {
  Matrix3(
    diagonal: Vector3(s.y * s.y + s.z * s.z, s.x * s.x + s.z * s.z, s.x * s.x + s.y * s.y)
      * (mass / 12))
}

/// A world without gravity.
func weightlessWorld(_ configuration: WorldConfiguration = WorldConfiguration()) -> World {
  var configuration = configuration
  configuration.gravity = .zero
  return World(configuration)
}

extension World {
  func addBox(mass: Double, size: Vector3, pose: Pose) -> Body {
    let body = addBody(mass: mass, inertia: boxInertia(mass: mass, size: size), pose: pose)
    _ = addShape(.box(size: size), to: body, offset: .identity)
    return body
  }

  func addSphere(mass: Double, radius: Double, at position: Vector3) -> Body {
    let i = 0.4 * mass * radius * radius
    let body = addBody(
      mass: mass, inertia: Matrix3(diagonal: Vector3(i, i, i)), pose: Pose(position: position))
    _ = addShape(.sphere(radius: radius), to: body, offset: .identity)
    return body
  }

  /// ½ m v² + ½ ω·Iω − m g·p of one body [J].
  func energy(of body: Body) -> Double {
    let w = rotation(of: body).unrotate(angularVelocity(of: body))
    let kinetic =
      mass(of: body) * velocity(of: body).lengthSquared / 2 + w.dot(inertia(of: body) * w) / 2
    return kinetic - mass(of: body) * gravity.dot(position(of: body))
  }
}

/// Samples `height(x, y)` on a grid whose sides differ and whose corner is off the origin.
func field(
  rows: Int = 31, columns: Int = 41, spacing: Double = 0.1,
  origin: Vector3 = Vector3(-2, -1.5, 0.25), _ height: (Double, Double) -> Double
) -> Heightfield {
  var heights: [Double] = []
  for r in 0..<rows {
    for c in 0..<columns {
      heights.append(
        height(origin.x + Double(c) * spacing, origin.y + Double(r) * spacing) - origin.z)
    }
  }
  return Heightfield(
    heights: heights, rows: rows, columns: columns, spacing: spacing, origin: origin)
}

extension WorldConfiguration {
  /// The defaults, but for the solver.
  init(_ solver: Solver) {
    self.init()
    self.solver = solver
  }
}
