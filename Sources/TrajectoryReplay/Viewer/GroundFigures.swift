import NumericalMethods
import RigidBodyDynamics

/// The grounds of an episode and when each is at work, as the page reads them.
struct GroundFigures: Encodable {
  /// What the world is like from one moment on.
  struct Scene: Encodable {
    /// [s]
    let from: Double
    /// [m/s²], world frame.
    let gravity: [Double]
    /// Coulomb coefficient.
    let friction: Double
    /// Indices of the ground's shape and of its patches; nil for none.
    let shape, patches: Int?
    /// Solids of the robot that are not as they were built.
    let solids: [ChangedSolid]
  }

  /// A solid that a fault moved within its link, or that meets nothing any more.
  struct ChangedSolid: Encodable {
    let solid: Int
    let position: [Double]
    let isTangible: Bool
  }

  /// Squares of the plane that have another friction.
  struct Patches: Encodable {
    /// [m]; square (i, j) begins at (i · side, j · side).
    let side: Double
    let firstColumn, firstRow, columns, rows: Int
    /// 1 where a square is a patch, row by row.
    let cover: PackedNumbers
  }

  /// One of the two is given.
  struct Shape: Encodable {
    var plane: Plane?
    var field: Field?
  }

  /// All points with normal · p ≤ offset are solid.
  struct Plane: Encodable {
    let normal: [Double]
    let offset: Double
  }

  /// Heights [m] on a grid, row by row over x, from `origin` on.
  struct Field: Encodable {
    let rows, columns: Int
    let spacing: Double
    let origin: [Double]
    let heights: PackedNumbers
  }

  let scenes: [Scene]
  let shapes: [Shape]
  let patches: [Patches]

  /// - Parameter path: where the base was [m]; of height fields what lies within 6 m of it is kept.
  init(_ scenes: [MotionRecorder.Scene], path: [Vector3]) {
    var shapes: [DrawnGround] = []
    self.scenes = scenes.map { scene in
      Scene(
        from: scene.from, gravity: scene.gravity.components, friction: scene.friction,
        shape: scene.ground.map { shapes.place($0) }, patches: nil, solids: [])
    }
    patches = []
    let box = PlanarBox(path, margin: 6)
    self.shapes = shapes.map { Shape($0, within: box) }
  }
}

/// A ground to be drawn, which may have been set piece by piece.
private enum DrawnGround {
  case plane(normal: Vector3, offset: Double)
  case heights(HeightCollage)

  /// This ground with a further one, if both are one and the same.
  func joined(with ground: Ground) -> DrawnGround? {
    switch (self, ground) {
    case (.plane(let a, let b), .plane(let normal, let offset)):
      a == normal && b == offset ? self : nil
    case (.heights(let collage), .heightfield(let field)):
      collage.joined(with: field).map(DrawnGround.heights)
    default: nil
    }
  }
}

extension [DrawnGround] {
  /// The index of `ground`, which is added unless it belongs to one of them.
  fileprivate mutating func place(_ ground: Ground) -> Int {
    for index in indices.reversed() {
      guard let joined = self[index].joined(with: ground) else { continue }
      self[index] = joined
      return index
    }
    switch ground {
    case .plane(let normal, let offset): append(.plane(normal: normal, offset: offset))
    case .heightfield(let field): append(.heights(HeightCollage(field)))
    }
    return count - 1
  }
}

extension GroundFigures.Shape {
  fileprivate init(_ ground: DrawnGround, within box: PlanarBox) {
    switch ground {
    case .plane(let normal, let offset):
      plane = GroundFigures.Plane(normal: normal.components, offset: offset)
    case .heights(let collage): field = GroundFigures.Field(collage.cropped(to: box))
    }
  }
}

extension GroundFigures.Field {
  fileprivate init(_ collage: HeightCollage) {
    (rows, columns, spacing) = (collage.rows.count, collage.columns.count, collage.spacing)
    let corner = Vector3(
      Double(collage.columns.lowerBound) * spacing, Double(collage.rows.lowerBound) * spacing, 0)
    origin = (collage.origin + corner).components
    heights = .quantised(collage.heights)
  }
}

extension Vector3 {
  var components: [Double] { [x, y, z] }
}
