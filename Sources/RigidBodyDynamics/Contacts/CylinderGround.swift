import NumericalMethods

/// Contacts of a cylinder with a height field, which ODE's own test misses on uneven ground:
/// cylinders fell through it.
///
/// Points of the cylinder below the ground, and samples of the ground inside the cylinder, touch.
/// The cylinder's are eight of the rim at each end, from the lowest on, and three of the line
/// between the two lowest. Ground and normals are those of `Heightfield.height`, the bilinear
/// surface.
struct CylinderGround {
  let radius: Double
  let halfLength: Double
  /// World frame, axis along local z.
  let pose: Pose
  let field: Heightfield

  /// Calls `found` with the place, normal (out of the ground) and depth [m] of each contact.
  func contacts(_ found: (Vector3, Vector3, Double) -> Void) {
    let axis = pose.rotation.rotate(.unitZ)
    let below = normal(at: pose.position)
    let across = below - axis * below.dot(axis)
    // On end, the lowest point of the rim is noise: the same points each step let it rest. They
    // miss the lowest by less than 0.001 of the radius.
    let down =
      across.lengthSquared > 1e-4
      ? -across.normalized : pose.rotation.rotate(.unitX)
    let side = axis.cross(down)
    for end in [-halfLength, halfLength] {
      let middle = pose.position + axis * end
      for k in 0..<8 {
        let (c, s) = Self.directions[k]
        touch(middle + down * (radius * c) + side * (radius * s), found)
      }
    }
    for share in [-0.5, 0, 0.5] {
      touch(pose.position + axis * (share * halfLength) + down * radius, found)
    }
    samples(found)
  }

  private static let half = 0.5.squareRoot()
  /// Cosine and sine of eighths of a turn, the quarters first: these are kept where all are as
  /// deep.
  private static let directions: [(Double, Double)] = [
    (1, 0), (-1, 0), (0, 1), (0, -1), (half, half), (-half, -half), (-half, half), (half, -half),
  ]

  private func touch(_ point: Vector3, _ found: (Vector3, Vector3, Double) -> Void) {
    guard isCovered(point) else { return }
    let rise = field.height(x: point.x, y: point.y) - point.z
    // Along the normal a plane is nearer than straight up by the cosine of its slope. Far below is
    // another side of thin ground, not this one.
    guard rise > 0, rise < Self.thickness else { return }
    let n = normal(at: point)
    found(point, n, rise * n.z)
  }

  /// As thick as ODE takes height fields to be [m].
  private static let thickness = 1.0

  private func isCovered(_ p: Vector3) -> Bool {
    let (u, v) = (p.x - field.origin.x, p.y - field.origin.y)
    return u >= 0 && v >= 0 && u <= Double(field.columns - 1) * field.spacing
      && v <= Double(field.rows - 1) * field.spacing
  }

  /// Unit vector, by central differences over a quarter of the grid's spacing.
  private func normal(at p: Vector3) -> Vector3 {
    let h = field.spacing / 4
    let dx = field.height(x: p.x + h, y: p.y) - field.height(x: p.x - h, y: p.y)
    let dy = field.height(x: p.x, y: p.y + h) - field.height(x: p.x, y: p.y - h)
    return Vector3(-dx / (2 * h), -dy / (2 * h), 1).normalized
  }

  /// Samples of the ground inside the cylinder; each is as deep as it has to go back to come out.
  private func samples(_ found: (Vector3, Vector3, Double) -> Void) {
    let reach = radius + halfLength
    let (x, y) = (pose.position.x - field.origin.x, pose.position.y - field.origin.y)
    let columns = indices(around: x, reach, field.columns)
    for r in indices(around: y, reach, field.rows) {
      for c in columns {
        let p = Vector3(
          field.origin.x + Double(c) * field.spacing, field.origin.y + Double(r) * field.spacing,
          field.origin.z + field.heights[r * field.columns + c])
        let local = pose.inverse.apply(p)
        guard abs(local.z) < halfLength, local.x * local.x + local.y * local.y < radius * radius
        else { continue }
        let n = normal(at: p)
        found(p, n, exit(from: local, along: -pose.rotation.unrotate(n)))
      }
    }
  }

  private func indices(around x: Double, _ reach: Double, _ count: Int) -> Range<Int> {
    let low = max(0, ((x - reach) / field.spacing).rounded(.up))
    let high = min(Double(count - 1), ((x + reach) / field.spacing).rounded(.down))
    return low <= high ? Int(low)..<Int(high) + 1 : 0..<0
  }

  /// Way [m] from a point inside to the surface along a unit vector, in the cylinder's frame.
  private func exit(from p: Vector3, along d: Vector3) -> Double {
    let cap = d.z == 0 ? Double.infinity : ((d.z > 0 ? halfLength : -halfLength) - p.z) / d.z
    let a = d.x * d.x + d.y * d.y
    guard a > 1e-12 else { return cap }
    let b = p.x * d.x + p.y * d.y
    let c = p.x * p.x + p.y * p.y - radius * radius
    return min(cap, (-b + max(0, b * b - a * c).squareRoot()) / a)
  }
}
