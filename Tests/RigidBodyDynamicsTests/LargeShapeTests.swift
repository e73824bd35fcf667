import NumericalMethods
import RigidBodyDynamics
import Testing

/// On a height field a shape of many metres rests on the plane of its highest point, in the time of
/// a small one: ODE would sort all triangles below it.
@Suite struct LargeShapeTests {
  @Test(arguments: [
    Solid.box(size: Vector3(20, 20, 1)), .sphere(radius: 5), .capsule(radius: 2, length: 9),
    .cylinder(radius: 3, length: 4),
  ])
  func itRestsOnTheHighestPoint(solid: Solid) {
    let world = World()
    let heights = (0..<128 * 256).map { $0.isMultiple(of: 37) ? 0.1 : 0 }
    world.setGround(
      .heightfield(
        Heightfield(
          heights: heights, rows: 128, columns: 256, spacing: 0.05, origin: Vector3(-6.4, -3.2, 0)))
    )
    let depth =
      switch solid {
      case .box(let size): size.z / 2
      case .sphere(let radius), .capsule(let radius, _): radius
      case .cylinder(_, let length): length / 2
      }
    let lying = Quaternion(axis: .unitX, angle: .pi / 2)
    let isCapsule = if case .capsule = solid { true } else { false }
    let body = world.addBody(
      mass: 10, inertia: Matrix3.identity * 20,
      pose: Pose(
        position: .unitZ * (0.1 + depth), rotation: isCapsule ? lying : .identity))
    _ = world.addShape(solid, to: body, offset: .identity)
    for _ in 0..<300 { world.step(0.005) }
    #expect(world.isFinite)
    #expect(abs(world.position(of: body).z - 0.1 - depth) < 0.02, "\(world.position(of: body))")
  }
}
