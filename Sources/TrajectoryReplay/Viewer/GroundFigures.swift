import Locomotion
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
    var (shapes, patches) = ([DrawnGround](), [FrictionPatches]())
    self.scenes = scenes.map { scene in
      Scene(
        from: scene.from, gravity: scene.gravity.components, friction: scene.friction,
        shape: scene.ground.map { shapes.place($0) },
        patches: scene.patches.map { patches.place($0) },
        solids: scene.shapes.map(ChangedSolid.init))
    }
    let box = PlanarBox(path, margin: 6)
    self.patches = patches.map { Patches($0, within: box) }
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

extension [FrictionPatches] {
  /// The index of `patches`, which are added unless they are there.
  fileprivate mutating func place(_ patches: FrictionPatches) -> Int {
    if let index = firstIndex(of: patches) { return index }
    append(patches)
    return count - 1
  }
}

extension GroundFigures.ChangedSolid {
  fileprivate init(_ change: ShapeChange) {
    solid = change.shape
    position = change.position.components
    isTangible = change.isTangible
  }
}

extension GroundFigures.Patches {
  fileprivate init(_ patches: FrictionPatches, within box: PlanarBox) {
    let side = patches.side
    func squares(_ low: Double, _ high: Double) -> Range<Int> {
      let first = (low / side).rounded(.down)
      return Int(first)..<Int(max((high / side).rounded(.up), first + 1))
    }
    let (across, along) = (squares(box.low.x, box.high.x), squares(box.low.y, box.high.y))
    self.side = side
    (firstColumn, firstRow) = (across.lowerBound, along.lowerBound)
    (columns, rows) = (across.count, along.count)
    cover = .bytes(
      along.flatMap { j in
        across.map { i in
          patches.cover(x: (Double(i) + 0.5) * side, y: (Double(j) + 0.5) * side) ? 1 : 0
        }
      })
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
