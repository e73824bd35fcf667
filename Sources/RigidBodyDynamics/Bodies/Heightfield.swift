import COpenDE
public import NumericalMethods

/// Ground given by heights on a regular horizontal grid, triangulated by ODE between the samples.
public struct Heightfield: Sendable, Equatable {
  /// Heights [m], row-major [row, column]: `heights[r * columns + c]` is the ground at
  /// x = origin.x + c · spacing, y = origin.y + r · spacing.
  public let heights: [Double]
  public let rows: Int
  public let columns: Int
  /// Distance between neighbouring samples [m].
  public let spacing: Double
  /// World position of the first sample, z being added to every height [m].
  public let origin: Vector3

  /// Precondition: `heights.count == rows · columns`, at least 2 × 2, finite heights, spacing > 0.
  public init(heights: [Double], rows: Int, columns: Int, spacing: Double, origin: Vector3) {
    precondition(rows >= 2 && columns >= 2 && heights.count == rows * columns, "grid of heights")
    precondition(spacing > 0 && heights.allSatisfy(\.isFinite), "finite heights, positive spacing")
    (self.heights, self.rows, self.columns) = (heights, rows, columns)
    (self.spacing, self.origin) = (spacing, origin)
  }

  /// Ground height [m] at (x, y) by bilinear interpolation; clamped to the border outside.
  /// ODE's triangles differ from it inside a cell by at most a quarter of the cell's twist.
  public func height(x: Double, y: Double) -> Double {
    let u = min(max((x - origin.x) / spacing, 0), Double(columns - 1))
    let v = min(max((y - origin.y) / spacing, 0), Double(rows - 1))
    let c = min(Int(u), columns - 2)
    let r = min(Int(v), rows - 2)
    let (s, t) = (u - Double(c), v - Double(r))
    let i = r * columns + c
    let low = heights[i] * (1 - s) + heights[i + 1] * s
    let high = heights[i + columns] * (1 - s) + heights[i + columns + 1] * s
    return origin.z + low * (1 - t) + high * t
  }

  /// ODE wants a field over its local x and z with y up, centred on its frame; turned by +90° about
  /// x its local z runs along world −y, so rows are handed over in reverse. Data is copied.
  func makeRecord() -> GroundRecord {
    let data: dHeightfieldDataID = dGeomHeightfieldDataCreate()
    var reversed = [Double](repeating: 0, count: heights.count)
    for r in 0..<rows {
      let row = heights[(rows - 1 - r) * columns..<(rows - r) * columns]
      reversed.replaceSubrange(r * columns..<(r + 1) * columns, with: row)
    }
    let (width, depth) = (Double(columns - 1) * spacing, Double(rows - 1) * spacing)
    let thickness = 1.0
    dGeomHeightfieldDataBuildDouble(
      data, reversed, 1, width, depth, Int32(columns), Int32(rows), 1, 0, thickness, 0)
    let (low, high) = (heights.min() ?? 0, heights.max() ?? 0)
    dGeomHeightfieldDataSetBounds(data, low - thickness, high)
    let geom: dGeomID = dCreateHeightfield(nil, data, 1)
    dGeomSetPosition(geom, origin.x + width / 2, origin.y + depth / 2, origin.z)
    Quaternion(w: 0.5.squareRoot(), x: 0.5.squareRoot(), y: 0, z: 0).withODE {
      dGeomSetQuaternion(geom, $0)
    }
    return GroundRecord(
      id: geom, heights: data, highest: origin.z + high, description: .heightfield(self),
      plane: dCreatePlane(nil, 0, 0, 1, origin.z + high))
  }
}
