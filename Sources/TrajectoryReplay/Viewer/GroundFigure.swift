import NumericalMethods
import RigidBodyDynamics

/// The ground and what pulls on it, from one moment of an episode on.
struct GroundFigure: Encodable {
  /// [s]
  let from: Double
  /// [m/s²], world frame.
  let gravity: [Double]
  /// Coulomb coefficient.
  let friction: Double
  /// One of the two is given.
  let plane: Plane?
  let field: Field?

  /// All points with normal · p ≤ offset are solid.
  struct Plane: Encodable {
    let normal: [Double]
    let offset: Double
  }

  /// Heights [m] on a grid, as in `Heightfield`.
  struct Field: Encodable {
    let rows, columns: Int
    let spacing: Double
    let origin: [Double]
    let heights: PackedNumbers
  }

  init(_ scene: MotionRecorder.Scene, near path: PlanarBox) {
    from = scene.from
    gravity = scene.gravity.components
    friction = scene.friction
    switch scene.ground {
    case .plane(let normal, let offset):
      plane = Plane(normal: normal.components, offset: offset)
      field = nil
    case .heightfield(let heightfield):
      plane = nil
      field = Field(heightfield, near: path)
    case nil: (plane, field) = (nil, nil)
    }
  }
}

extension GroundFigure.Field {
  /// The part of a field about a path, at least two samples wide.
  init(_ field: Heightfield, near path: PlanarBox) {
    func samples(_ low: Double, _ high: Double, _ origin: Double, _ count: Int) -> Range<Int> {
      let last = Double(count - 1)
      let first = min(max(((low - origin) / field.spacing).rounded(.down), 0), last - 1)
      let end = min(max(((high - origin) / field.spacing).rounded(.up), first + 1), last)
      return Int(first)..<Int(end) + 1
    }
    let across = samples(path.low.x, path.high.x, field.origin.x, field.columns)
    let along = samples(path.low.y, path.high.y, field.origin.y, field.rows)
    rows = along.count
    columns = across.count
    spacing = field.spacing
    let corner = Vector3(
      Double(across.lowerBound) * spacing, Double(along.lowerBound) * spacing, 0)
    origin = (field.origin + corner).components
    heights = .quantised(
      along.flatMap { row in across.map { field.heights[row * field.columns + $0] } })
  }
}

/// A rectangle of the horizontal plane [m].
struct PlanarBox {
  private(set) var low: Vector3
  private(set) var high: Vector3

  /// Holds all points, with `margin` [m] about them.
  init(_ points: [Vector3], margin: Double) {
    (low, high) = (points.first ?? .zero, points.first ?? .zero)
    for p in points {
      low = Vector3(min(low.x, p.x), min(low.y, p.y), 0)
      high = Vector3(max(high.x, p.x), max(high.y, p.y), 0)
    }
    low = low - Vector3(margin, margin, 0)
    high += Vector3(margin, margin, 0)
  }
}

extension Vector3 {
  var components: [Double] { [x, y, z] }
}
