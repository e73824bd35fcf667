import Foundation
import NumericalMethods

/// One kind of ground as a function of place, without borders: heights [m] over the plane z = 0 at
/// points given from where the robot stands when it begins, x ahead.
struct TerrainFeature: Sendable, Equatable {
  enum Kind: Sendable, Equatable, CaseIterable {
    case roughGround, stairsUp, stairsDown, steppingStones, gaps, obstacles, ridges
  }

  var kind: Kind
  /// How hard it is [m]: largest height of bumps, obstacles and ridges, rise of a stair, depth
  /// around stones, width of gaps.
  var difficulty: Double
  /// Draws all that is random in it.
  var noise: LatticeNoise

  init(_ kind: Kind, difficulty: Double, noise: LatticeNoise) {
    precondition(difficulty > 0, "a difficulty above 0")
    (self.kind, self.difficulty, self.noise) = (kind, difficulty, noise)
  }

  /// Depth of the trenches of `gaps` [m].
  static let trenchDepth = 0.3
  /// Depth of a tread, side and distance of stones, distances of gaps, obstacles and ridges [m].
  static let (tread, stone, stoneGap, gapDistance, obstacleDistance, ridgeDistance) =
    (0.4, 0.35, 0.1, 1.5, 0.8, 0.6)
  /// Where the first riser or gap lies ahead [m].
  static let firstEdge = 1.6
  /// Width of a ridge and of an obstacle [m].
  static let (ridgeWidth, obstacleWidth) = (0.15, 0.3)

  /// Height [m] at (x, y) [m].
  func height(x: Double, y: Double) -> Double {
    switch kind {
    case .roughGround: difficulty * FractalNoise.value(noise, x: x, y: y)
    case .stairsUp: difficulty * Self.steps(at: x)
    case .stairsDown: -difficulty * Self.steps(at: x)
    case .steppingStones: isBetweenStones(x, y) ? -difficulty : 0
    case .gaps: isGap(x) ? -Self.trenchDepth : 0
    case .obstacles: obstacle(x, y)
    case .ridges: ridge(x)
    }
  }

  /// Risers passed on the way to x.
  private static func steps(at x: Double) -> Double {
    max(0, ((x - firstEdge) / tread).rounded(.down) + 1)
  }

  private func isGap(_ x: Double) -> Bool {
    x >= Self.firstEdge && remainder(x - Self.firstEdge, Self.gapDistance) < difficulty
  }

  /// Stones are the squares of a lattice of which one is centred under the robot.
  private func isBetweenStones(_ x: Double, _ y: Double) -> Bool {
    let period = Self.stone + Self.stoneGap
    return remainder(x + Self.stone / 2, period) >= Self.stone
      || remainder(y + Self.stone / 2, period) >= Self.stone
  }

  /// A roof-shaped bar at each multiple of the distance.
  private func ridge(_ x: Double) -> Double {
    let half = Self.ridgeWidth / 2
    let offset = abs(
      remainder(x + Self.ridgeDistance / 2, Self.ridgeDistance) - Self.ridgeDistance / 2)
    return difficulty * max(0, 1 - offset / half)
  }

  /// A box somewhere in each square of a lattice, of half to all of the stated height.
  private func obstacle(_ x: Double, _ y: Double) -> Double {
    let distance = Self.obstacleDistance
    let (i, j) = (Int((x / distance).rounded(.down)), Int((y / distance).rounded(.down)))
    let room = distance - Self.obstacleWidth
    let left = Double(i) * distance + room * noise.uniform(i, j)
    let low = Double(j) * distance + room * noise.layer(1).uniform(i, j)
    let isInside =
      (left..<left + Self.obstacleWidth).contains(x) && (low..<low + Self.obstacleWidth).contains(y)
    return isInside ? difficulty * (0.5 + 0.5 * noise.layer(2).uniform(i, j)) : 0
  }
}

/// x modulo `period`, in [0, period).
private func remainder(_ x: Double, _ period: Double) -> Double {
  x - period * (x / period).rounded(.down)
}
