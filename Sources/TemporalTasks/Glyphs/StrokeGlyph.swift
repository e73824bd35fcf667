/// A character as the centre lines of its strokes, in a unit square with its origin at the top
/// left.
struct StrokeGlyph: Sendable, Equatable {
  typealias Point = SIMD2<Double>

  struct Stroke: Sendable, Equatable {
    var points: [Point]
    /// Whether it is the parabolic arc (quadratic Bézier curve) from the first of three points to
    /// the last, drawn towards the middle one, instead of straight lines from point to point.
    var isArc = false
  }

  var strokes: [Stroke]

  /// The strokes with each control point moved.
  func moved(_ move: (Point) -> Point) -> StrokeGlyph {
    StrokeGlyph(
      strokes: strokes.map { Stroke(points: $0.points.map(move), isArc: $0.isArc) })
  }

  /// A straight piece, prepared for distances.
  struct Segment {
    let start: Point
    let along: Point
    let inverseSquaredLength: Double

    init(_ start: Point, _ end: Point) {
      self.start = start
      along = end - start
      let squaredLength = (along * along).sum()
      inverseSquaredLength = squaredLength > 0 ? 1 / squaredLength : 0
    }

    func squaredDistance(from point: Point) -> Double {
      let offset = point - start
      let t = min(max((along * offset).sum() * inverseSquaredLength, 0), 1)
      let miss = offset - t * along
      return (miss * miss).sum()
    }
  }

  /// Every straight piece; arcs in eight.
  var segments: [Segment] {
    strokes.flatMap { stroke -> [Segment] in
      var points = stroke.points
      if stroke.isArc {
        let (start, middle, end) = (points[0], points[1], points[2])
        points = (0...8).map { step in
          let t = Double(step) / 8
          return (1 - t) * (1 - t) * start + 2 * t * (1 - t) * middle + t * t * end
        }
      }
      return zip(points, points.dropFirst()).map { Segment($0, $1) }
    }
  }

  /// Draws the strokes `width` wide on side × side pixels, row after row from the top: 1 within a
  /// stroke, 0 outside, and at its edge the share of a pixel's width that is inside.
  func raster(side: Int, width: Double) -> [Float] {
    let segments = self.segments
    return (0..<side * side).map { pixel in
      let centre = (Point(Double(pixel % side), Double(pixel / side)) + 0.5) / Double(side)
      var nearest = Double.infinity
      for segment in segments { nearest = min(nearest, segment.squaredDistance(from: centre)) }
      return Float(min(max((width / 2 - nearest.squareRoot()) * Double(side) + 0.5, 0), 1))
    }
  }
}
