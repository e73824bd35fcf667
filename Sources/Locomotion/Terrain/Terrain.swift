import Foundation
import NumericalMethods

/// The ground of an episode as a function of place, with all changes so far.
indirect enum Terrain: Sendable, Equatable {
  /// The plane z = 0.
  case flat
  /// Within the clearing around `center` the ground that was there before; a metre further on, the
  /// features' sum over that ground's height at the center; smooth between. So new ground never
  /// moves what the robot stands on.
  case change(from: Terrain, to: [TerrainFeature], center: Vector3)

  /// Radius of the clearing, and width of the ring in which the ground changes [m].
  static let (clearing, ring) = (0.6, 1.0)

  /// Height [m] at (x, y) [m], world frame.
  func height(x: Double, y: Double) -> Double {
    switch self {
    case .flat: return 0
    case .change(let before, let features, let center):
      let (dx, dy) = (x - center.x, y - center.y)
      let away = ((dx * dx + dy * dy).squareRoot() - Self.clearing) / Self.ring
      if away <= 0 { return before.height(x: x, y: y) }
      var after = before.height(x: center.x, y: center.y)
      for feature in features { after += feature.height(x: dx, y: dy) }
      if away >= 1 { return after }
      let share = smoothstep(away)
      return (1 - share) * before.height(x: x, y: y) + share * after
    }
  }
}
