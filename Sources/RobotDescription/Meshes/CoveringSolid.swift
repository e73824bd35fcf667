import NumericalMethods

/// A solid that covers points, and its pose in their frame.
struct CoveringSolid {
  let geometry: Geometry
  let pose: Pose

  /// [m³]
  var volume: Double { geometry.volume }

  /// Thinnest edge, smallest radius [m]: a flat mesh has no volume, a solid must have.
  static let thinnest = 1e-3

  /// The least of sphere, box and capsules that covers `points` [m], hence their convex hull; axes
  /// along the points' frame or along their principal axes, whichever gives less. The first among
  /// equals, so the same points give the same solid.
  static func least(covering points: [Vector3]) -> CoveringSolid {
    let solids = [Matrix3.identity, principalAxes(points)].flatMap { axes in
      Self.candidates(PointCloud(points, axes: axes))
    }
    return solids.dropFirst().reduce(solids[0]) { $1.volume < $0.volume * (1 - 1e-9) ? $1 : $0 }
  }

  private static func candidates(_ cloud: PointCloud) -> [CoveringSolid] {
    [cloud.box, cloud.sphere] + (0..<3).map { PointCloud(cloud, axis: $0).capsule }
  }

  /// Rows are the eigenvectors of the points' covariance, right-handed.
  private static func principalAxes(_ points: [Vector3]) -> Matrix3 {
    let mean = points.reduce(Vector3.zero, +) / Double(points.count)
    var c = [Double](repeating: 0, count: 6)
    for p in points {
      let d = p - mean
      for (k, value) in [d.x * d.x, d.y * d.y, d.z * d.z, d.x * d.y, d.x * d.z, d.y * d.z]
        .enumerated()
      {
        c[k] += value
      }
    }
    return Matrix3(xx: c[0], yy: c[1], zz: c[2], xy: c[3], xz: c[4], yz: c[5]).eigenvectorRows
  }
}

/// Points seen along three axes, the rows of a rotation.
private struct PointCloud {
  let axes: Matrix3
  let points: [Vector3]
  let low: Vector3
  let high: Vector3

  init(_ points: [Vector3], axes: Matrix3) {
    self.axes = axes
    self.points = points.map { axes * $0 }
    let start = self.points[0]
    low = self.points.reduce(start) { Vector3(min($0.x, $1.x), min($0.y, $1.y), min($0.z, $1.z)) }
    high = self.points.reduce(start) { Vector3(max($0.x, $1.x), max($0.y, $1.y), max($0.z, $1.z)) }
  }

  /// The same points with axis `k` as the last.
  init(_ cloud: PointCloud, axis k: Int) {
    let (a, rows) = (cloud.axes, [cloud.axes.r0, cloud.axes.r1, cloud.axes.r2])
    let turned = Matrix3(rows: rows[(k + 1) % 3], rows[(k + 2) % 3], rows[k])
    self.init(cloud.points.map { a.transpose * $0 }, axes: turned)
  }

  private var center: Vector3 { (low + high) / 2 }

  private func solid(_ geometry: Geometry, at center: Vector3) -> CoveringSolid {
    CoveringSolid(
      geometry: geometry,
      pose: Pose(position: axes.transpose * center, rotation: Quaternion(rotation: axes.transpose)))
  }

  var box: CoveringSolid {
    let (size, least) = (high - low, CoveringSolid.thinnest)
    return solid(
      .box(size: Vector3(max(size.x, least), max(size.y, least), max(size.z, least))), at: center)
  }

  /// About the middle of the box.
  var sphere: CoveringSolid {
    let reach = points.reduce(0) { max($0, ($1 - center).lengthSquared) }.squareRoot()
    return solid(.sphere(radius: max(reach, CoveringSolid.thinnest)), at: center)
  }

  /// About the middle line of the box, along the last axis. A point at distance d from the line is
  /// covered by caps around an end up to s = √(r² − d²) beyond it; so the lower end may lie no
  /// higher than the least z + s, the upper no lower than the greatest z − s.
  var capsule: CoveringSolid {
    let distances = points.map {
      Vector3($0.x - center.x, $0.y - center.y, 0).lengthSquared
    }
    let square = max(distances.max() ?? 0, CoveringSolid.thinnest * CoveringSolid.thinnest)
    var (bottom, top) = (Double.infinity, -Double.infinity)
    for (p, d) in zip(points, distances) {
      let s = (square - d).squareRoot()
      bottom = min(bottom, p.z + s)
      top = max(top, p.z - s)
    }
    let middle = Vector3(center.x, center.y, (bottom + top) / 2)
    let length = top - bottom
    return length < CoveringSolid.thinnest
      ? solid(.sphere(radius: square.squareRoot() + max(0, length / 2)), at: middle)
      : solid(.capsule(radius: square.squareRoot(), length: length), at: middle)
  }
}
