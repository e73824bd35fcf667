import NumericalMethods

/// An endless alphabet of characters, each two or three strokes drawn at random: lines, angles and
/// arcs. A character follows from the alphabet's seed and its index; even indices are for training,
/// odd ones for testing.
public struct StrokeAlphabet: Sendable, Equatable, Codable {
  /// Names the alphabet.
  public var seed: UInt64 = 1
  /// Characters in each of the two splits.
  public var characters = 1 << 20
  /// Width of the pen, in units of the square's side.
  public var width = 0.16
  /// How drawings of one character differ.
  public var jitter = GlyphJitter()

  /// The defaults.
  public init() {}

  enum CodingKeys: String, CodingKey { case seed, characters, width, jitter }

  func validate(at owner: String, ways: Int) throws(TemporalTaskError) {
    try TemporalTaskError.check(
      characters, in: ways...1 << 30, CodingKeys.characters, of: owner)
    try TemporalTaskError.check(width, in: 0.01...1, CodingKeys.width, of: owner)
    try jitter.validate(at: owner + "jitter.")
  }

  /// The character with an index from 0 on, without jitter: strokes that fill the square but for a
  /// margin.
  func glyph(_ index: Int) -> StrokeGlyph {
    var stream = RandomStream.character(index, alphabet: seed)
    let strokes = (0..<2 + stream.below(2)).map { _ in stream.stroke() }
    return StrokeGlyph(strokes: strokes).fitted(margin: 0.12)
  }
}

extension StrokeAlphabet: GlyphAlphabet {
  func characterCount(in split: GlyphSplit) -> Int { split == .all ? 2 * characters : characters }

  func drawings(
    _ count: Int, of position: Int, in split: GlyphSplit, side: Int, stream: inout RandomStream
  ) -> [[Float]] {
    let character =
      switch split {
      case .train: 2 * position
      case .test: 2 * position + 1
      case .all: position
      }
    let glyph = glyph(character)
    return (0..<count).map { _ in
      jitter.apply(to: glyph, stream: &stream).raster(side: side, width: width)
    }
  }
}

extension RandomStream {
  /// A line, an angle or an arc with equal probability, no two successive points close.
  fileprivate mutating func stroke() -> StrokeGlyph.Stroke {
    let kind = below(3)
    let first = StrokeGlyph.Point(uniform(), uniform())
    let second = point(awayFrom: first)
    if kind == 0 { return .init(points: [first, second]) }
    return .init(points: [first, second, point(awayFrom: second)], isArc: kind == 2)
  }

  private mutating func point(awayFrom other: StrokeGlyph.Point) -> StrokeGlyph.Point {
    // From no point of the square is more than two thirds of it refused.
    while true {
      let candidate = StrokeGlyph.Point(uniform(), uniform())
      let distance = candidate - other
      if (distance * distance).sum() >= 0.16 { return candidate }
    }
  }
}

extension StrokeGlyph {
  /// Enlarged and moved so that its longer extent spans the square but for the margins, and its
  /// middle is the square's. Control points of arcs count as if the arc reached them.
  fileprivate func fitted(margin: Double) -> StrokeGlyph {
    let points = strokes.flatMap(\.points)
    let low = points.reduce(points[0]) { pointwiseMin($0, $1) }
    let high = points.reduce(points[0]) { pointwiseMax($0, $1) }
    let extent = max(high.x - low.x, high.y - low.y)
    return moved { 0.5 + (1 - 2 * margin) / extent * ($0 - 0.5 * (low + high)) }
  }
}
