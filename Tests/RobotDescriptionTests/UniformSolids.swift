import NumericalMethods
import RobotDescription

/// Textbook inertias of uniform solids about their centres.
func uniformInertia(_ geometry: Geometry, mass m: Double) -> Matrix3 {
  switch geometry {
  case .sphere(let r): return Matrix3.identity * (0.4 * m * r * r)
  case .box(let s):
    return Matrix3(
      diagonal: Vector3(s.y * s.y + s.z * s.z, s.x * s.x + s.z * s.z, s.x * s.x + s.y * s.y)
        * (m / 12))
  case .cylinder(let r, let l):
    let across = m * (3 * r * r + l * l) / 12
    return Matrix3(diagonal: Vector3(across, across, m * r * r / 2))
  case .capsule(let r, let l):
    // Disc by disc: the radius at height z, over the cylinder and both caps.
    let n = 20_000
    let h = (l + 2 * r) / Double(n)
    var (volume, axial, across) = (0.0, 0.0, 0.0)
    for i in 0..<n {
      let z = -l / 2 - r + (Double(i) + 0.5) * h
      let cap = max(abs(z) - l / 2, 0)
      let square = max(r * r - cap * cap, 0)
      let slice = Double.pi * square * h
      volume += slice
      axial += slice * square / 2
      across += slice * (square / 4 + z * z)
    }
    return Matrix3(diagonal: Vector3(across, across, axial) * (m / volume))
  }
}

/// The gap [m] between two shapes, to half a millimetre; capsules as rows of spheres.
func clearance(
  _ a: CollisionShape, _ poseA: Pose, _ b: CollisionShape, _ poseB: Pose
) -> Double {
  if case .box(let size) = a.geometry { return gap(size, poseA * a.pose, spheres(b, poseB)) }
  var nearest = Double.infinity
  for p in spheres(a, poseA) {
    for q in spheres(b, poseB) {
      nearest = min(nearest, (p.center - q.center).length - p.radius - q.radius)
    }
  }
  return nearest
}

private func spheres(_ shape: CollisionShape, _ link: Pose) -> [(center: Vector3, radius: Double)] {
  let pose = link * shape.pose
  switch shape.geometry {
  case .sphere(let r): return [(pose.position, r)]
  case .capsule(let r, let l):
    return (0...60).map { (pose.apply(Vector3(0, 0, l * (Double($0) / 60 - 0.5))), r) }
  case .box, .cylinder: return []
  }
}

private func gap(
  _ size: Vector3, _ box: Pose, _ spheres: [(center: Vector3, radius: Double)]
) -> Double {
  spheres.map { sphere in
    let p = box.inverse.apply(sphere.center)
    let out = Vector3(
      max(abs(p.x) - size.x / 2, 0), max(abs(p.y) - size.y / 2, 0), max(abs(p.z) - size.z / 2, 0))
    return out.length - sphere.radius
  }.min() ?? .infinity
}
