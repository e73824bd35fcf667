import NumericalMethods
import RigidBodyDynamics

/// The piece of a terrain around a robot that the simulator knows: a height field that moves on, in
/// whole samples, before the robot comes to its border. Overlapping pieces agree sample by sample.
struct TerrainWindow {
  /// Distance between samples [m].
  static let spacing = 0.05
  /// Samples along and across the way.
  static let (columns, rows) = (256, 128)
  /// How near to a border the robot may come [m].
  static let margin = 2.0

  let field: Heightfield

  /// A piece of which a quarter lies behind `center` and three quarters ahead, along +x.
  init(_ terrain: Terrain, around center: Vector3) {
    let behind = Double(Self.columns / 4) * Self.spacing
    let beside = Double(Self.rows / 2) * Self.spacing
    let firstColumn = ((center.x - behind) / Self.spacing).rounded()
    let firstRow = ((center.y - beside) / Self.spacing).rounded()
    var heights = [Double](repeating: 0, count: Self.rows * Self.columns)
    for r in 0..<Self.rows {
      let y = (firstRow + Double(r)) * Self.spacing
      for c in 0..<Self.columns {
        heights[r * Self.columns + c] =
          terrain.height(x: (firstColumn + Double(c)) * Self.spacing, y: y)
      }
    }
    field = Heightfield(
      heights: heights, rows: Self.rows, columns: Self.columns, spacing: Self.spacing,
      origin: Vector3(firstColumn * Self.spacing, firstRow * Self.spacing, 0))
  }

  /// Whether there is ground at `position`: not where it is not finite or so far away that samples
  /// would coincide.
  static func reaches(_ position: Vector3) -> Bool {
    abs(position.x) < 1e6 && abs(position.y) < 1e6
  }

  /// Whether the robot at `position` needs another piece.
  func isOutgrown(by position: Vector3) -> Bool {
    guard Self.reaches(position) else { return false }
    let (x, y) = (position.x - field.origin.x, position.y - field.origin.y)
    let (width, depth) =
      (Double(field.columns - 1) * field.spacing, Double(field.rows - 1) * field.spacing)
    return min(x, width - x, y, depth - y) < Self.margin
  }
}
