import NumericalMethods

/// How one drawing of a character differs from the next: standard deviations of normal draws, in
/// units of the square's side unless stated.
public struct GlyphJitter: Sendable, Equatable, Codable {
  /// Of each coordinate of the whole character's position.
  public var shift = 0.02
  /// Of its rotation about the square's centre [rad].
  public var rotation = 0.08
  /// Of its size, relative.
  public var scale = 0.06
  /// Of each coordinate of each stroke's control points.
  public var stroke = 0.015

  /// The defaults.
  public init() {}

  func validate(at owner: String) throws(TemporalTaskError) {
    try TemporalTaskError.check(shift, in: 0...1, CodingKeys.shift, of: owner)
    try TemporalTaskError.check(rotation, in: 0...1, CodingKeys.rotation, of: owner)
    try TemporalTaskError.check(scale, in: 0...1, CodingKeys.scale, of: owner)
    try TemporalTaskError.check(stroke, in: 0...1, CodingKeys.stroke, of: owner)
  }

  enum CodingKeys: String, CodingKey { case shift, rotation, scale, stroke }

  /// One drawing.
  func apply(to glyph: StrokeGlyph, stream: inout RandomStream) -> StrokeGlyph {
    let offset = shift * stream.gaussianPoint()
    let size = max(1 + scale * stream.gaussian(), 0.25)
    // With t = tan(φ/2) for half the angle, cosine and sine are rational: equal bits everywhere.
    let t = rotation * stream.gaussian() / 2
    let cosine = size * (1 - t * t) / (1 + t * t)
    let sine = size * 2 * t / (1 + t * t)
    return glyph.moved { point in
      let p = point - 0.5 + stroke * stream.gaussianPoint()
      return 0.5 + offset + .init(cosine * p.x - sine * p.y, sine * p.x + cosine * p.y)
    }
  }
}

extension RandomStream {
  /// A point whose coordinates are standard normal.
  fileprivate mutating func gaussianPoint() -> StrokeGlyph.Point { .init(gaussian(), gaussian()) }
}
