import NumericalMethods
import RigidBodyDynamics

/// Pieces of one height field put together: a world may know but the surroundings of the robot, and
/// another piece when it has walked on.
struct HeightCollage {
  /// Distance between samples [m].
  let spacing: Double
  /// World position of sample (0, 0) of the lattice [m].
  let origin: Vector3
  /// Samples of the lattice that lie in the collage.
  private(set) var rows: Range<Int>
  private(set) var columns: Range<Int>
  /// Heights over the origin [m], row by row; NaN where no piece lies.
  private(set) var heights: [Double]

  init(_ field: Heightfield) {
    spacing = field.spacing
    origin = field.origin
    (rows, columns) = (0..<field.rows, 0..<field.columns)
    heights = field.heights
  }

  /// The collage with `field` in it; nil where the field is of another lattice, lies apart or has
  /// another height at a sample.
  func joined(with field: Heightfield) -> HeightCollage? {
    let shift = (field.origin - origin) / spacing
    let (right, up) = (shift.x.rounded(), shift.y.rounded())
    guard field.spacing == spacing, field.origin.z == origin.z,
      abs(shift.x - right) < 1e-6, abs(shift.y - up) < 1e-6, abs(right) < 1e6, abs(up) < 1e6
    else { return nil }
    let newRows = Int(up)..<Int(up) + field.rows
    let newColumns = Int(right)..<Int(right) + field.columns
    guard newRows.overlaps(rows), newColumns.overlaps(columns) else { return nil }
    var union = grown(to: rows.union(newRows), columns.union(newColumns))
    for r in newRows {
      for c in newColumns {
        let height = field.heights[(r - newRows.lowerBound) * field.columns + c - Int(right)]
        let index = union.index(r, c)
        guard union.heights[index].isNaN || union.heights[index] == height else { return nil }
        union.heights[index] = height
      }
    }
    return union
  }

  /// The part about a path, at least two samples wide.
  func cropped(to box: PlanarBox) -> HeightCollage {
    func part(_ low: Double, _ high: Double, of samples: Range<Int>) -> Range<Int> {
      let (first, last) = (Double(samples.lowerBound), Double(samples.upperBound - 1))
      let start = min(max((low / spacing).rounded(.down), first), last - 1)
      let end = min(max((high / spacing).rounded(.up), start + 1), last)
      return Int(start)..<Int(end) + 1
    }
    return grown(
      to: part(box.low.y - origin.y, box.high.y - origin.y, of: rows),
      part(box.low.x - origin.x, box.high.x - origin.x, of: columns))
  }

  private func index(_ r: Int, _ c: Int) -> Int {
    (r - rows.lowerBound) * columns.count + c - columns.lowerBound
  }

  /// The same heights on other samples of the lattice.
  private func grown(to newRows: Range<Int>, _ newColumns: Range<Int>) -> HeightCollage {
    var result = self
    (result.rows, result.columns) = (newRows, newColumns)
    result.heights = newRows.flatMap { r in
      newColumns.map { c in
        rows.contains(r) && columns.contains(c) ? heights[index(r, c)] : .nan
      }
    }
    return result
  }
}

extension Range<Int> {
  fileprivate func union(_ other: Range<Int>) -> Range<Int> {
    Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
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
